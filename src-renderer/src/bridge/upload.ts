import { API_PREFIX } from '../../../src-protocol/contract/index.ts';
import { authorization } from './connection.ts';

/** A file of this computer, with the place that it has in what was dropped or chosen: `Archive/2024/a.jpg`. */
export interface LocalFile {
  readonly relativePath: string;
  readonly file: File;
}

interface SendOptions {
  readonly token: string | undefined;
  readonly signal: AbortSignal;
  /** How many bytes of this file have gone. */
  readonly onProgress: (bytes: number) => void;
}

/** Sends one file into an upload. A request of the older kind, as `fetch` does not tell how far it is. */
export function sendFile(uploadId: string, { relativePath, file }: LocalFile, options: SendOptions): Promise<void> {
  const { token, signal, onProgress } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new Error('It was cancelled.'));
      return;
    }
    const request = new XMLHttpRequest();
    const abort = () => {
      request.abort();
    };
    signal.addEventListener('abort', abort);
    request.onloadend = () => {
      signal.removeEventListener('abort', abort);
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new Error(reasonOf(request, signal)));
    };
    request.upload.onprogress = ({ loaded }) => {
      onProgress(loaded);
    };
    request.open('PUT', `${API_PREFIX}/uploads/${uploadId}/files/${encodedPath(relativePath)}`);
    for (const [name, value] of Object.entries(authorization(token))) request.setRequestHeader(name, value);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-modified-at', file.lastModified.toString());
    request.send(file);
  });
}

function encodedPath(relativePath: string): string {
  return relativePath.split('/').map(encodeURIComponent).join('/');
}

function reasonOf({ status, responseText }: XMLHttpRequest, signal: AbortSignal): string {
  if (signal.aborted) return 'It was cancelled.';
  // a folder, a file that has changed since, and a server that is gone all look the same here
  if (status === 0) return 'It could not be read, or the server does not answer.';
  try {
    const { detail } = JSON.parse(responseText) as { readonly detail?: unknown };
    if (typeof detail === 'string') return detail;
  } catch {
    // something between here and the server has answered
  }
  return `The server answered with ${status}.`;
}

import { create } from 'zustand';
import { reasonOf } from '../bridge/connection.ts';
import { type LocalFile, sendFile } from '../bridge/upload.ts';
import { bytes, count } from '../../../src-protocol/model/words.ts';
import { api, useConnection } from './connection.ts';
import { Sending, type SendProgress, TooMuch } from './sending.ts';
import { doUnlessUndone } from './toasts.ts';

/** Files of this computer on their way to a server that is another one. */
export interface Upload extends SendProgress {
  /** Of this page. */
  readonly id: number;
  /** What was dropped or chosen, in words. */
  readonly title: string;
  readonly phase: 'sending' | 'sent' | 'stopped';
  /** Why it was stopped. */
  readonly fault?: string;
  /** Where the server has put it: the source of a job. */
  readonly folder?: string;
}

export const useUploads = create<{ readonly uploads: readonly Upload[] }>(() => ({ uploads: [] }));

const TOLD_EVERY_MS = 100;

/** What cannot be shown, and is needed to go on or to end it. */
interface Handle {
  readonly abort: AbortController;
  uploadId?: string;
}

const handles = new Map<number, Handle>();
let lastId = 0;

/** Sends files to the server; resolves with how it ended. */
export async function startUpload(title: string, batches: AsyncIterable<readonly LocalFile[]>): Promise<Upload> {
  lastId += 1;
  const upload: Upload = { id: lastId, title, phase: 'sending', ...NOTHING_SENT };
  handles.set(upload.id, { abort: new AbortController() });
  useUploads.setState(({ uploads }) => ({ uploads: [...uploads, upload] }));
  return send(upload, batches);
}

/** Sends once more what could not be sent. */
export async function retryUpload(upload: Upload): Promise<Upload> {
  const again = upload.failed.map(({ local }) => local);
  const rest = { files: upload.files - again.length, bytes: upload.bytes - sizeOf(again) };
  change(upload.id, { phase: 'sending', failed: [] });
  return send({ ...upload, failed: [], ...rest }, inOneBatch(again));
}

/** Ends one that goes on. */
export function cancelUpload(id: number): void {
  const handle = handles.get(id);
  forgetUpload(id);
  handle?.abort.abort();
  drop(handle);
}

/** Takes one away that has ended; a few seconds later the server forgets it, too. */
export function removeUpload(upload: Upload): void {
  const handle = handles.get(upload.id);
  forgetUpload(upload.id);
  doUnlessUndone(
    `${upload.title} removed`,
    () => {
      drop(handle);
    },
    () => {
      if (handle !== undefined) handles.set(upload.id, handle);
      useUploads.setState(({ uploads }) => ({ uploads: [...uploads, upload] }));
    },
  );
}

function drop(handle: Handle | undefined): void {
  if (handle?.uploadId === undefined) return;
  // what is left behind, the server drops by itself some time later
  api()
    .uploads.remove({ uploadId: handle.uploadId })
    .catch(() => undefined);
}

/** It is a job's now. */
export function forgetUpload(id: number): void {
  handles.delete(id);
  useUploads.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.id !== id) }));
}

const NOTHING_SENT: SendProgress = { reading: true, files: 0, bytes: 0, sentFiles: 0, sentBytes: 0, failed: [] };

async function send(before: Upload, batches: AsyncIterable<readonly LocalFile[]>): Promise<Upload> {
  const { id } = before;
  const handle = handles.get(id);
  if (handle === undefined) return { ...before, phase: 'stopped' };
  try {
    const { uploadId, folder, maxFiles, maxBytes } =
      handle.uploadId === undefined
        ? await api().uploads.create()
        : await api().uploads.get({ uploadId: handle.uploadId });
    handle.uploadId = uploadId;
    const { token } = useConnection.getState();
    const sending = new Sending(
      {
        send: (local, signal, onProgress) => sendFile(uploadId, local, { token, signal, onProgress }),
        maxFiles,
        maxBytes,
        onChange: () => {
          tell(id, () => added(before, sending.progress));
        },
      },
      handle.abort.signal,
    );
    await sending.run(batches).catch((error: unknown) => {
      throw error instanceof TooMuch ? new Error(tooMuch(maxFiles, maxBytes)) : error;
    });
    return change(id, { phase: 'sent', folder, ...added(before, sending.progress) }) ?? before;
  } catch (error) {
    return change(id, { phase: 'stopped', reading: false, fault: reasonOf(error) }) ?? { ...before, phase: 'stopped' };
  }
}

function added(before: SendProgress, now: SendProgress): SendProgress {
  return {
    reading: now.reading,
    files: before.files + now.files,
    bytes: before.bytes + now.bytes,
    sentFiles: before.sentFiles + now.sentFiles,
    sentBytes: before.sentBytes + now.sentBytes,
    failed: now.failed,
  };
}

function tooMuch(maxFiles: number, maxBytes: number): string {
  return `That is more than one upload can hold: ${count(maxFiles)} files and ${bytes(maxBytes)}. Send it in parts, or put it where the server can read it and add it with “Browse server”.`;
}

const told = new Map<number, ReturnType<typeof setTimeout>>();

/** Changes come with every packet; the page needs them a few times a second. */
function tell(id: number, progress: () => SendProgress): void {
  if (told.has(id)) return;
  told.set(
    id,
    setTimeout(() => {
      told.delete(id);
      change(id, progress());
    }, TOLD_EVERY_MS),
  );
}

function change(id: number, changed: Partial<Upload>): Upload | undefined {
  if (changed.phase !== undefined) {
    clearTimeout(told.get(id));
    told.delete(id);
  }
  useUploads.setState(({ uploads }) => ({
    uploads: uploads.map((upload) => (upload.id === id ? { ...upload, ...changed } : upload)),
  }));
  return useUploads.getState().uploads.find((upload) => upload.id === id);
}

function sizeOf(files: readonly LocalFile[]): number {
  return files.reduce((sum, { file }) => sum + file.size, 0);
}

// eslint-disable-next-line @typescript-eslint/require-await -- what is sent comes in its time; here all of it is there
async function* inOneBatch(files: readonly LocalFile[]): AsyncGenerator<readonly LocalFile[]> {
  yield files;
}

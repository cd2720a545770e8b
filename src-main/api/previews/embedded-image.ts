import { spawn } from 'node:child_process';
import type { PreviewSize } from '../../../src-protocol/contract/results.ts';

/** Where ExifTool is, and what teaches it which of a file's pictures is wanted. */
export interface PreviewPrograms {
  readonly exiftool: string;
  readonly config: string;
}

const TAGS: Readonly<Record<PreviewSize, string>> = { thumbnail: '-SmallestPicture', large: '-LargestPicture' };

/**
 * The picture that an open file holds, as ExifTool finds it; undefined where there is none, or it has more than `maxBytes`.
 * ExifTool gets the file itself and not its name, in a process of its own, which ends with the signal; it only reads.
 */
export function embeddedImage(
  { exiftool, config }: PreviewPrograms,
  file: { readonly fd: number },
  size: PreviewSize,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<Buffer<ArrayBuffer> | undefined> {
  const child = spawn(exiftool, ['-config', config, '-q', '-q', '-m', '-b', TAGS[size], '-'], {
    stdio: [file.fd, 'pipe', 'ignore'],
    signal,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.on('error', reject);
    child.on('close', () => {
      resolve(bytes === 0 || bytes > maxBytes ? undefined : Buffer.concat(chunks, bytes));
    });
  });
}

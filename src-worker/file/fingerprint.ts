import { createHash } from 'node:crypto';
import { close, open, read } from 'node:fs';
import { promisify } from 'node:util';

const END_BYTES = 65_536;
const openFile = promisify(open);
const closeFile = promisify(close);

/** A share that does not answer must not hold up a job. */
const READ_WITHIN_MS = 10_000;

/**
 * SHA-256 over the first and the last 64 KiB of a file (over all of it up to 128 KiB), as hex: with its size and time, enough
 * to recognise a file that was moved. Undefined where it cannot be read, or not in time.
 */
export async function fingerprintFile(
  path: string | Buffer,
  sizeBytes: number,
  withinMs = READ_WITHIN_MS,
): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, withinMs);
  });
  try {
    return await Promise.race([readFingerprint(path, sizeBytes), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function readFingerprint(path: string | Buffer, sizeBytes: number): Promise<string | undefined> {
  try {
    const descriptor = await openFile(path, 'r');
    try {
      const hash = createHash('sha256');
      hash.update(await readAt(descriptor, 0, Math.min(sizeBytes, sizeBytes <= 2 * END_BYTES ? sizeBytes : END_BYTES)));
      if (sizeBytes > 2 * END_BYTES) hash.update(await readAt(descriptor, sizeBytes - END_BYTES, END_BYTES));
      return hash.digest('hex');
    } finally {
      await closeFile(descriptor);
    }
  } catch {
    return undefined;
  }
}

function readAt(descriptor: number, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  return new Promise((resolve, reject) => {
    read(descriptor, buffer, 0, length, position, (error, bytes) => {
      if (error === null) resolve(buffer.subarray(0, bytes));
      else reject(error);
    });
  });
}

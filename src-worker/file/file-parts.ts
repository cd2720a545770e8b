import { createHash } from 'node:crypto';
import { close, constants, open, read } from 'node:fs';
import { promisify } from 'node:util';

export interface PartOfFile {
  readonly offset: number;
  readonly bytes: number;
}

/** What was a file may be a pipe by now, and opening one would wait for its other end. Windows has no such flag. */
export const READ_ONLY = constants.O_RDONLY | constants.O_NONBLOCK;

const openFile = promisify(open);
const closeFile = promisify(close);

/** Opens a file for as long as something is done with it. */
export async function reading<T>(path: string | Buffer, act: (descriptor: number) => Promise<T>): Promise<T> {
  const descriptor = await openFile(path, READ_ONLY);
  try {
    return await act(descriptor);
  } finally {
    await closeFile(descriptor);
  }
}

/** SHA-256 over parts of a file, one after the other, as far as it has them; as hex. */
export async function hashParts(descriptor: number, parts: readonly PartOfFile[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { offset, bytes } of parts) hash.update(await readPart(descriptor, offset, bytes));
  return hash.digest('hex');
}

/** Some file systems give less than is asked for at a time. */
async function readPart(descriptor: number, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const bytes = await readSome(descriptor, buffer, filled, offset + filled);
    if (bytes === 0) break;
    filled += bytes;
  }
  return buffer.subarray(0, filled);
}

function readSome(descriptor: number, buffer: Buffer, at: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(descriptor, buffer, at, buffer.length - at, position, (error, bytes) => {
      if (error === null) resolve(bytes);
      else reject(error);
    });
  });
}

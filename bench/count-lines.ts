import { closeSync, openSync, readSync } from 'node:fs';

const LF = 10;
const CHUNK_BYTES = 1_048_576;

/** Lines of a file of any size. */
export function countLines(file: string): number {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const descriptor = openSync(file, 'r');
  let lines = 0;
  try {
    for (let length = readSync(descriptor, chunk); length > 0; length = readSync(descriptor, chunk)) {
      const read = chunk.subarray(0, length);
      for (let at = read.indexOf(LF); at >= 0; at = read.indexOf(LF, at + 1)) lines += 1;
    }
  } finally {
    closeSync(descriptor);
  }
  return lines;
}

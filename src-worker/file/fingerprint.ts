import { hashParts, type PartOfFile, reading } from './file-parts.ts';
import { within } from './within.ts';

const END_BYTES = 65_536;
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
  try {
    const parts = endsOf(sizeBytes);
    return await within(
      withinMs,
      reading(path, (descriptor) => hashParts(descriptor, parts)),
    );
  } catch {
    return undefined;
  }
}

function endsOf(sizeBytes: number): PartOfFile[] {
  if (sizeBytes <= 2 * END_BYTES) return [{ offset: 0, bytes: sizeBytes }];
  return [0, sizeBytes - END_BYTES].map((offset) => ({ offset, bytes: END_BYTES }));
}

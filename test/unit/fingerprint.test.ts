import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprintFile } from '../../src-worker/file/fingerprint.ts';
import { within } from '../../src-worker/file/within.ts';
import { temporaryFolder } from './temporary-folder.ts';

const END = 65_536;

function sha256(...parts: Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function bytesOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 0xff);
}

describe('the fingerprint of a file', () => {
  test('is the hash of all of it up to 128 KiB, and of its two ends from there on', async () => {
    const file = join(temporaryFolder(), 'file');
    const length = fc.oneof(
      fc.integer({ min: 0, max: 2 * END }),
      fc.constantFrom(0, 1, END, 2 * END - 1, 2 * END, 2 * END + 1, 3 * END),
      fc.integer({ min: 2 * END, max: 400_000 }),
    );
    await fc.assert(
      fc.asyncProperty(length, async (size) => {
        const bytes = bytesOf(size);
        writeFileSync(file, bytes);
        const expected = size <= 2 * END ? sha256(bytes) : sha256(bytes.subarray(0, END), bytes.subarray(size - END));
        expect(await fingerprintFile(file, size)).toBe(expected);
      }),
      { numRuns: 30 },
    );
  });

  test.skipIf(process.platform === 'win32')(
    'of what is a pipe by now is none, and nobody waits for its other end',
    async () => {
      const pipe = join(temporaryFolder(), 'pipe');
      execFileSync('mkfifo', [pipe]);
      expect(await fingerprintFile(pipe, 100)).toBeUndefined();
    },
  );

  test('is not waited for where the file does not answer', async () => {
    await expect(within(10, new Promise(() => undefined))).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  });

  test('of a huge file is there at once', async () => {
    const file = join(temporaryFolder(), 'sparse');
    writeFileSync(file, 'x');
    truncateSync(file, 5e9);
    const zeros = new Uint8Array(END);
    const begin = new Uint8Array(END);
    begin.set([0x78]);
    expect(await fingerprintFile(file, 5e9)).toBe(sha256(begin, zeros));
  });

  test('is none where the file cannot be read', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'folder'));
    expect(await fingerprintFile(join(folder, 'gone'), 1)).toBeUndefined();
    expect(await fingerprintFile(join(folder, 'folder'), 1)).toBeUndefined();
  });

  test('of a file that has shrunk since is that of what is left', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'abc');
    expect(await fingerprintFile(file, 100)).toBe(sha256(Buffer.from('abc')));
  });
});

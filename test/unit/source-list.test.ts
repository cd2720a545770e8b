import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CommandFault } from '../../src-main/cli/exit.ts';
import { keepSourceList } from '../../src-main/cli/source-list.ts';
import { sourceListFile } from '../../src-main/config/data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** What is kept of a list that comes by standard input in these pieces: its paths, a letter per byte. */
async function keep(pieces: readonly Uint8Array[], file: string): Promise<string[]> {
  const chunks = pieces.map((piece) => Buffer.from(piece));
  const input: unknown = Readable.from(chunks, { objectMode: false });
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(input as typeof process.stdin);
  await keepSourceList('-', file);
  const kept = readFileSync(file, 'latin1');
  if (kept === '') return [];
  expect(kept.endsWith('\0')).toBe(true);
  return kept.slice(0, -1).split('\0');
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** Names as bytes, one letter each: no slash, no NUL, no line break, and not `.` or `..`. */
const nameBytes = fc
  .array(
    fc.integer({ min: 1, max: 255 }).filter((byte) => byte !== 0x2f && byte !== 0x0a && byte !== 0x0d),
    { minLength: 1, maxLength: 8 },
  )
  .map((bytes) => bytes.map((byte) => String.fromCharCode(byte)).join(''))
  .filter((name) => name !== '.' && name !== '..');
const anyPlaces = fc.array(fc.nat(), { maxLength: 12 });

describe('a list of sources', () => {
  test('is kept byte for byte however it arrives, one path per line', async () => {
    const file = join(temporaryFolder(), '1.list');
    await fc.assert(
      fc.asyncProperty(
        fc.array(nameBytes, { maxLength: 20 }),
        anyPlaces,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (names, places, end, isEnded) => {
          const paths = names.map((name) => `/${name}`);
          const text = paths.join(end) + (isEnded ? end : '');
          expect(await keep(cut(latin1(text), places), file)).toEqual(paths);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is kept byte for byte however it arrives, each path ended by NUL, line breaks in names included', async () => {
    const file = join(temporaryFolder(), '1.list');
    const name = fc.tuple(nameBytes, fc.constantFrom('', '\n', '\r', '\r\n'), nameBytes).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 20 }), anyPlaces, async (names, places) => {
        const paths = names.map((one) => `/${one}`);
        expect(await keep(cut(latin1(`${paths.join('\0')}\0`), places), file)).toEqual(paths);
      }),
      { numRuns: 60 },
    );
  });

  test('of any length is kept', async () => {
    const file = join(temporaryFolder(), '1.list');
    for (const end of ['\n', '\0']) {
      const paths = Array.from({ length: 20_000 }, (_, at) => `/photos/${at}.jpg`);
      const bytes = latin1(paths.map((path) => path + end).join(''));
      const pieces = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, at) =>
        bytes.subarray(at * 65_536, (at + 1) * 65_536),
      );
      expect(await keep(pieces, file)).toEqual(paths);
    }
  });

  test('holds absolute paths without dots, as they would be named on the command line', async () => {
    const file = join(temporaryFolder(), '1.list');
    const list = [
      'a.jpg',
      './b.jpg',
      '../c.jpg',
      '.',
      '/x/../y/./z.jpg',
      '/photos/',
      '//d.jpg',
      '-o',
      ' e ',
      './/f.jpg',
    ];
    expect(await keep([latin1(list.join('\n'))], file)).toEqual([
      resolve('a.jpg'),
      resolve('b.jpg'),
      resolve('../c.jpg'),
      resolve('.'),
      '/y/z.jpg',
      '/photos',
      '/d.jpg',
      resolve('-o'),
      resolve(' e '),
      resolve('f.jpg'),
    ]);
  });

  test('skips empty lines, and may be empty', async () => {
    const file = join(temporaryFolder(), '1.list');
    expect(await keep([latin1('\n\n/a\n\r\n/b\n\n')], file)).toEqual(['/a', '/b']);
    expect(await keep([latin1('\0/a\0\0')], file)).toEqual(['/a']);
    expect(await keep([], file)).toEqual([]);
    expect(await keep([latin1('\n')], file)).toEqual([]);
  });

  test('is read from a file as well', async () => {
    const folder = temporaryFolder();
    const file = sourceListFile(folder, 12);
    writeFileSync(join(folder, 'names.txt'), '/a\n/b\n');
    await keepSourceList(join(folder, 'names.txt'), file);
    expect(file).toBe(join(folder, 'lists', '12.list'));
    expect(readFileSync(file, 'utf8')).toBe('/a\0/b\0');
  });

  test('that is not there or breaks off is refused with words, and nothing is kept', async () => {
    const folder = temporaryFolder();
    const file = sourceListFile(folder, 1);
    await expect(keepSourceList(join(folder, 'gone'), file)).rejects.toThrow(CommandFault);
    await expect(keepSourceList(join(folder, 'gone'), file)).rejects.toThrow('does not exist');
    await expect(keepSourceList(folder, file)).rejects.toThrow(/The list .* cannot be read: EISDIR/);
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false]);
  });
});

import { StringDecoder } from 'node:string_decoder';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FileOutput, LeaseOutputParser } from '../../src-worker/extractors/exiftool/lease-output.ts';
import { encodePath } from '../../src-worker/extractors/exiftool/encode-path.ts';

/** What lease-output.pl prints for these files. */
function print(files: readonly FileOutput[]): string {
  return files
    .map(({ encodedPath, names, values, durationMs }) => {
      const lines = names.map((name, index) => `${name}\t${values[index] ?? ''}`);
      return `${[`{file}${encodedPath}`, ...lines].join('\n')}\n{done}${(durationMs / 1_000).toFixed(6)}\n`;
    })
    .join('');
}

/** A JSON text of Perl: control characters are escaped, all other text stands as it is. */
const jsonText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    '"{file}path:/x"',
    '"{done}1.5"',
    '"{ready}"',
    '"\u2028{ready}"',
    '"\u2029{done}"',
    '"\u0085{ready}"',
    '2.10',
    'true',
    '[1,"{ready}"]',
    '""',
  ),
);
const anyValue = fc
  .tuple(jsonText, fc.option(jsonText, { nil: undefined }))
  .map(([text, raw]) => (raw === undefined ? text : `${text}\t${raw}`));
const anyTag = fc.tuple(fc.stringMatching(/^[A-Z][A-Za-z0-9-]{0,5}:[A-Z][A-Za-z]{0,5}$/), anyValue);
const anyFile: fc.Arbitrary<FileOutput> = fc
  .record({ path: fc.string({ unit: 'binary' }), tags: fc.array(anyTag, { maxLength: 6 }), durationMs: fc.nat(60_000) })
  .map(({ path, tags, durationMs }) => ({
    encodedPath: encodePath(path),
    names: tags.map(([name]) => name),
    values: tags.map(([, value]) => value),
    durationMs,
  }));

/** Cuts bytes at these places, wherever they fall. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe('the output of a lease', () => {
  test('gives the same files wherever it is cut, within a letter as well', () => {
    fc.assert(
      fc.property(fc.array(anyFile, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 30 }), (files, places) => {
        const got: FileOutput[] = [];
        const parser = new LeaseOutputParser((file) => got.push(file));
        const decoder = new StringDecoder('utf8');
        for (const piece of cut(Buffer.from(print(files)), places)) {
          parser.push(decoder.write(piece));
          expect(parser.isReady, 'it is not ready before the end').toBe(false);
        }
        expect(got.map((file) => ({ ...file, durationMs: Math.round(file.durationMs) }))).toEqual(files);
        parser.push('{ready}\n');
        expect(parser.isReady).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('gives each file as soon as its last line is whole', () => {
    const got: string[] = [];
    const parser = new LeaseOutputParser(({ encodedPath }) => got.push(encodedPath));
    parser.push('{file}path:/a\nA:B\t1\n{done}0.0');
    expect(got).toEqual([]);
    parser.push('1\n{file}path:/b\n');
    expect(got).toEqual(['path:/a']);
    parser.push('{done}0.02\n{ready}\n');
    expect(got).toEqual(['path:/a', 'path:/b']);
    expect(parser.isReady).toBe(true);
  });

  test('is over at its last line, and at no text of a file that reads like it', () => {
    const parser = new LeaseOutputParser(() => undefined);
    // part of a file is there, the rest is still to come
    for (const text of ['"{ready}"', '"a\\n{ready}"', '"\u2028{ready}"', '"\u2029{ready}"', '"\u0085{ready}"']) {
      parser.push(`{file}path:/a\nXMP-dc:Title\t${text}\nA:B\t`);
      expect(parser.isReady, text).toBe(false);
      parser.push('1\n{done}0.1\n');
      expect(parser.isReady).toBe(false);
    }
    parser.push('{rea');
    expect(parser.isReady).toBe(false);
    parser.push('dy}\n');
    expect(parser.isReady).toBe(true);
  });

  test('is over for a command without any file', () => {
    const got: FileOutput[] = [];
    const parser = new LeaseOutputParser((file) => got.push(file));
    parser.push('{ready}\n');
    expect([parser.isReady, got]).toEqual([true, []]);
  });

  test('takes a line that ExifTool puts before its first file for nothing', () => {
    const got: FileOutput[] = [];
    const parser = new LeaseOutputParser((file) => got.push(file));
    parser.push('Something that it says\n{file}path:/a\nA:B\t1\n{done}0.5\n{ready}\n');
    expect(got).toEqual([{ encodedPath: 'path:/a', names: ['A:B'], values: ['1'], durationMs: 500 }]);
  });

  test('of a file that could not be read has no tags', () => {
    const got: FileOutput[] = [];
    const parser = new LeaseOutputParser((file) => got.push(file));
    parser.push('{file}path:/gone\n{done}0.000100\n');
    expect(got).toMatchObject([{ encodedPath: 'path:/gone', names: [], values: [] }]);
    expect(got[0]?.durationMs).toBeCloseTo(0.1, 6);
  });

  test('of many megabytes is read in the time that it takes to come', () => {
    const timeOf = (tags: number) => {
      const line = `A:Tag\t"${'x'.repeat(20_000)}"\n`;
      const text = `{file}path:/big\n${line.repeat(tags)}{done}1.0\n`;
      let files = 0;
      const parser = new LeaseOutputParser(({ names }) => {
        expect(names).toHaveLength(tags);
        files += 1;
      });
      const startedAt = performance.now();
      for (let at = 0; at < text.length; at += 16_384) parser.push(text.slice(at, at + 16_384));
      expect(files).toBe(1);
      return performance.now() - startedAt;
    };
    timeOf(100);
    const small = Math.min(timeOf(200), timeOf(200), timeOf(200));
    expect(timeOf(3_200) / small).toBeLessThan(160); // 16 times as much; were each piece looked through again, it were 256 times
  });
});

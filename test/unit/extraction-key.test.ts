import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExtractionOptions, ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import { extractionKey } from '../../src-protocol/model/extraction.ts';

const EXIFTOOL: ExtractorDescription = { id: 'exiftool', version: '13.59+1' };
const HASH: ExtractorDescription = { id: 'content-hash', version: '1' };
const OPTIONS: ExtractionOptions = { profile: 'complete', hashes: [], timeoutMs: 60_000 };

const anyOptions = fc.record({
  profile: fc.constantFrom('complete' as const, 'fast' as const),
  hashes: fc.constantFrom<ExtractionOptions['hashes'][]>([], ['sha256']),
  timeoutMs: fc.integer({ min: 100, max: 86_400_000 }),
});
const anyExtractors = fc.uniqueArray(
  fc.record({ id: fc.string({ maxLength: 5 }), version: fc.string({ maxLength: 5 }) }),
  {
    selector: ({ id }) => id,
    maxLength: 4,
  },
);

test('the order of extractors does not matter', () => {
  fc.assert(
    fc.property(anyExtractors, anyOptions, (extractors, options) => {
      expect(extractionKey([...extractors].reverse(), options)).toBe(extractionKey(extractors, options));
    }),
  );
});

test('the time limit is not part of it: a file that was read within it reads the same within a longer one', () => {
  fc.assert(
    fc.property(anyOptions, fc.integer({ min: 100, max: 1_000 }), (options, timeoutMs) => {
      expect(extractionKey([EXIFTOOL], { ...options, timeoutMs })).toBe(extractionKey([EXIFTOOL], options));
    }),
  );
});

test('everything else that a record depends on is part of it', () => {
  const keys = [
    extractionKey([EXIFTOOL], OPTIONS),
    extractionKey([{ ...EXIFTOOL, version: '13.60+1' }], OPTIONS),
    extractionKey([EXIFTOOL, HASH], OPTIONS),
    extractionKey([EXIFTOOL], { ...OPTIONS, profile: 'fast' }),
    extractionKey([EXIFTOOL], { ...OPTIONS, hashes: ['sha256'] }),
    extractionKey([], OPTIONS),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('no two sets of extractors share a key by the way their names are written', () => {
  const withoutAt = fc.string({ minLength: 1, maxLength: 4 }).filter((text) => !text.includes('@'));
  const extractors = fc.uniqueArray(fc.record({ id: withoutAt, version: fc.string({ maxLength: 4 }) }), {
    selector: ({ id }) => id,
    maxLength: 3,
  });
  const inOrder = (list: readonly ExtractorDescription[]) =>
    JSON.stringify([...list].sort((a, b) => (a.id < b.id ? -1 : 1)));
  fc.assert(
    fc.property(extractors, extractors, (first, second) => {
      const same = extractionKey(first, OPTIONS) === extractionKey(second, OPTIONS);
      expect(same).toBe(inOrder(first) === inOrder(second));
    }),
  );
});

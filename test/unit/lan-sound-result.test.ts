import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSoundResult } from '../../src-main/links/lan/sound-result.ts';
import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import { resultOf } from './fakes/fake-machine.ts';

const EXTRACTORS = [{ id: 'exiftool', version: '13' }];
const GOOD: ItemResult = {
  ...resultOf({ itemId: 1, path: '/a.jpg', sizeBytes: 5 }),
  coreJson: '{"format":"JPEG","width":5}',
  tagNames: 'IFD0:Make\nIFD0:Model\nXMP:Struct',
  tagValues: '"A"\n2.10\t"2.1"\n{"a":[1,null]}',
  modulesJson: '{"exiftool":{"version":"13","durationMs":4.5,"warnings":["minor"]}}',
  fingerprint: '00ff',
};

test('what a runtime says is accepted', () => {
  expect(isSoundResult(GOOD, EXTRACTORS)).toBe(true);
  expect(isSoundResult(resultOf({ itemId: 1, path: '/a.jpg', sizeBytes: 0 }), EXTRACTORS)).toBe(true);
});

test.each<Partial<ItemResult>>([
  { coreJson: '' },
  { coreJson: '{"format":"JPEG"' },
  { coreJson: '[]' },
  { coreJson: 'null' },
  { coreJson: '{},"path":"/etc/passwd"' },
  { coreJson: '{"format":5}' },
  { coreJson: JSON.stringify({ format: 'x'.repeat(101) }) },
  { modulesJson: 'x' },
  { modulesJson: '[]' },
  { modulesJson: '{"exiftool":null}' },
  { modulesJson: '{"exiftool":{"version":"13","durationMs":-1}}' },
  { modulesJson: '{"exiftool":{"version":"13","durationMs":1e300}}' },
  { modulesJson: '{"other":{"version":"13","durationMs":1}}' },
  { tagNames: '' },
  { tagNames: 'A\nB' },
  { tagNames: 'A\nB\nC\nD' },
  { tagValues: '' },
  { tagValues: '"A"\n2' },
  { tagValues: '"A"\n2\n' },
  { tagValues: '"A"\n2\n3,"injected":4' },
  { tagValues: '"A"\n[1\n2]' },
  { tagValues: '"A"\n1\t2\t3\n4' },
  { sizeBytes: 1e300 },
  { sizeBytes: 0.5 },
  { durationMs: 1e300 },
  { fingerprint: 'no hex' },
])('%o is not', (change) => {
  expect(isSoundResult({ ...GOOD, ...change }, EXTRACTORS)).toBe(false);
});

test('a value is accepted exactly where it is JSON, by itself or before another one', () => {
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const piece = fc.constantFrom(
    ...Array.from('"\\0149.-+eE,:[]{} tnu/é\u2028\ud83d\u0000\u001f\u007f'),
    'true',
    'null',
    '""',
    '\\"',
    '"x"',
  );
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  const value = fc.oneof(
    text,
    text.map((inner) => `"${inner}"`),
    fc.json(),
    fc.double().map(String),
  );
  fc.assert(
    fc.property(value, fc.option(value), (first, second) => {
      const values = second === null ? first : `${first}\t${second}`;
      const isSound = isJson(first) && (second === null || isJson(second));
      fc.pre(!values.includes('\n'));
      expect(isSoundResult({ ...GOOD, tagNames: 'A', tagValues: values }, EXTRACTORS)).toBe(isSound);
    }),
    { numRuns: 5_000 },
  );
});

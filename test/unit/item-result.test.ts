import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPlainResult, ItemResult } from '../../src-protocol/messages/item-result.ts';

const usual = {
  itemId: 7,
  outcome: 'extracted',
  sizeBytes: 4_012_345,
  changedSinceCrawl: false,
  incomplete: false,
  coreJson: '{}',
  tagNames: 'IFD0:Make',
  tagValues: '"Canon"',
  modulesJson: '{}',
  durationMs: 7.2,
  fingerprint: 'ab12',
};
const keys = [...Object.keys(usual), 'fault', 'other', '__proto__', 'constructor'];
const values = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    -1,
    1.5,
    2 ** 53,
    Infinity,
    Number.NaN,
    '',
    'failed',
    'no',
    true,
    null,
    undefined,
    [],
    {},
  ),
  fc.constantFrom<unknown>({ code: 'corrupt', message: 'broken' }, 'a'.repeat(65)),
  fc.string(),
  fc.double(),
);

/** Sets it as JSON.parse does: `__proto__` is a key like any other. */
function withPart(result: object, key: string, value: unknown): object {
  return Object.defineProperty({ ...result }, key, { value, enumerable: true });
}

describe('the quick look at a result', () => {
  test('knows what comes of nearly every file', () => {
    expect(isPlainResult(usual)).toBe(true);
    const { incomplete: _, sizeBytes: __, fingerprint: ___, ...least } = usual;
    expect(isPlainResult(least)).toBe(true);
  });

  test('lets nothing pass that the schema would not, and leaves nothing to it but faults and undefined parts', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys), values, (key, value) => {
        const result = withPart(usual, key, value);
        const isRight = ItemResult.safeParse(result).success;
        const isLeft = key === 'fault' || value === undefined;
        expect(isPlainResult(result)).toBe(isRight && !isLeft);
      }),
      { numRuns: 2_000 },
    );
  });

  test('misses each part that has to be there', () => {
    for (const key of Object.keys(usual)) {
      const result: object = Object.fromEntries(Object.entries(usual).filter(([name]) => name !== key));
      expect(isPlainResult(result), key).toBe(ItemResult.safeParse(result).success);
    }
  });

  test.each([null, undefined, 7, 'text', [], [usual]])('takes %j for no result', (value) => {
    expect(isPlainResult(value)).toBe(false);
  });
});

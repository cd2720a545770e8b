import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { onOneLine } from '../../src-main/cli/one-line.ts';
import { bytes, count, counted, duration, percent, percentOf, timeLeft } from '../../src-protocol/model/words.ts';

describe('numbers in words', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [1_234_567.4, '1,234,567'],
  ])('count %d is %s', (value, text) => {
    expect(count(value)).toBe(text);
  });

  test('one is not many', () => {
    expect([counted(1, 'file'), counted(2_000, 'file'), counted(0, 'file')]).toEqual([
      '1 file',
      '2,000 files',
      '0 files',
    ]);
    expect([counted(1, 'entry is', 'entries are'), counted(2, 'entry is', 'entries are')]).toEqual([
      '1 entry is',
      '2 entries are',
    ]);
  });

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [1_550, '1.6 kB'],
    [12_340_000, '12 MB'],
    [999_960, '1 MB'],
    [20_000_000_000, '20 GB'],
    [5e18, '5,000 PB'],
  ])('%d bytes are %s', (value, text) => {
    expect(bytes(value)).toBe(text);
  });

  test('a percentage says a hundred only when all is done', () => {
    expect([percent(0, 0), percent(1, 3), percent(999, 1_000), percent(1_000, 1_000)]).toEqual([
      '0 %',
      '33 %',
      '99 %',
      '100 %',
    ]);
    expect([percentOf(0), percentOf(0.525), percentOf(1)]).toEqual(['0 %', '52.5 %', '100 %']);
  });
});

describe('a duration', () => {
  test.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1_240, '1.2 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min 0 s'],
    [119_700, '2 min 0 s'],
    [61_000, '1 min 1 s'],
    [3_599_600, '1 h 0 min'],
    [7_199_000, '2 h 0 min'],
    [90_000_000, '25 h 0 min'],
  ])('of %d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  test('never has 60 of a unit, and is right to within what it shows', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ms) => {
        const text = duration(ms);
        expect(text).not.toMatch(/\b60 (s|min)|1,000 ms/);
        const amount = (unit: string) =>
          Number((new RegExp(`([\\d,.]+) ${unit}\\b`).exec(text)?.[1] ?? '0').replaceAll(',', ''));
        const sum = amount('h') * 3_600_000 + amount('min') * 60_000 + amount('s') * 1_000 + amount('ms');
        expect(Math.abs(sum - ms)).toBeLessThanOrEqual(
          ms < 1_000 ? 1 : ms < 60_000 ? 50 : ms < 3_600_000 ? 500 : 30_000,
        );
      }),
    );
  });
});

describe('the time left', () => {
  test.each([
    [0, 9_999, 'a few seconds left'],
    [12_000, 23_000, 'about 10–25 seconds left'],
    [61_000, 89_000, 'about 60–90 seconds left'],
    [240_000, 330_000, 'about 4–6 minutes left'],
    [240_000, 240_000, 'about 4 minutes left'],
    [5_000_000, 9_000_000, 'about 1–2.5 hours left'],
  ])('from %d to %d ms is “%s”', (lowMs, highMs, text) => {
    expect(timeLeft({ lowMs, highMs })).toBe(text);
  });

  test('is always a range that grows, around what it stands for', () => {
    const ms = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(ms, ms, (a, b) => {
        const text = timeLeft({ lowMs: Math.min(a, b), highMs: Math.max(a, b) });
        const numbers = (text.match(/[\d,.]+/g) ?? []).map((number) => Number(number.replaceAll(',', '')));
        expect(numbers).toEqual([...numbers].sort((x, y) => x - y));
        expect(text).toMatch(/left$/);
      }),
    );
  });
});

test('a path on one line has no control character, and is the same where it has none', () => {
  expect(onOneLine('a\nb\u001b[2J\u007f\u0085ä😀')).toBe('a\\x0ab\\x1b[2J\\x7f\\x85ä😀');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(onOneLine(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateBounds, dateKeyOf, dateKeyOfMs, textOfDateKey } from '../../src-main/store/results-index/date-key.ts';
import { firstRows } from '../../src-main/store/results-index/first-rows.ts';
import { GrowingCodes } from '../../src-main/store/results-index/growing-codes.ts';
import { mostFrequent } from '../../src-main/store/results-index/most-frequent.ts';
import { NameTexts } from '../../src-main/store/results-index/name-texts.ts';
import { orderOfNumbers, orderOfRanks } from '../../src-main/store/results-index/order.ts';
import { pathRanks } from '../../src-main/store/results-index/path-ranks.ts';

const numbers = fc.array(fc.oneof(fc.double(), fc.integer({ min: -2, max: 2 }), fc.constant(Number.NaN)));

function sorted(values: readonly number[], descending: boolean): number[] {
  const sign = descending ? -1 : 1;
  const rows = Array.from(values.keys());
  const present = rows.filter((row) => !Number.isNaN(values[row]));
  const before = (a: number, b: number) => ((values[a] ?? 0) < (values[b] ?? 0) ? -sign : sign);
  present.sort((a, b) => (values[a] === values[b] ? a - b : before(a, b)));
  return [...present, ...rows.filter((row) => Number.isNaN(values[row]))];
}

test('numbers are sorted with those that are absent last, and equal ones as they come', () => {
  fc.assert(
    fc.property(numbers, fc.boolean(), fc.nat(5), (given, descending, missing) => {
      const values = given.map((value) => value + 0);
      const absent = Array.from({ length: missing }, () => Number.NaN);
      const order = orderOfNumbers(Float64Array.from(values), values.length + missing, descending);
      expect(Array.from(order)).toEqual(sorted([...values, ...absent], descending));
    }),
  );
});

test.each([true, false])(
  'the first rows of many, of which each beats those before it (descending: %s)',
  (descending) => {
    const values = Array.from({ length: 300_000 }, (_, row) => (descending ? 1 : -1) * Math.floor(row / 3));
    const mask = new Uint8Array(values.length).fill(1);
    mask[values.length - 1] = 0;
    const expected = sorted(values, descending).filter((row) => mask[row] === 1);
    expect(firstRows((row) => values[row] ?? Number.NaN, mask, 2_000, descending)).toEqual(expected.slice(0, 2_000));
  },
);

test('the first rows of a mask are those of the whole order', () => {
  fc.assert(
    fc.property(
      numbers,
      fc.boolean(),
      fc.infiniteStream(fc.boolean()),
      fc.nat(10),
      (values, descending, chosen, most) => {
        const mask = Uint8Array.from(values, () => (chosen.next().value === true ? 1 : 0));
        const wanted = sorted(values, descending).filter((row) => mask[row] === 1);
        const found = firstRows((row) => values[row] ?? Number.NaN, mask, most, descending);
        expect(found).toEqual(wanted.slice(0, most));
      },
    ),
  );
});

test('ranks are counted out in either direction', () => {
  const ranks = Uint32Array.from([2, 0, 1, 2, 3, 0, 1]);
  expect(Array.from(orderOfRanks(ranks, 3, false))).toEqual([2, 6, 0, 3, 4, 1, 5]);
  expect(Array.from(orderOfRanks(ranks, 3, true))).toEqual([4, 0, 3, 2, 6, 1, 5]);
});

test('paths have the ranks of their whole texts', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '-', '0'), minLength: 1, maxLength: 2 });
  const file = fc.tuple(fc.array(part, { maxLength: 3 }), part);
  fc.assert(
    fc.property(fc.array(file), (given) => {
      const files = given.map(([folders, name]) => ({ folder: ['', ...folders, ''].join('/'), name }));
      const folders = [...new Set(files.map(({ folder }) => folder))];
      const { ofRow, count } = pathRanks({
        rows: files.length,
        folders,
        folderOf: (row) => folders.indexOf(files[row]?.folder ?? ''),
        nameOf: (row) => files[row]?.name ?? '',
      });
      const distinct = [...new Set(files.map(({ folder, name }) => folder + name))].sort();
      expect(count).toBe(distinct.length);
      expect(Array.from(ofRow)).toEqual(files.map(({ folder, name }) => distinct.indexOf(folder + name) + 1));
    }),
  );
});

const digit = (max: number, chars: number) =>
  fc.integer({ min: 1, max }).map((value) => value.toString().padStart(chars, '0'));
const date = fc
  .tuple(digit(9_999, 4), digit(12, 2), digit(28, 2), digit(23, 2), digit(59, 2), digit(59, 2), digit(999, 3))
  .map(([year, month, day, hour, minute, second, ms]) => `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}`);
const someDate = fc
  .tuple(date, fc.constantFrom(4, 7, 10, 16, 19, 21, 22, 23))
  .map(([text, length]) => text.slice(0, length));

test('a date is a number that has its precision, and is in the order of its text', () => {
  fc.assert(
    fc.property(someDate, someDate, (a, b) => {
      expect(textOfDateKey(dateKeyOf(a))).toBe(a);
      expect(Math.sign(dateKeyOf(a) - dateKeyOf(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
  );
});

test('a bound has in it what begins with it', () => {
  fc.assert(
    fc.property(someDate, someDate, (value, bound) => {
      const { first, last } = dateBounds(bound);
      expect(dateKeyOf(value) >= first).toBe(value >= bound);
      expect(dateKeyOf(value) <= last).toBe(value.slice(0, bound.length) <= bound);
    }),
  );
  expect(dateBounds('2010-05-07T10:00:00Z')).toEqual(dateBounds('2010-05-07T10:00:00'));
  expect(dateBounds('2010-05-07T10:00+02:00')).toEqual(dateBounds('2010-05-07T10:00'));
});

test.each([
  '',
  'x',
  '2010-',
  '2010-5',
  '2010/05',
  '2010-05-07 10:00',
  '2010-05-07T10',
  '2010-05-07T10:00:00x',
  '２０１０',
])('“%s” is no date', (text) => {
  expect(dateKeyOf(text)).toBeNaN();
});

test('what is finer than a millisecond is cut off', () => {
  expect(textOfDateKey(dateKeyOf('2010-05-07T10:00:00.123456'))).toBe('2010-05-07T10:00:00.123');
  expect(dateKeyOfMs(1.7)).toBe(dateKeyOf('1970-01-01T00:00:00.001'));
});

test('codes grow in number and width and keep what they were', () => {
  const codes = new GrowingCodes(() => 10);
  expect(codes.bytes).toBe(0);
  for (const [row, code] of [255, 256, 65_535, 65_536, 7].entries()) codes.set(row * 9, code);
  expect([0, 9, 18, 27, 36, 35, 1_000].map((row) => codes.at(row))).toEqual([255, 256, 65_535, 65_536, 7, 0, 0]);
  codes.set(27, 0);
  expect(codes.at(27)).toBe(0);
});

test('the most frequent come first, and of equal ones the first', () => {
  expect(mostFrequent(Uint32Array.from([0, 3, 1, 3, 5, 0, 1]), 3)).toEqual([4, 1, 3]);
  expect(mostFrequent(Uint32Array.from([0, 2]), 3)).toEqual([1]);
});

test('a word is found in the names of all blocks, once per name and never across two', () => {
  const names = new NameTexts();
  for (let row = 0; row < 10_000; row++) names.add(`Ab${row.toString()}AB`);
  expect(rowsWith('ab9999')).toEqual([9_999]);
  expect(rowsWith('ab')).toHaveLength(10_000);
  expect(rowsWith('abab')).toEqual([]);
  const numbered = Array.from({ length: 10_000 }, (_, row) => row);
  expect(rowsWith('409')).toEqual(numbered.filter((row) => row.toString().includes('409')));
  expect([0, 4_095, 4_096, 8_191, 8_192, 9_999].map((row) => names.at(row))).toEqual(
    [0, 4_095, 4_096, 8_191, 8_192, 9_999].map((row) => `ab${row.toString()}ab`),
  );

  function rowsWith(word: string): number[] {
    const rows: number[] = [];
    names.forEachWith(word, (row) => rows.push(row));
    return rows;
  }
});

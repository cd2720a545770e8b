import { describe, expect, test } from 'vitest';
import { axisTicks } from '../../src-renderer/src/features/insights/axis-ticks.ts';
import { facetBars, mostFirst } from '../../src-renderer/src/features/insights/bars.ts';
import { stepFor } from '../../src-renderer/src/features/insights/calendar-step.ts';
import { mostWidespread } from '../../src-renderer/src/features/insights/coverage.ts';
import {
  type Bucket,
  calendarBars,
  hourBars,
  rangeBars,
} from '../../src-renderer/src/features/insights/histogram-bars.ts';
import { BINS, binnedBars } from '../../src-renderer/src/features/insights/value-bins.ts';
import { Condition } from '../../src-protocol/contract/results.ts';
import { valueTest, type ValueCondition } from '../../src-main/store/results-index/value-test.ts';
import { histogram } from '../../src-main/store/results-index/histogram.ts';
import { NumberColumn } from '../../src-main/store/results-index/number-column.ts';

function buckets(...from: readonly string[]): readonly Bucket[] {
  return from.map((each) => ({ from: each, to: each, files: 1 }));
}

function found(condition: Condition, values: readonly number[]): number {
  const passes = valueTest(condition as ValueCondition);
  return values.filter((value) => passes(value, String(value))).length;
}

describe('the step of the captures', () => {
  test('years where there are a few, months in one year, days in one month', () => {
    const days = buckets('2020-05-01', '2020-05-02', '2020-05-03');
    const months = buckets('2020-05', '2020-06', '2020-07');
    const years = buckets('2019', '2020', '2021');
    expect(stepFor({ year: years, month: months, day: days })).toBe('year');
    expect(stepFor({ year: buckets('2020'), month: months, day: days })).toBe('month');
    expect(stepFor({ year: buckets('2020'), month: buckets('2020-05'), day: days })).toBe('day');
  });

  test('the finest that has any where no step spreads the files', () => {
    expect(stepFor({ year: buckets('2020'), month: buckets('2020-05'), day: [] })).toBe('month');
    expect(stepFor({ year: [], month: [], day: [] })).toBe('year');
  });
});

describe('the condition of a bar', () => {
  test.each(['range', 'logarithm'] as const)('finds as many files as the bar has (%s)', (by) => {
    const values = [0, 1, 2, 2, 4, 8, 9.5, 16, 16, 31, 32, 64, 100, 1_000, 1_000.5];
    const column = new NumberColumn(() => values.length);
    for (const [row, value] of values.entries()) column.set(row, value);
    const mask = new Uint8Array(values.length).fill(1);
    const bars = rangeBars('size', histogram(column, mask, { by, buckets: 6 }).buckets);
    expect(bars.map(({ condition }) => found(condition, values))).toEqual(bars.map(({ files }) => files));
    expect(bars.reduce((sum, { files }) => sum + files, 0)).toBe(values.length);
  });

  test('of a step of the camera has exactly the values that were counted in it', () => {
    const values = [80, 100, 125, 141, 142, 200, 6_400].map((value) => ({ value, files: 2 }));
    const bars = binnedBars('iso', values, BINS['iso'] ?? []);
    expect(bars.map(({ label, files }) => `${label} ${files.toString()}`)).toEqual([
      '100 8',
      '200 4',
      '400 0',
      '800 0',
      '1,600 0',
      '3,200 0',
      '6,400 2',
    ]);
    expect(bars[0]?.condition).toEqual({ column: 'iso', test: 'between', from: 80, to: 141 });
  });

  test('leaves out what is not positive, and is nothing where there is nothing', () => {
    expect(binnedBars('fNumber', [{ value: 0, files: 9 }], BINS['fNumber'] ?? [])).toEqual([]);
  });

  test('of calendar steps names whole steps', () => {
    const [bar] = calendarBars('capturedAt', [{ from: '2019', to: '2021', files: 3 }]);
    expect(bar).toMatchObject({ label: '2019–2021', condition: { test: 'between', from: '2019', to: '2021' } });
  });

  test('of an hour looks for it behind the T of the date', () => {
    const [bar] = hourBars('capturedAt', [{ from: 7, to: 7, files: 3 }]);
    expect(bar).toMatchObject({ label: '07:00', condition: { test: 'contains', text: 'T07:' } });
  });

  test('of a value is that value as the contract takes it', () => {
    const [bar] = facetBars({ column: 'rating', values: [{ value: 5, files: 2 }] });
    expect(bar).toMatchObject({ label: '5 stars', condition: { test: 'equals', values: [5] } });
    expect(Condition.safeParse(bar?.condition).success).toBe(true);
  });
});

test('formats stand by how many files have them, or by how large these are together', () => {
  const values = [
    { value: 'JPEG', files: 9, bytes: 30 },
    { value: 'MP4', files: 1, bytes: 500 },
    { value: 'PNG', files: 2, bytes: 40 },
  ];
  const bars = facetBars({ column: 'format', values });
  const labels = (measure: 'files' | 'bytes') => mostFirst(bars, measure).map(({ label }) => label);
  expect(labels('files')).toEqual(['JPEG', 'PNG', 'MP4']);
  expect(labels('bytes')).toEqual(['MP4', 'PNG', 'JPEG']);
});

describe('the names at an axis', () => {
  test('are all there where there is room, else the ends and some between', () => {
    expect(axisTicks(3, 4).map(({ at }) => at)).toEqual([0, 1, 2]);
    expect(axisTicks(24, 4)).toEqual([
      { at: 0, align: 'start' },
      { at: 8, align: 'middle' },
      { at: 15, align: 'middle' },
      { at: 23, align: 'end' },
    ]);
  });
});

test('tags are found by parts of their names, the most widespread first', () => {
  const tags = [
    { column: 'IFD0:Make', kind: 'tag', type: 'text', files: 5 },
    { column: 'Canon:LensMaker', kind: 'tag', type: 'text', files: 9 },
    { column: 'make', kind: 'core', type: 'text', files: 20 },
  ] as const;
  expect(mostWidespread(tags, 'tag', 'make').map(({ column }) => column)).toEqual(['Canon:LensMaker', 'IFD0:Make']);
  expect(mostWidespread(tags, 'tag', 'ifd0 mak').map(({ column }) => column)).toEqual(['IFD0:Make']);
});

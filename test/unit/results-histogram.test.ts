import { describe, expect, test } from 'vitest';
import type { CoreFields } from '../../src-protocol/model/core-fields.ts';
import { ALL, jobOf, taken } from './fakes/results.ts';
import { TestStore } from './fakes/sqlite-store.ts';

describe('a histogram', () => {
  async function histogramOf(
    cores: readonly CoreFields[],
    column: keyof CoreFields,
    by: 'range' | 'logarithm' | 'year' | 'month' | 'day' | 'hour-of-day',
    buckets: number,
  ) {
    const tested = new TestStore();
    const job = jobOf(tested, cores);
    const made = await tested.store.questions.resultHistogram(job.id, { column, filter: ALL, buckets, by });
    return { absent: made?.absent, buckets: made?.buckets.map(({ from, to, files }) => [from, to, files]) };
  }
  const numbers = (...values: number[]) => values.map((latitude) => ({ latitude }));

  test('has equal ranges', async () => {
    expect(await histogramOf([...numbers(0, 1, 9.5, 10, 4.9), {}], 'latitude', 'range', 2)).toEqual({
      absent: 1,
      buckets: [
        [0, 5, 3],
        [5, 10, 2],
      ],
    });
    expect(await histogramOf(numbers(2.5, 2.5), 'latitude', 'range', 9)).toEqual({
      absent: 0,
      buckets: [[2.5, 2.5, 2]],
    });
    const extremes = await histogramOf(numbers(-1.7e308, 1.7e308), 'latitude', 'range', 2);
    expect(extremes.buckets?.map(([, , files]) => files)).toEqual([1, 1]);
  });

  test('has one range for each of few whole numbers', async () => {
    const cores = [{ rating: 1 }, { rating: 3 }, { rating: 3 }];
    expect((await histogramOf(cores, 'rating', 'range', 40)).buckets).toEqual([
      [1, 1, 1],
      [2, 2, 0],
      [3, 3, 2],
    ]);
  });

  test('has ranges that grow, and one for what has no logarithm', async () => {
    const { buckets } = await histogramOf(numbers(-3, 0, 1, 50, 10_000), 'latitude', 'logarithm', 3);
    expect(buckets).toEqual([
      [-3, 0, 2],
      [1, expect.closeTo(100), 2],
      [expect.closeTo(100), 10_000, 1],
    ]);
  });

  test('has the steps of a calendar, several to a range where there are too many', async () => {
    const cores = ['2009-12-31', '2010', '2010-01-31T10:00:00', '2012-03'].map(taken);
    expect(await histogramOf(cores, 'capturedAt', 'year', 10)).toEqual({
      absent: 0,
      buckets: [
        ['2009', '2009', 1],
        ['2010', '2010', 2],
        ['2011', '2011', 0],
        ['2012', '2012', 1],
      ],
    });
    expect(await histogramOf(cores, 'capturedAt', 'year', 3)).toEqual({
      absent: 0,
      buckets: [
        ['2009', '2010', 3],
        ['2011', '2012', 1],
      ],
    });
    const months = await histogramOf(cores, 'capturedAt', 'month', 100);
    expect(months.absent).toBe(1);
    expect(months.buckets?.filter(([, , files]) => files !== 0)).toEqual([
      ['2009-12', '2009-12', 1],
      ['2010-01', '2010-01', 1],
      ['2012-03', '2012-03', 1],
    ]);
    const days = await histogramOf(cores, 'capturedAt', 'day', 100);
    expect(days.absent).toBe(2);
    expect(days.buckets).toHaveLength(32);
    expect(days.buckets?.at(-1)).toEqual(['2010-01-31', '2010-01-31', 1]);
  });

  test('has the hours of the day', async () => {
    const { absent, buckets } = await histogramOf(
      ['2010-01-01', '1960-02-02T23:59:59', '2010-01-01T00:00'].map(taken),
      'capturedAt',
      'hour-of-day',
      5,
    );
    expect(absent).toBe(1);
    expect(buckets?.filter(([, , files]) => files !== 0)).toEqual([
      [0, 0, 1],
      [23, 23, 1],
    ]);
    expect(buckets).toHaveLength(24);
  });

  test('of what is no date, or no number, has nothing', async () => {
    expect(await histogramOf([{ make: 'x', iso: 1 }], 'make', 'range', 5)).toEqual({ absent: 1, buckets: [] });
    expect(await histogramOf([{ make: 'x', iso: 1 }], 'iso', 'year', 5)).toEqual({ absent: 1, buckets: [] });
  });

  test('of dates by ranges has ends that are dates', async () => {
    const { buckets } = await histogramOf(['2010-01-01', '2010-01-03'].map(taken), 'capturedAt', 'range', 2);
    expect(buckets).toEqual([
      ['2010-01-01T00:00:00.000', '2010-01-02T00:00:00.000', 1],
      ['2010-01-02T00:00:00.000', '2010-01-03T00:00:00.000', 1],
    ]);
  });
});

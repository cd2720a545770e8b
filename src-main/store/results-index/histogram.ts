import type { Column, RowMask } from './column.ts';
import type { CalendarStep } from './date-key.ts';
import { dateKeyOfMs, hasTime, isAsExactAs, msOfDateKey, textOfDateKey } from './date-key.ts';
import { extent } from './extent.ts';

export interface HistogramQuery {
  readonly buckets: number;
  readonly by: 'range' | 'logarithm' | CalendarStep | 'hour-of-day';
}

/** Without overlap from the smallest to the largest value. Of a calendar step, both ends are whole steps that belong to it. */
export interface Bucket {
  readonly from: string | number;
  readonly to: string | number;
  readonly files: number;
}

export interface Histogram {
  readonly buckets: readonly Bucket[];
  /** Files without the value, or with a date that is less exact than the step. */
  readonly absent: number;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export function histogram(column: Column, mask: RowMask, { by, buckets }: HistogramQuery): Histogram {
  const isDate = column.type === 'date';
  switch (by) {
    case 'range':
    case 'logarithm': {
      const { values, absent } = valuesOf(column, mask, (value) => (isDate ? msOfDateKey(value) : value));
      if (isDate) {
        const text = (ms: number) => textOfDateKey(dateKeyOfMs(ms));
        const even = evenBuckets(values, buckets, LINEAR);
        return { buckets: even.map(({ from, to, files }) => ({ from: text(from), to: text(to), files })), absent };
      }
      return { buckets: by === 'range' ? rangeBuckets(values, buckets) : logarithmBuckets(values, buckets), absent };
    }
    case 'hour-of-day': {
      const { values, absent } = valuesOf(column, mask, (key) =>
        isDate && hasTime(key) ? Math.floor(mod(msOfDateKey(key), DAY_MS) / HOUR_MS) : Number.NaN,
      );
      return { buckets: stepBuckets(values, { first: 0, last: 23, most: 24 }, (hour) => hour), absent };
    }
    case 'year':
    case 'month':
    case 'day': {
      const { values, absent } = valuesOf(column, mask, (key) =>
        isDate && isAsExactAs(key, by) ? STEPS[by].stepOf(msOfDateKey(key)) : Number.NaN,
      );
      const [first, last] = extent(values);
      return { buckets: stepBuckets(values, { first, last, most: buckets }, STEPS[by].textOf), absent };
    }
  }
}

interface NumberBucket {
  readonly from: number;
  readonly to: number;
  readonly files: number;
}

/** Where values lie on a scale between two ends, from 0 to 1, and which value lies where. */
interface Scale {
  share(value: number, min: number, max: number): number;
  value(share: number, min: number, max: number): number;
}

const LINEAR: Scale = {
  // by halves: the difference of two very large numbers would be infinite
  share: (value, min, max) => (value / 2 - min / 2) / (max / 2 - min / 2),
  value: (share, min, max) => min * (1 - share) + max * share,
};

const LOGARITHMIC: Scale = {
  share: (value, min, max) => LINEAR.share(Math.log(value), Math.log(min), Math.log(max)),
  value: (share, min, max) => Math.exp(LINEAR.value(share, Math.log(min), Math.log(max))),
};

/** Few whole numbers (ratings) get a bucket each. */
function rangeBuckets(values: Float64Array, most: number): readonly Bucket[] {
  const [first, last] = extent(values);
  if (last - first < most && values.every(Number.isInteger))
    return stepBuckets(values, { first, last, most }, (value) => value);
  return evenBuckets(values, most, LINEAR);
}

/** What is not positive has no logarithm: all of it is the first bucket. */
function logarithmBuckets(values: Float64Array, most: number): NumberBucket[] {
  const positive = values.filter((value) => value > 0);
  const others = values.length - positive.length;
  if (others === 0) return evenBuckets(positive, most, LOGARITHMIC);
  const [first] = extent(values);
  return [{ from: first, to: 0, files: others }, ...evenBuckets(positive, Math.max(1, most - 1), LOGARITHMIC)];
}

function evenBuckets(values: Float64Array, most: number, scale: Scale): NumberBucket[] {
  if (values.length === 0) return [];
  const [min, max] = extent(values);
  if (min === max) return [{ from: min, to: max, files: values.length }];
  const files = new Array<number>(most).fill(0);
  for (const value of values) {
    const bucket = Math.max(0, Math.min(most - 1, Math.floor(scale.share(value, min, max) * most)));
    files[bucket] = (files[bucket] ?? 0) + 1;
  }
  const bound = (at: number) => (at === 0 ? min : at === most ? max : scale.value(at / most, min, max));
  return files.map((count, at) => ({ from: bound(at), to: bound(at + 1), files: count }));
}

/** Whole steps, as many to a bucket as are needed for there to be no more than `most` buckets. */
function stepBuckets(
  steps: Float64Array,
  { first, last, most }: { readonly first: number; readonly last: number; readonly most: number },
  textOf: (step: number) => string | number,
): Bucket[] {
  if (steps.length === 0) return [];
  const width = Math.ceil((last - first + 1) / most);
  const files = new Array<number>(Math.ceil((last - first + 1) / width)).fill(0);
  for (const step of steps) {
    const bucket = Math.floor((step - first) / width);
    files[bucket] = (files[bucket] ?? 0) + 1;
  }
  return files.map((count, at) => ({
    from: textOf(first + at * width),
    to: textOf(Math.min(last, first + (at + 1) * width - 1)),
    files: count,
  }));
}

const STEPS: Readonly<
  Record<CalendarStep, { readonly stepOf: (ms: number) => number; readonly textOf: (step: number) => string }>
> = {
  year: {
    stepOf: (ms) => new Date(ms).getUTCFullYear(),
    textOf: (year) => isoOfMonth(year * 12).slice(0, -20),
  },
  month: {
    stepOf: (ms) => new Date(ms).getUTCFullYear() * 12 + new Date(ms).getUTCMonth(),
    textOf: (month) => isoOfMonth(month).slice(0, -17),
  },
  day: {
    stepOf: (ms) => Math.floor(ms / DAY_MS),
    textOf: (day) => new Date(day * DAY_MS).toISOString().slice(0, -14),
  },
};

/** The beginning of a month, counted from the year 0. */
function isoOfMonth(month: number): string {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), mod(month, 12), 1);
  return date.toISOString();
}

function valuesOf(column: Column, mask: RowMask, valueOf: (number: number) => number) {
  const values = new Float64Array(mask.length);
  let count = 0;
  let absent = 0;
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] === 0) continue;
    const value = valueOf(column.number(row));
    if (Number.isNaN(value)) absent++;
    else values[count++] = value;
  }
  return { values: values.subarray(0, count), absent };
}

function mod(value: number, by: number): number {
  return value - Math.floor(value / by) * by;
}

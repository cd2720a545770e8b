import { cellText } from '../../ui/columns.ts';
import { span } from '../../ui/condition-text.ts';
import type { Bar } from './bars.ts';

type Scalar = string | number | boolean;

/** As the contract's histogram gives it. */
export interface Bucket {
  readonly from: Scalar;
  readonly to: Scalar;
  readonly files: number;
}

/** Bars of calendar steps. Their ends are whole steps, and a date as a bound is all of what it names. */
export function calendarBars(column: string, buckets: readonly Bucket[]): readonly Bar[] {
  return buckets.map(({ from, to, files }) => {
    const label = span(cellText(column, from), cellText(column, to));
    return { id: String(from), label, files, condition: { column, test: 'between', from, to } };
  });
}

/** Bars of the hours of a day, which stand in the text of a date behind its T. */
export function hourBars(column: string, buckets: readonly Bucket[]): readonly Bar[] {
  return buckets.map(({ from, files }) => {
    const hour = String(from).padStart(2, '0');
    return {
      id: hour,
      label: `${hour}:00`,
      detail: `${hour}:00–${hour}:59`,
      files,
      condition: { column, test: 'contains', text: `T${hour}:` },
    };
  });
}

/**
 * Bars of a range of numbers. The upper end of a bucket belongs to the next one, but a condition takes its bounds in: so it
 * ends at the largest number below. Only the last bucket, and what is not positive, ends with its upper end.
 */
export function rangeBars(column: string, buckets: readonly Bucket[]): readonly Bar[] {
  return buckets.map(({ from, to, files }, at) => {
    const isClosed = at === buckets.length - 1 || Number(to) <= 0 || from === to;
    const last = isClosed ? to : justBelow(Number(to));
    return {
      id: String(from),
      label: cellText(column, from),
      detail: span(cellText(column, from), cellText(column, to)),
      files,
      condition: { column, test: 'between', from, to: last },
    };
  });
}

/** The largest number that is smaller than a positive one. */
function justBelow(value: number): number {
  return value * (1 - Number.EPSILON / 2);
}

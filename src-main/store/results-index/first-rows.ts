import type { RowMask } from './column.ts';
import { orderOfNumbers } from './order.ts';

/** So many candidates are gathered before the best of them are sorted out. */
const CANDIDATES = 65_536;
const SAMPLES = 8_192;

type NumberOf = (row: number) => number;

/**
 * The first rows of a mask in the order of their numbers, where NaN is no value and comes last, and equal ones stay in the
 * order of the rows. One pass that keeps the best ones: for a page near the beginning, a small part of a sort.
 */
export function firstRows(numberOf: NumberOf, mask: RowMask, count: number, descending: boolean): number[] {
  const sign = descending ? -1 : 1;
  const likely = likelyLast(numberOf, mask, count, sign);
  let first = bestRows(numberOf, mask, count, descending, likely);
  if (first.length < count && likely < Infinity) first = bestRows(numberOf, mask, count, descending, Infinity);
  for (let row = 0; row < mask.length && first.length < count; row++)
    if (mask[row] === 1 && Number.isNaN(numberOf(row))) first.push(row);
  return first;
}

/**
 * A number that is likely to come after the wanted rows, by a sample. Pictures stand in the order in which they were taken:
 * without it, each of a million would be better than all before it.
 */
function likelyLast(numberOf: NumberOf, mask: RowMask, count: number, sign: number): number {
  const step = Math.ceil(mask.length / SAMPLES);
  const sample: number[] = [];
  for (let row = 0; row < mask.length; row += step) {
    const value = numberOf(row) * sign;
    if (mask[row] === 1 && !Number.isNaN(value)) sample.push(value);
  }
  return Float64Array.from(sample).sort()[Math.ceil((4 * count) / step) + 8] ?? Infinity;
}

/** The first of those that have a value, and none that comes after `last` (with its sign). */
function bestRows(numberOf: NumberOf, mask: RowMask, count: number, descending: boolean, last: number): number[] {
  const sign = descending ? -1 : 1;
  const values = new Float64Array(CANDIDATES + count);
  const rows = new Uint32Array(values.length);
  let kept = 0;
  let limit = Number.NaN; // once there is one, what is not below it comes after as many as are wanted

  function keepFirst(): void {
    const first = orderOfNumbers(values.slice(0, kept), kept, descending).subarray(0, count);
    values.set(Float64Array.from(first, (at) => values[at] ?? 0));
    rows.set(Uint32Array.from(first, (at) => rows[at] ?? 0));
    kept = first.length;
    if (kept === count) limit = (values[count - 1] ?? 0) * sign;
  }

  for (let row = 0; row < mask.length; row++) {
    if (mask[row] === 0) continue;
    const value = numberOf(row);
    if (Number.isNaN(value) || value * sign > last || value * sign >= limit) continue;
    values[kept] = value;
    rows[kept++] = row;
    if (kept === values.length) keepFirst();
  }
  keepFirst();
  return Array.from(rows.subarray(0, kept));
}

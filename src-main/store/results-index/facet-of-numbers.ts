import type { Facet, RowMask, SizeOf } from './column.ts';
import type { Key } from './faces.ts';
import { mostFrequent } from './most-frequent.ts';

/**
 * Counts the distinct numbers of the rows of a mask; of equally frequent ones the smallest come first. They are sorted, as
 * a map of a million different ones takes ten times as long.
 */
export function facetOfNumbers(
  numbers: Float64Array,
  mask: RowMask,
  limit: number,
  cellOf: (value: number) => Key,
  sizeOf?: SizeOf,
): Facet {
  const found = new Float64Array(mask.length);
  let files = 0;
  let absent = 0;
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] === 0) continue;
    const value = numbers[row] ?? Number.NaN;
    if (Number.isNaN(value)) absent++;
    else found[files++] = value;
  }
  const sorted = found.subarray(0, files).sort();
  const counts = new Uint32Array(files); // at the first of equal ones how many there are
  let first = 0;
  for (let at = 0; at < files; at++) {
    if (sorted[at] !== sorted[first]) first = at;
    counts[first] = at - first + 1;
  }
  const top = mostFrequent(counts, limit);
  const bytes = sizeOf && bytesOfNumbers(numbers, mask, new Set(top.map((at) => sorted[at] ?? 0)), sizeOf);
  const values = top.map((at) => ({
    value: cellOf(sorted[at] ?? 0),
    files: counts[at] ?? 0,
    ...(bytes && { bytes: bytes.get(sorted[at] ?? 0) ?? 0 }),
  }));
  const listed = values.reduce((sum, value) => sum + value.files, 0);
  return { values, others: files - listed, absent };
}

function bytesOfNumbers(numbers: Float64Array, mask: RowMask, wanted: ReadonlySet<number>, sizeOf: SizeOf) {
  const bytes = new Map<number, number>();
  for (let row = 0; row < mask.length; row++) {
    const value = numbers[row] ?? Number.NaN;
    if (mask[row] === 1 && wanted.has(value)) bytes.set(value, (bytes.get(value) ?? 0) + (sizeOf(row) || 0));
  }
  return bytes;
}

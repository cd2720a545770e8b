import type { RowMask } from './column.ts';

/**
 * The first rows of a mask in the order of numbers, where NaN is no value and comes last, and equal ones stay in the order
 * of the rows. One pass that keeps the best ones in a heap: for a page near the beginning, a small part of a sort.
 */
export function firstRows(numbers: Float64Array, mask: RowMask, count: number, descending: boolean): number[] {
  const sign = descending ? -1 : 1;
  const keys = new Float64Array(count);
  const rows = new Uint32Array(count);
  const isWorse = (a: number, b: number) => {
    const keyA = keys[a] ?? 0;
    const keyB = keys[b] ?? 0;
    return keyA > keyB || (keyA === keyB && (rows[a] ?? 0) > (rows[b] ?? 0));
  };
  const swap = (a: number, b: number) => {
    const key = keys[a] ?? 0;
    const row = rows[a] ?? 0;
    keys[a] = keys[b] ?? 0;
    rows[a] = rows[b] ?? 0;
    keys[b] = key;
    rows[b] = row;
  };
  const rise = (from: number) => {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!isWorse(at, parent)) break;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = () => {
    let at = 0;
    for (;;) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < count && isWorse(child, worst)) worst = child;
      if (worst === at) break;
      swap(at, worst);
      at = worst;
    }
  };
  let kept = 0;
  const filled = Math.min(mask.length, numbers.length);
  for (let row = 0; row < filled; row++) {
    if (mask[row] === 0) continue;
    const key = (numbers[row] ?? Number.NaN) * sign;
    if (kept < count) {
      if (Number.isNaN(key)) continue;
      keys[kept] = key;
      rows[kept] = row;
      rise(kept++);
    } else if (key < (keys[0] ?? 0)) {
      keys[0] = key;
      rows[0] = row;
      sink();
    }
  }
  const first = Array.from(rows.subarray(0, kept), (row, at) => ({ row, key: keys[at] ?? 0 }))
    .sort((a, b) => a.key - b.key || a.row - b.row)
    .map(({ row }) => row);
  for (let row = 0; row < mask.length && first.length < count; row++)
    if (mask[row] === 1 && Number.isNaN(numbers[row] ?? Number.NaN)) first.push(row);
  return first;
}

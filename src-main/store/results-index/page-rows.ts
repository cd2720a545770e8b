import type { RowMask } from './column.ts';

/** The rows of a mask from one place to another, in an order, or without one in that in which the files were found. */
export function rowsOfPage(mask: RowMask, order: Uint32Array | undefined, from: number, until: number): number[] {
  const rows: number[] = [];
  let seen = 0;
  for (let at = 0; at < mask.length && seen < until; at++) {
    const row = order === undefined ? at : (order[at] ?? 0);
    if (mask[row] === 1 && seen++ >= from) rows.push(row);
  }
  return rows;
}

/** How many rows of a mask come before one of them, in an order or without one. */
export function rowsBefore(mask: RowMask, order: Uint32Array | undefined, wanted: number): number {
  let seen = 0;
  for (let at = 0; at < mask.length; at++) {
    const row = order === undefined ? at : (order[at] ?? 0);
    if (row === wanted) break;
    if (mask[row] === 1) seen++;
  }
  return seen;
}

/** All rows of a mask, in the order in which the files were found. */
export function* rowsOfMask(mask: RowMask): Generator<number> {
  for (let row = 0; row < mask.length; row++) if (mask[row] === 1) yield row;
}

import type { JobRows } from './job-rows.ts';

/** Items are read by ranges of ids where no more than so many others lie between two of them. */
const SPARSE = 4;

export interface ItemRange {
  readonly firstItemId: number;
  readonly lastItemId: number;
  /** By the id of the item. */
  readonly rowOf: ReadonlyMap<number, number>;
}

/** Few ranges of ids that have the items of these rows in them: a range takes half the time of single ids. */
export function itemRanges(rows: readonly number[], jobRows: JobRows): ItemRange[] {
  const ranges: { firstItemId: number; lastItemId: number; rowOf: Map<number, number> }[] = [];
  for (const row of rows.toSorted((a, b) => a - b)) {
    const itemId = jobRows.idOf(row);
    const range = ranges.at(-1);
    if (range === undefined || itemId - range.lastItemId > SPARSE) {
      ranges.push({ firstItemId: itemId, lastItemId: itemId, rowOf: new Map([[itemId, row]]) });
    } else {
      range.lastItemId = itemId;
      range.rowOf.set(itemId, row);
    }
  }
  return ranges;
}

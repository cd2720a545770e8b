/** What the contract and the memory of a page bear; more are exported or filtered as a whole. */
export const SELECTED_MAX = 100_000;

export interface RowRange {
  readonly from: number;
  /** Behind the last one. */
  readonly end: number;
}

/** The rows between two, both included, whichever comes first; at most so many as can be selected, beginning at the first. */
export function rangeBetween(anchor: number, row: number): RowRange {
  if (row >= anchor) return { from: anchor, end: Math.min(row + 1, anchor + SELECTED_MAX) };
  return { from: Math.max(row, anchor - SELECTED_MAX + 1), end: anchor + 1 };
}

/** The files without one that was among them, else with it. */
export function toggled(itemIds: readonly number[], itemId: number): readonly number[] {
  return itemIds.includes(itemId) ? itemIds.filter((id) => id !== itemId) : [...itemIds, itemId];
}

/** Where a key leads from a row; undefined for other keys. From no row, the first one is the next. */
export function rowAfterKey(
  key: string,
  row: number | undefined,
  { rows, pageRows }: { readonly rows: number; readonly pageRows: number },
): number | undefined {
  const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -pageRows, PageDown: pageRows, Home: -Infinity, End: Infinity }[
    key
  ];
  if (step === undefined || rows === 0) return undefined;
  const start = row ?? (step === 1 ? -1 : 0);
  return Math.max(0, Math.min(rows - 1, start + step));
}

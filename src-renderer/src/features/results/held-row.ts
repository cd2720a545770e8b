import type { ResultRow } from './result-row.ts';

/** The rows that are there, by their numbers and their files. */
export interface KnownRows {
  readonly rowAt: (index: number) => ResultRow | undefined;
  readonly indexOf: (itemId: number) => number | undefined;
}

/**
 * The file that keeps its place while a running job puts others above it: the one that is looked at where it is seen, else
 * the one in the first row. At the very top none does, as what comes first is what a person looks at there.
 */
export function heldRow(
  { rowAt, indexOf }: KnownRows,
  seen: { readonly first: number; readonly end: number },
  focusedItemId: number | undefined,
): { readonly row: number; readonly itemId: number } | undefined {
  if (seen.first === 0) return undefined;
  const focused = focusedItemId === undefined ? undefined : indexOf(focusedItemId);
  const row = focused !== undefined && focused >= seen.first && focused < seen.end ? focused : seen.first;
  const itemId = rowAt(row)?.itemId;
  return itemId === undefined ? undefined : { row, itemId };
}

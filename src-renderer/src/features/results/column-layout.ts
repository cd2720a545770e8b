import type { TableLayout, ViewColumn } from '../../state/results-view.ts';

export const NARROWEST_PX = 48;
export const WIDEST_PX = 900;

type Columns = Pick<TableLayout, 'columns' | 'pinned'>;

/** Puts a column at another place; one that goes among the pinned ones is pinned, and one that leaves them is not. */
export function moved({ columns, pinned }: Columns, from: number, to: number): Columns {
  const column = columns[from];
  if (column === undefined || to < 0 || to >= columns.length || to === from) return { columns, pinned };
  const others = columns.filter((_, at) => at !== from);
  const joins = from >= pinned && to < pinned;
  const leaves = from < pinned && to >= pinned;
  return { columns: others.toSpliced(to, 0, column), pinned: pinned + (joins ? 1 : 0) - (leaves ? 1 : 0) };
}

/** Pins a column behind those that are pinned, or lets it go as the first that scrolls. */
export function pinToggled({ columns, pinned }: Columns, at: number): Columns {
  const column = columns[at];
  if (column === undefined) return { columns, pinned };
  const isPinned = at < pinned;
  const others = columns.filter((_, index) => index !== at);
  return { columns: others.toSpliced(isPinned ? pinned - 1 : pinned, 0, column), pinned: pinned + (isPinned ? -1 : 1) };
}

/** The last column stays: a table without any shows nothing. */
export function removed({ columns, pinned }: Columns, name: string): Columns {
  const at = columns.findIndex(({ column }) => column === name);
  if (at < 0 || columns.length === 1) return { columns, pinned };
  return { columns: columns.filter((_, index) => index !== at), pinned: at < pinned ? pinned - 1 : pinned };
}

export function resized(columns: readonly ViewColumn[], name: string, widthPx: number): readonly ViewColumn[] {
  const within = Math.round(Math.min(WIDEST_PX, Math.max(NARROWEST_PX, widthPx)));
  return columns.map((known) => (known.column === name ? { ...known, widthPx: within } : known));
}

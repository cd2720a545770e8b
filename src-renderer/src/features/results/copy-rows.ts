import { counted } from '../../../../src-protocol/model/words.ts';
import { notify, notifyFault } from '../../state/toasts.ts';
import { copyText } from '../../ui/clipboard.ts';
import type { ResultRow } from './result-row.ts';
import { fetchRows, positionOf, type RowsView } from './results-view-query.ts';
import { asTable } from './table-text.ts';

const COPIED_MAX = 10_000;
const AT_ONCE = 1_000;

/** Copies a text, and says so. */
export function copyAs(text: string, what: string): void {
  notify(copyText(text) ? `${what} copied` : 'The browser does not let this page copy. Select the text and copy it.');
}

/** Copies rows with the columns that are shown, as a table that spreadsheets take. */
export async function copyRows(
  view: RowsView,
  columns: readonly string[],
  itemIds: readonly number[],
  loaded: (itemId: number) => ResultRow | undefined,
): Promise<void> {
  if (itemIds.length > COPIED_MAX) {
    notify(`At most ${counted(COPIED_MAX, 'row')} can be copied at once. Export the selection instead.`);
    return;
  }
  try {
    const rows = await rowsOf(view, itemIds, loaded);
    copyAs(asTable(columns, view.columns, rows), counted(rows.length, 'row'));
  } catch (error) {
    notifyFault('The rows could not be copied', error);
  }
}

/** In the order of the view. Files that its filter hides are left out. */
async function rowsOf(
  view: RowsView,
  itemIds: readonly number[],
  loaded: (itemId: number) => ResultRow | undefined,
): Promise<readonly ResultRow[]> {
  const known = itemIds.flatMap((itemId) => loaded(itemId) ?? []);
  if (known.length === itemIds.length) return known;
  const wanted = new Set(itemIds);
  const found = new Map<number, { readonly at: number; readonly row: ResultRow }>();
  for (const itemId of itemIds) {
    if (found.has(itemId)) continue;
    const offset = await positionOf(view, itemId);
    if (offset === undefined) continue;
    const { rows } = await fetchRows(view, offset, AT_ONCE);
    for (const [at, row] of rows.entries()) if (wanted.has(row.itemId)) found.set(row.itemId, { at: offset + at, row });
  }
  return [...found.values()].sort((a, b) => a.at - b.at).map(({ row }) => row);
}

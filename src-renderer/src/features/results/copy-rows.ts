import { counted } from '../../../../src-protocol/model/words.ts';
import { copyText } from '../../state/clipboard.ts';
import { notify, notifyFault } from '../../state/toasts.ts';
import type { ResultRow } from './result-row.ts';
import { fetchRows, MANY_ROWS, positionOf, type RowsView } from './results-view-query.ts';
import { asTable } from './table-text.ts';
import type { Rows } from './use-rows.ts';

const COPIED_MAX = 10_000;

/** Copies rows with the columns that are shown, as a table that spreadsheets take. */
export async function copyRows(rows: Rows, columns: readonly string[], itemIds: readonly number[]): Promise<void> {
  if (itemIds.length > COPIED_MAX) {
    notify(`At most ${counted(COPIED_MAX, 'row')} can be copied at once. Export the selection instead.`);
    return;
  }
  try {
    const copied = shownRows(rows, itemIds) ?? (await rowsOf(rows.view, rows.total ?? 0, itemIds));
    copyText(asTable(columns, rows.view.columns, copied), `${counted(copied.length, 'row')} copied`);
  } catch (error) {
    notifyFault('The rows could not be copied', error);
  }
}

/** In the order of the view; undefined where some of them are not there. */
function shownRows({ indexOf, rowAt }: Rows, itemIds: readonly number[]): readonly ResultRow[] | undefined {
  const places = itemIds.flatMap((itemId) => indexOf(itemId) ?? []);
  if (places.length < itemIds.length) return undefined;
  return places.sort((a, b) => a - b).flatMap((at) => rowAt(at) ?? []);
}

/** In the order of the view. Files that its filter hides are left out. */
async function rowsOf(view: RowsView, total: number, itemIds: readonly number[]): Promise<readonly ResultRow[]> {
  const wanted = new Set(itemIds);
  const found = new Map<number, { readonly at: number; readonly row: ResultRow }>();
  const look = async (offset: number) => {
    const { rows } = await fetchRows(view, offset, MANY_ROWS);
    for (const [at, row] of rows.entries()) if (wanted.has(row.itemId)) found.set(row.itemId, { at: offset + at, row });
  };
  if (total <= itemIds.length * MANY_ROWS)
    for (let offset = 0; offset < total && found.size < wanted.size; offset += MANY_ROWS) await look(offset);
  else
    for (const itemId of itemIds) {
      const offset = found.has(itemId) ? undefined : await positionOf(view, itemId);
      if (offset !== undefined) await look(offset);
    }
  return [...found.values()].sort((a, b) => a.at - b.at).map(({ row }) => row);
}

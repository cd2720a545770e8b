import { cellText, columnTitle } from '../../ui/columns.ts';
import type { ResultRow } from './result-row.ts';

/** Tab-separated, with the titles first. A tab or line break within a value becomes a space. */
export function asTable(columns: readonly string[], given: readonly string[], rows: readonly ResultRow[]): string {
  const places = columns.map((column) => given.indexOf(column));
  const lines = rows.map(({ cells }) =>
    columns.map((column, at) => plain(cellText(column, cells[places[at] ?? -1] ?? null))).join('\t'),
  );
  return [columns.map((column) => plain(columnTitle(column))).join('\t'), ...lines].join('\n');
}

function plain(text: string): string {
  return text.replaceAll(/[\t\r\n]+/g, ' ');
}

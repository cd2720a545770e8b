import {
  type ColumnSizingState,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  type Header,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { setLayout, setSort, useResultsView } from '../../state/results-view.ts';
import { columnTitle } from '../../ui/columns.ts';
import { NARROWEST_PX, resized, WIDEST_PX } from './column-layout.ts';
import type { ResultRow } from './result-row.ts';

const features = tableFeatures({ columnSizingFeature, columnResizingFeature, columnPinningFeature, rowSortingFeature });
export type ColumnHeader = Header<typeof features, ResultRow>;

/** The rows come page by page from the server and never go through the table. */
const NO_ROWS: ResultRow[] = [];

/** The columns of the table: widths, what is pinned, and the sort, which the view keeps. */
export function useGridColumns() {
  const { columns, pinned, sort } = useResultsView();
  const names = useMemo(() => columns.map(({ column }) => column).join('\n'), [columns]);
  const defs = useMemo(
    () => names.split('\n').map((id) => ({ id, header: columnTitle(id), minSize: NARROWEST_PX, maxSize: WIDEST_PX })),
    [names],
  );
  const columnSizing = useMemo(
    () => Object.fromEntries(columns.map(({ column, widthPx }) => [column, widthPx])),
    [columns],
  );
  const columnPinning = useMemo(() => ({ start: names.split('\n').slice(0, pinned), end: [] }), [names, pinned]);
  const sorting = useMemo(() => (sort ? [{ id: sort.column, desc: sort.descending }] : []), [sort]);
  return useTable({
    features,
    columns: defs,
    data: NO_ROWS,
    manualSorting: true,
    sortDescFirst: false,
    enableMultiSort: false,
    columnResizeMode: 'onChange',
    state: { columnSizing, columnPinning, sorting },
    onColumnSizingChange: (updater) => {
      keepWidths(typeof updater === 'function' ? updater(columnSizing) : updater);
    },
    onSortingChange: (updater) => {
      const [first] = typeof updater === 'function' ? updater(sorting) : updater;
      setSort(first && { column: first.id, descending: first.desc });
    },
  });
}

function keepWidths(sizing: ColumnSizingState): void {
  const { columns } = useResultsView.getState();
  const wider = columns.reduce((all, { column, widthPx }) => resized(all, column, sizing[column] ?? widthPx), columns);
  setLayout({ columns: wider });
}

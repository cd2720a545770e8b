import { useCallback, useEffect, useRef, useState } from 'react';
import { count } from '../../../../src-protocol/model/words.ts';
import { clearSelection, select, useSelection } from '../../state/selection.ts';
import { notify, notifyFault } from '../../state/toasts.ts';
import { positionOf, rowsBetween, type RowsView } from './results-view-query.ts';
import { rangeBetween, type RowRange, SELECTED_MAX, toggled } from './selection-range.ts';

export type Extent =
  /** Nothing but this row. */
  | 'only'
  /** This row as well, or not any more. */
  | 'toggle'
  /** All from where the selection began up to this row. */
  | 'range'
  /** The focus moves, and the selection stays. */
  | 'none';

/** Which rows are selected, by the files that they show: it stays when they are sorted or filtered anew. */
export function useGridSelection(view: RowsView, showRow: (row: number, align?: 'nearest' | 'centred') => void) {
  const [cursor, setCursor] = useState<number>();
  const anchor = useRef<number>(undefined);
  const turn = useRef(0);

  /** Looks up the files of rows, which may not be there yet, unless another move comes in between. */
  const withRows = useCallback(
    async ({ from, end }: RowRange, then: (itemIds: readonly number[]) => void) => {
      turn.current += 1;
      const mine = turn.current;
      try {
        const rows = await rowsBetween(view, from, end);
        if (turn.current === mine) then(rows.map(({ itemId }) => itemId));
      } catch (error) {
        if (turn.current === mine) notifyFault('The rows could not be selected', error);
      }
    },
    [view],
  );

  const moveTo = useCallback(
    (row: number, extent: Extent) => {
      setCursor(row);
      if (extent !== 'range') anchor.current = row;
      const range = extent === 'range' ? rangeBetween(anchor.current ?? row, row) : { from: row, end: row + 1 };
      void withRows(range, (itemIds) => {
        const focused = row === range.from ? itemIds.at(0) : itemIds.at(-1);
        const { itemIds: before } = useSelection.getState();
        if (extent === 'none') select(view.jobId, before, focused);
        else if (extent !== 'toggle') select(view.jobId, itemIds, focused);
        else if (focused !== undefined) select(view.jobId, toggled(before, focused), focused);
      });
    },
    [view, withRows],
  );

  const selectAll = useCallback(
    (total: number) => {
      if (total > SELECTED_MAX) {
        notify(
          `At most ${count(SELECTED_MAX)} results can be selected, and ${count(total)} match. Filter them first; an export takes all that match.`,
        );
        return;
      }
      const { focusedItemId } = useSelection.getState();
      void withRows({ from: 0, end: total }, (itemIds) => {
        select(view.jobId, itemIds, focusedItemId ?? itemIds[0]);
      });
    },
    [view, withRows],
  );

  useEffect(() => {
    const { jobId, focusedItemId } = useSelection.getState();
    if (jobId !== view.jobId) clearSelection();
    turn.current += 1;
    const mine = turn.current;
    const found = (row: number | undefined) => {
      if (turn.current !== mine) return;
      setCursor(row);
      anchor.current = row;
      showRow(row ?? 0, 'centred');
    };
    if (jobId !== view.jobId || focusedItemId === undefined) found(undefined);
    else
      positionOf(view, focusedItemId).then(found, () => {
        found(undefined);
      });
    // only another view moves the rows; what showRow knows of their number comes later
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [view]);

  /** While a job runs, rows come in above. */
  const rowMoved = useCallback((by: number) => {
    setCursor((row) => (row === undefined ? undefined : row + by));
    if (anchor.current !== undefined) anchor.current += by;
  }, []);

  return { cursor, moveTo, selectAll, rowMoved };
}

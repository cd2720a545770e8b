import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { count } from '../../../../src-protocol/model/words.ts';
import { clearSelection, select, useSelection } from '../../state/selection.ts';
import { notify, notifyFault } from '../../state/toasts.ts';
import { positionOf, rowsBetween, type RowsView } from './results-view-query.ts';
import { rangeBetween, type RowRange, SELECTED_MAX, toggled } from './selection-range.ts';
import { type FollowedRow, useFollowedRow } from './use-followed-row.ts';
import type { Rows } from './use-rows.ts';

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
export function useGridSelection(
  view: RowsView,
  rows: Rows,
  showRow: (row: number, align?: 'nearest' | 'centred') => void,
) {
  const { jobId, filter, sort } = view;
  const { isBefore, rowAt, indexOf } = rows;
  const [cursor, setCursor] = useFollowedRow(rows);
  const [anchor, setAnchor] = useFollowedRow(rows);
  const [toShow, setToShow] = useState<FollowedRow>();
  const shown = useRef(toShow);
  const underWay = useRef<AbortController>(undefined);

  /** Ends what was asked for before. */
  const begin = useCallback(() => {
    underWay.current?.abort();
    underWay.current = new AbortController();
    return underWay.current.signal;
  }, []);

  /** Looks up the files of rows, which may not be there yet, unless another move comes in between. */
  const withFiles = async ({ from, end }: RowRange, then: (itemIds: readonly number[]) => void) => {
    const signal = begin();
    const shown = filesShown(rows, from, end);
    if (shown !== undefined) {
      then(shown);
      return;
    }
    try {
      const found = await rowsBetween(view, from, end, signal);
      if (!signal.aborted) then(found.map(({ itemId }) => itemId));
    } catch (error) {
      if (!signal.aborted) notifyFault('The rows could not be selected', error);
    }
  };

  const moveTo = (row: number, extent: Extent) => {
    const start = extent === 'range' ? (anchor?.row ?? row) : row;
    const put = (itemId: number | undefined) => {
      setCursor({ row, itemId });
      if (start === row) setAnchor({ row, itemId });
    };
    put(undefined);
    shown.current = toShow; // a person is elsewhere now
    void withFiles(rangeBetween(start, row), (itemIds) => {
      const focused = row <= start ? itemIds.at(0) : itemIds.at(-1);
      put(focused);
      const { itemIds: before } = useSelection.getState();
      if (extent === 'none') select(jobId, before, focused);
      else if (extent !== 'toggle') select(jobId, itemIds, focused);
      else if (focused !== undefined) select(jobId, toggled(before, focused), focused);
    });
  };

  const selectAll = (total: number) => {
    if (total > SELECTED_MAX) {
      notify(
        `At most ${count(SELECTED_MAX)} results can be selected, and ${count(total)} match. Filter them first; an export takes all that match.`,
      );
      return;
    }
    const { focusedItemId } = useSelection.getState();
    void withFiles({ from: 0, end: total }, (itemIds) => {
      select(jobId, itemIds, focusedItemId ?? itemIds[0]);
    });
  };

  useEffect(() => {
    const { jobId: before, focusedItemId } = useSelection.getState();
    if (before !== jobId) clearSelection();
    const signal = begin();
    const found = (row: number | undefined) => {
      if (signal.aborted) return;
      const place = row === undefined ? undefined : { row, itemId: focusedItemId };
      setCursor(place);
      setAnchor(place);
      setToShow(place ?? { row: 0, itemId: undefined });
    };
    if (before !== jobId || focusedItemId === undefined) found(undefined);
    else
      positionOf({ jobId, filter, sort }, focusedItemId, signal).then(found, () => {
        found(undefined);
      });
    return () => {
      underWay.current?.abort();
    };
  }, [jobId, filter, sort, begin, setCursor, setAnchor]);

  useLayoutEffect(() => {
    if (toShow === undefined || toShow === shown.current) return;
    // the rows that are there may be older than what the server said, and that row may lie behind the last of them
    const row = (toShow.itemId === undefined ? undefined : indexOf(toShow.itemId)) ?? toShow.row;
    showRow(row, 'centred');
    if (!isBefore && rowAt(row) !== undefined) shown.current = toShow;
  }, [toShow, isBefore, rowAt, indexOf, showRow]);

  return { cursor: cursor?.row, moveTo, selectAll };
}

/** Undefined where one of the rows is not there. */
function filesShown({ rowAt }: Rows, from: number, end: number): readonly number[] | undefined {
  const itemIds: number[] = [];
  for (let row = from; row < end; row++) {
    const itemId = rowAt(row)?.itemId;
    if (itemId === undefined) return undefined;
    itemIds.push(itemId);
  }
  return itemIds;
}

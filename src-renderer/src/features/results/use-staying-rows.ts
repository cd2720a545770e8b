import { useLayoutEffect, useRef } from 'react';
import { useSelection } from '../../state/selection.ts';
import { heldRow } from './held-row.ts';
import type { Rows } from './use-rows.ts';

interface Held extends Pick<Rows, 'view' | 'rowAt'> {
  readonly file: ReturnType<typeof heldRow>;
}

/** Keeps the rows where they are while a running job puts others above them. */
export function useStayingRows(
  { view, rowAt, indexOf }: Rows,
  { first, end }: { readonly first: number; readonly end: number },
  scrollBy: (rows: number) => void,
): void {
  const focusedItemId = useSelection((selection) => selection.focusedItemId);
  const held = useRef<Held>(undefined);
  useLayoutEffect(() => {
    const before = held.current;
    held.current = { view, rowAt, file: heldRow({ rowAt, indexOf }, { first, end }, focusedItemId) };
    if (first === 0 || before?.file === undefined || before.view !== view || before.rowAt === rowAt) return;
    const { row, itemId } = before.file;
    const at = indexOf(itemId);
    if (at === undefined || at === row) return;
    held.current = { view, rowAt, file: { row: at, itemId } };
    scrollBy(at - row);
  }, [view, rowAt, indexOf, first, end, focusedItemId, scrollBy]);
}

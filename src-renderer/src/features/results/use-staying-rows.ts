import { useEffect, useRef } from 'react';
import type { Rows } from './use-rows.ts';

/**
 * Keeps the rows where they are while a running job puts others above them: by the file in the first row that is seen.
 * At the very top nothing is kept, as what comes first is what a person looks at there.
 */
export function useStayingRows(rows: Rows, first: number, onMoved: (by: number) => void): void {
  const held = useRef<{ readonly view: unknown; readonly first: number; readonly itemId: number | undefined }>(
    undefined,
  );
  const { view, rowAt, indexOf } = rows;
  useEffect(() => {
    const before = held.current;
    const itemId = rowAt(first)?.itemId;
    held.current = { view, first, itemId };
    if (before?.itemId === undefined || before.view !== view || before.first !== first || first === 0) return;
    if (itemId === before.itemId) return;
    const at = indexOf(before.itemId);
    if (at === undefined || at === first) return;
    held.current = { view, first: at, itemId: before.itemId };
    onMoved(at - first);
  }, [view, rowAt, indexOf, first, onMoved]);
}

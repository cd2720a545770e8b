import { create } from 'zustand';

interface Selection {
  readonly jobId: number | undefined;
  /** Results, by number, in the order in which they were chosen. */
  readonly itemIds: readonly number[];
  /** The one that the inspector shows. */
  readonly focusedItemId: number | undefined;
}

/** Which results are selected; the inspector and the export look at it. */
export const useSelection = create<Selection>(() => ({ jobId: undefined, itemIds: [], focusedItemId: undefined }));

export function select(jobId: number, itemIds: readonly number[], focusedItemId = itemIds.at(-1)): void {
  useSelection.setState({ jobId, itemIds, focusedItemId });
}

export function clearSelection(): void {
  useSelection.setState({ itemIds: [], focusedItemId: undefined });
}

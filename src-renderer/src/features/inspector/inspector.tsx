import { FileSearch, TriangleAlert } from 'lucide-react';
import { reasonOf } from '../../bridge/connection.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FileView } from './file-view.tsx';
import { SelectionView } from './selection-view.tsx';
import { useRecord } from './use-records.ts';

export interface InspectorProps {
  readonly jobId: number;
  readonly itemIds: readonly number[];
  readonly focusedItemId: number | undefined;
}

/** What is known of the file that is selected, or of several what they have in common and where they differ. */
export function Inspector({ jobId, itemIds, focusedItemId }: InspectorProps) {
  const itemId = focusedItemId ?? itemIds.at(-1);
  return (
    <section
      aria-label="Inspector"
      className="flex h-full flex-col gap-3.5 overflow-x-hidden overflow-y-auto bg-panel px-4 py-3.5"
      onKeyDown={({ key, defaultPrevented }) => {
        if (key === 'Escape' && !defaultPrevented) focusTable();
      }}
    >
      {itemIds.length > 1 ? (
        <SelectionView jobId={jobId} itemIds={itemIds} />
      ) : itemId === undefined ? (
        <EmptyState icon={FileSearch} title="No file is selected">
          Select a file to see all that is known of it.
        </EmptyState>
      ) : (
        <OneFile jobId={jobId} itemId={itemId} />
      )}
    </section>
  );
}

function OneFile({ jobId, itemId }: { readonly jobId: number; readonly itemId: number }) {
  const { data, error, refetch } = useRecord(jobId, itemId);
  if (data !== undefined && (error === null || data.itemId === itemId)) {
    return <FileView jobId={jobId} itemId={data.itemId} record={data.record} />;
  }
  if (error === null)
    return <div aria-busy className="h-42 shrink-0 animate-pulse rounded-lg border border-line bg-bg" />;
  return (
    <EmptyState
      icon={TriangleAlert}
      title="The file could not be looked up"
      actions={<Button onClick={() => void refetch()}>Try again</Button>}
    >
      {reasonOf(error)}
    </EmptyState>
  );
}

/** The table is on the screen that shows the inspector; it is the grid there. */
function focusTable(): void {
  const grid = document.querySelector<HTMLElement>('main [role="grid"]');
  const stop = grid?.tabIndex === 0 ? grid : grid?.querySelector<HTMLElement>('[tabindex="0"]');
  stop?.focus();
}

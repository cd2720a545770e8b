import { X } from 'lucide-react';
import type { ComponentProps, ComponentType } from 'react';
import { prefer, usePreferences } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Resizer } from '../../ui/resizer.tsx';
import { Facets } from './facets.tsx';
import type { InspectedResults } from './inspected-results.ts';

export function FacetsPanel({ jobId, filter }: ComponentProps<typeof Facets>) {
  const width = usePreferences(({ facetsWidth }) => facetsWidth);
  return (
    <>
      <div tabIndex={-1} style={{ width }} className="shrink-0 overflow-y-auto bg-panel">
        <Facets jobId={jobId} filter={filter} />
      </div>
      <Resizer
        label="Width of the counts by value"
        side="right"
        width={width}
        min={150}
        max={360}
        onChange={(facetsWidth) => {
          prefer({ facetsWidth });
        }}
      />
    </>
  );
}

interface InspectorPanelProps {
  readonly jobId: number;
  readonly inspector: ComponentType<InspectedResults>;
  /** Over the table, as there is no room beside it. */
  readonly isOver: boolean;
  readonly onClose: () => void;
}

export function InspectorPanel({ jobId, inspector: Inspector, isOver, onClose }: InspectorPanelProps) {
  const width = usePreferences(({ inspectorWidth }) => inspectorWidth);
  const selection = useSelection();
  const isOfJob = selection.jobId === jobId;
  return (
    <>
      {!isOver && (
        <Resizer
          label="Width of the inspector"
          side="left"
          width={width}
          min={260}
          max={620}
          onChange={(inspectorWidth) => {
            prefer({ inspectorWidth });
          }}
        />
      )}
      <div
        style={{ width: isOver ? 'min(420px, 100%)' : width }}
        onKeyDown={(event) => {
          if (isOver && event.key === 'Escape' && !event.defaultPrevented) onClose();
        }}
        className={classNames(
          'flex shrink-0 flex-col bg-panel',
          isOver && 'absolute inset-y-0 right-0 z-30 border-l border-line shadow-float',
        )}
      >
        {isOver && (
          <div className="flex shrink-0 justify-end border-b border-line px-2 py-1">
            <IconButton icon={X} label="Close the inspector" onClick={onClose} />
          </div>
        )}
        <div className="min-h-0 flex-1">
          <Inspector
            jobId={jobId}
            itemIds={isOfJob ? selection.itemIds : []}
            focusedItemId={isOfJob ? selection.focusedItemId : undefined}
          />
        </div>
      </div>
    </>
  );
}

import { X } from 'lucide-react';
import { type ComponentProps, type ComponentType, type SyntheticEvent, useState } from 'react';
import { prefer, usePreferences } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Resizer } from '../../ui/resizer.tsx';
import { Facets } from './facets.tsx';
import type { InspectedResults } from './inspected-results.ts';

export function FacetsPanel({ jobId, filter }: ComponentProps<typeof Facets>) {
  const { width, ...resize } = usePanelWidth('facetsWidth');
  return (
    <>
      <div tabIndex={-1} style={{ width }} className="shrink-0 overflow-y-auto bg-panel">
        <Facets jobId={jobId} filter={filter} />
      </div>
      <Resizer label="Width of the counts by value" side="right" width={width} min={150} max={360} {...resize} />
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
  const { width, ...resize } = usePanelWidth('inspectorWidth');
  const selection = useSelection();
  const isOfJob = selection.jobId === jobId;
  const close = ({ currentTarget }: SyntheticEvent) => {
    currentTarget.closest('main')?.querySelector<HTMLElement>('[role="grid"]')?.focus();
    onClose();
  };
  return (
    <>
      {!isOver && <Resizer label="Width of the inspector" side="left" width={width} min={260} max={620} {...resize} />}
      <div
        style={{ width: isOver ? 'min(420px, 100%)' : width }}
        onKeyDown={(event) => {
          if (isOver && event.key === 'Escape' && !event.defaultPrevented) close(event);
        }}
        className={classNames(
          'flex shrink-0 flex-col bg-panel',
          isOver && 'absolute inset-y-0 right-0 z-30 border-l border-line shadow-float',
        )}
      >
        {isOver && (
          <div className="flex shrink-0 justify-end border-b border-line px-2 py-1">
            <IconButton icon={X} label="Close the inspector" onClick={close} />
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

/** While a panel is dragged its width is here alone: keeping a preference writes all of them. */
function usePanelWidth(preference: 'facetsWidth' | 'inspectorWidth') {
  const kept = usePreferences((preferences) => preferences[preference]);
  const [dragged, setDragged] = useState<number>();
  return {
    width: dragged ?? kept,
    onDrag: setDragged,
    onChange: (width: number) => {
      setDragged(undefined);
      prefer({ [preference]: width });
    },
  };
}

import { ListFilterPlus } from 'lucide-react';
import { useState } from 'react';
import {
  clearFilter,
  type FilterCondition,
  replaceCondition,
  setConditions,
  useResultsView,
} from '../../state/results-view.ts';
import { Button } from '../../ui/button.tsx';
import { RemovableChip } from '../../ui/chip.tsx';
import { conditionText } from '../../ui/condition-text.ts';
import { Popover } from '../../ui/popover.tsx';
import { FilterEditor } from './filter-editor.tsx';

/** The conditions that are set; each is opened to be changed, or taken away. */
export function FilterChips({ jobId }: { readonly jobId: number }) {
  const conditions = useResultsView((view) => view.conditions);
  if (conditions.length === 0) return null;
  return (
    <div
      role="group"
      aria-label="Filters"
      className="flex flex-wrap items-center gap-1.5 border-b border-line px-3 py-2"
    >
      {conditions.map((condition) => (
        <ConditionChip key={JSON.stringify(condition)} jobId={jobId} condition={condition} />
      ))}
      <Button variant="quiet" className="h-6 px-2" onClick={clearFilter}>
        Clear all
      </Button>
    </div>
  );
}

function ConditionChip({ jobId, condition }: { readonly jobId: number; readonly condition: FilterCondition }) {
  const [open, setOpen] = useState(false);
  const words = conditionText(condition);
  return (
    <RemovableChip
      removeLabel={`Remove the filter ${words}`}
      onRemove={() => {
        replaceCondition(condition);
      }}
    >
      <Popover
        label="Change the filter"
        className="w-78"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button type="button" className="block max-w-full truncate">
            {words}
          </button>
        }
      >
        <FilterEditor
          jobId={jobId}
          condition={condition}
          onDone={(changed) => {
            setOpen(false);
            replaceCondition(condition, changed);
          }}
        />
      </Popover>
    </RemovableChip>
  );
}

export function AddFilter({ jobId }: { readonly jobId: number }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Add filter"
      className="w-78"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button icon={ListFilterPlus} aria-label="Add filter" className="max-[1099px]:px-1.5">
          <span className="max-[1099px]:hidden">Add filter</span>
        </Button>
      }
    >
      <FilterEditor
        jobId={jobId}
        onDone={(condition) => {
          setOpen(false);
          setConditions([...useResultsView.getState().conditions, condition]);
        }}
      />
    </Popover>
  );
}

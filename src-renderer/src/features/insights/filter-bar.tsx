import { useShallow } from 'zustand/react/shallow';
import { count, counted } from '../../../../src-protocol/model/words.ts';
import { clearFilter, replaceCondition, setSearch, useResultsView } from '../../state/results-view.ts';
import { go } from '../../state/route.ts';
import { Button } from '../../ui/button.tsx';
import { RemovableChip } from '../../ui/chip.tsx';
import { conditionText } from '../../ui/condition-text.ts';

interface FilterBarProps {
  /** Files that the filter lets through; undefined while they are being counted. */
  readonly files: number | undefined;
  readonly total: number;
  /** Whether the numbers go on changing: many times a second they are not for being read aloud. */
  readonly isCounting: boolean;
}

/** What the charts are of, and the way from there to the files themselves. */
export function FilterBar({ files, total, isCounting }: FilterBarProps) {
  const { search, conditions } = useResultsView(
    useShallow((view) => ({ search: view.search, conditions: view.conditions })),
  );
  const isFiltered = search !== '' || conditions.length > 0;
  return (
    <div role="group" aria-label="Filter" className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1.5">
      {search !== '' && (
        <RemovableChip
          removeLabel={`Remove the search ${search}`}
          onRemove={() => {
            setSearch('');
          }}
        >
          “{search}”
        </RemovableChip>
      )}
      {conditions.map((condition) => {
        const text = conditionText(condition);
        return (
          <RemovableChip
            key={JSON.stringify(condition)}
            removeLabel={`Remove the filter ${text}`}
            onRemove={() => {
              replaceCondition(condition);
            }}
          >
            <bdi>{text}</bdi>
          </RemovableChip>
        );
      })}
      <p role={isCounting ? undefined : 'status'} className="py-1 text-muted">
        {isFiltered ? (
          <>
            <b className="font-semibold text-text">{files === undefined ? '…' : count(files)}</b> of{' '}
            {counted(total, 'file')}
          </>
        ) : (
          `${counted(total, 'file')}. Choose a bar to see only its files.`
        )}
      </p>
      {isFiltered && (
        <span className="ml-auto flex items-center gap-2">
          <Button variant="quiet" onClick={clearFilter}>
            Clear
          </Button>
          <Button
            onClick={() => {
              go('results');
            }}
          >
            Show in results
          </Button>
        </span>
      )}
    </div>
  );
}

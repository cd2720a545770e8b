import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { counted } from '../../../../src-protocol/model/words.ts';
import { api } from '../../state/connection.ts';
import { type FilterCondition, replaceCondition, setConditions, useResultsView } from '../../state/results-view.ts';
import { classNames } from '../../ui/class-names.ts';
import { mergedBars } from './merged-bars.ts';
import type { Filter } from './results-view-query.ts';

const COLUMN = 'capturedAt';
const BARS_MAX = 20;

/** When the files were captured, a bar for a year or for some of them. */
export function YearFacet({ jobId, filter: shown }: { readonly jobId: number; readonly filter: Filter }) {
  const conditions = useResultsView((view) => view.conditions);
  const own = conditions.find((condition) => isRange(condition));
  const filter = { ...shown, conditions: (shown.conditions ?? []).filter((condition) => !isRange(condition)) };
  const { data } = useQuery({
    queryKey: ['results', jobId, 'years', filter],
    queryFn: ({ signal }) =>
      api().results.histogram({ id: jobId, column: COLUMN, filter, by: 'year', buckets: 200 }, { signal }),
    placeholderData: keepPreviousData,
  });
  if (data === undefined) return null;
  const bars = mergedBars(data.buckets, BARS_MAX);
  const most = Math.max(1, ...bars.map(({ files }) => files));
  if (bars.length === 0) return <p className="px-1.5 text-sm text-muted">No capture dates</p>;
  return (
    <div className="px-1.5">
      <div className="flex h-12 items-end gap-0.5">
        {bars.map(({ from, to, files }) => {
          const isOn = own?.test === 'between' && own.from === from && own.to === to;
          const years = from === to ? from : `${from} – ${to}`;
          return (
            <button
              key={from}
              type="button"
              aria-pressed={isOn}
              aria-label={`${years}, ${counted(files, 'file')}`}
              title={`${years}: ${counted(files, 'file')}`}
              onClick={() => {
                const between = { column: COLUMN, test: 'between', from, to } as const;
                if (own === undefined) setConditions([...conditions, between]);
                else replaceCondition(own, isOn ? undefined : between);
              }}
              className="group/bar flex h-full min-w-0 flex-1 items-end rounded-sm"
            >
              <span
                style={{ height: files === 0 ? 1 : `${Math.max(5, (100 * files) / most)}%` }}
                className={classNames(
                  'w-full rounded-t-[3px]',
                  isOn
                    ? 'bg-accent'
                    : own === undefined
                      ? 'bg-series-1/80 group-hover/bar:bg-accent'
                      : 'bg-series-1/35 group-hover/bar:bg-accent',
                )}
              />
            </button>
          );
        })}
      </div>
      <div className="flex justify-between text-2xs text-muted" aria-hidden>
        <span>{bars[0]?.from}</span>
        {bars.length > 1 && <span>{bars.at(-1)?.to}</span>}
      </div>
    </div>
  );
}

function isRange({ column, test, not }: FilterCondition): boolean {
  return column === COLUMN && test === 'between' && not !== true;
}

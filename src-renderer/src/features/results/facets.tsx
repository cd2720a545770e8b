import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { count } from '../../../../src-protocol/model/words.ts';
import { api } from '../../state/connection.ts';
import { prefer, usePreferences } from '../../state/preferences.ts';
import { isPlainEquals, toggleValue, useResultsView } from '../../state/results-view.ts';
import { classNames } from '../../ui/class-names.ts';
import { cellText, columnTitle } from '../../ui/columns.ts';
import type { Filter } from './results-view-query.ts';
import { YearFacet } from './year-facet.tsx';

const BEFORE_YEAR = ['format', 'mediaKind', 'model', 'lens'];
const AFTER_YEAR = ['outcome', 'make', 'extension', 'software'];
const FEW = 6;
const MANY = 100;

interface FacetsProps {
  readonly jobId: number;
  /** Of the rows that are shown: what they are counted by is asked for once they are there. */
  readonly filter: Filter;
}

/** How many results have which value; a click shows only those. */
export function Facets({ jobId, filter }: FacetsProps) {
  return (
    <section aria-label="Filter by value" className="flex flex-col gap-4.5 px-2.5 py-3.5">
      {BEFORE_YEAR.map((column) => (
        <ValuesFacet key={column} jobId={jobId} filter={filter} column={column} />
      ))}
      <FacetGroup title="Year" id="year">
        <YearFacet jobId={jobId} filter={filter} />
      </FacetGroup>
      {AFTER_YEAR.map((column) => (
        <ValuesFacet key={column} jobId={jobId} filter={filter} column={column} />
      ))}
    </section>
  );
}

interface FacetGroupProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

function FacetGroup({ id, title, children }: FacetGroupProps) {
  const closed = usePreferences(({ closedFacets }) => closedFacets);
  const isOpen = !closed.includes(id);
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  return (
    <div className="group/facet">
      <h2>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => {
            prefer({ closedFacets: isOpen ? [...closed, id] : closed.filter((other) => other !== id) });
          }}
          className="flex w-full items-center justify-between rounded-sm px-1.5 py-0.5 text-left font-semibold"
        >
          {title}
          <Arrow
            size={14}
            aria-hidden
            className={classNames(
              'text-faint transition-opacity duration-100',
              isOpen && 'opacity-0 group-hover/facet:opacity-100 group-focus-within/facet:opacity-100',
            )}
          />
        </button>
      </h2>
      {isOpen && <div className="mt-1">{children}</div>}
    </div>
  );
}

function ValuesFacet({ jobId, filter, column }: FacetsProps & { readonly column: string }) {
  const [isWhole, setWhole] = useState(false);
  const own = useResultsView(({ conditions }) =>
    conditions.find((condition) => condition.column === column && isPlainEquals(condition)),
  );
  const chosen = own?.test === 'equals' ? own.values : [];
  const isClosed = usePreferences(({ closedFacets }) => closedFacets.includes(column));
  const { data } = useFacet(jobId, column, withoutColumn(filter, column), isWhole ? MANY : FEW, !isClosed);
  if (!isClosed && data?.values.length === 0 && chosen.length === 0) return null;
  const offered = data?.values ?? [];
  const listed = new Set(offered.map(({ value }) => value));
  const values = [
    ...offered,
    ...chosen.filter((value) => !listed.has(value)).map((value) => ({ value, files: undefined })),
  ];
  const most = offered[0]?.files ?? 1;
  return (
    <FacetGroup id={column} title={columnTitle(column)}>
      {data !== undefined && (
        <>
          <ul className="flex flex-col gap-px">
            {values.map(({ value, files }) => (
              <li key={String(value)}>
                <FacetValue
                  text={cellText(column, value)}
                  files={files}
                  share={(files ?? 0) / most}
                  isOn={chosen.includes(value)}
                  onToggle={() => {
                    toggleValue(column, value);
                  }}
                />
              </li>
            ))}
          </ul>
          {(data.others > 0 || isWhole) && values.length >= FEW && (
            <button
              type="button"
              className="mt-1 rounded-sm px-1.5 text-sm text-accent hover:underline"
              onClick={() => {
                setWhole(!isWhole);
              }}
            >
              {isWhole ? 'Show fewer' : 'Show more'}
            </button>
          )}
        </>
      )}
    </FacetGroup>
  );
}

/** The values beside the chosen ones are still offered: the column's own condition is left out. */
function withoutColumn({ search, conditions = [] }: Filter, column: string): Filter {
  return { search, conditions: conditions.filter((known) => known.column !== column || !isPlainEquals(known)) };
}

function useFacet(jobId: number, column: string, filter: Filter, limit: number, isAsked: boolean) {
  return useQuery({
    queryKey: ['results', jobId, 'facet', column, filter, limit],
    queryFn: async ({ signal }) => {
      const { facets } = await api().results.facets({ id: jobId, columns: [column], filter, limit }, { signal });
      return facets[0];
    },
    placeholderData: keepPreviousData,
    enabled: isAsked,
  });
}

interface FacetValueProps {
  readonly text: string;
  readonly files: number | undefined;
  readonly share: number;
  readonly isOn: boolean;
  readonly onToggle: () => void;
}

function FacetValue({ text, files, share, isOn, onToggle }: FacetValueProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      title={text}
      onClick={onToggle}
      className={classNames(
        'relative flex h-6 w-full items-center gap-2 overflow-hidden rounded-[6px] px-1.5 text-left hover:bg-line/50',
        isOn && 'text-accent-text ring-1 ring-accent ring-inset',
      )}
    >
      <span
        aria-hidden
        style={{ width: `${Math.max(2, 100 * share)}%` }}
        className={classNames('absolute inset-y-0 left-0 rounded-[6px] bg-accent-soft', !isOn && 'opacity-75')}
      />
      <bdi className="relative min-w-0 flex-1 truncate">{text}</bdi>
      {files !== undefined && <span className="relative shrink-0 text-muted">{count(files)}</span>}
    </button>
  );
}

import { FilterX, ListFilter, PanelRight, TriangleAlert } from 'lucide-react';
import { type ComponentType, memo, useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { count } from '../../../../src-protocol/model/words.ts';
import { reasonOf } from '../../bridge/connection.ts';
import { isOpen, useJobs } from '../../state/jobs.ts';
import { clearFilter, filterOf, useResultsView } from '../../state/results-view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ColumnsPopover } from './columns-popover.tsx';
import { AddFilter, FilterChips } from './filter-chips.tsx';
import { FacetsPanel, InspectorPanel } from './side-panels.tsx';
import type { InspectedResults } from './inspected-results.ts';
import { ResultsJobPicker } from './results-job-picker.tsx';
import { ResultsTable } from './results-table.tsx';
import type { RowsView } from './results-view-query.ts';
import { SearchField } from './search-field.tsx';
import { HEADER_PX } from './table-header.tsx';
import { usePanels } from './use-panels.ts';
import { type Rows, useRows } from './use-rows.ts';
import { useScroller } from './use-scroller.ts';
import { ViewsPopover } from './views-popover.tsx';

interface ResultsOfJobProps {
  readonly jobId: number;
  readonly inspector: ComponentType<InspectedResults>;
}

/** By the number of the job alone, as the job itself is another ten times a second while it runs. */
export const ResultsOfJob = memo(function ResultsOfJob({ jobId, inspector }: ResultsOfJobProps) {
  const panels = usePanels();
  const closeInspector = () => {
    panels.openInspector(false);
  };
  const view = useRowsView(jobId);
  const [total, setTotal] = useState(0);
  const scroller = useScroller(total, HEADER_PX);
  const rows = useRows(view, scroller.seen);
  if (rows.total !== undefined && rows.total !== total) setTotal(rows.total);
  return (
    <>
      <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line bg-panel px-3">
        <IconButton
          icon={ListFilter}
          label={panels.facetsOpen ? 'Hide counts by value' : 'Show counts by value'}
          pressed={panels.facetsOpen}
          onClick={() => {
            panels.openFacets(!panels.facetsOpen);
          }}
        />
        <ResultsJobPicker jobId={jobId} />
        <SearchField />
        <AddFilter jobId={jobId} />
        <ResultCount jobId={jobId} total={rows.total} />
        <ViewsPopover />
        <ColumnsPopover jobId={jobId} />
        <IconButton
          icon={PanelRight}
          label={panels.inspectorOpen ? 'Close the inspector' : 'Open the inspector'}
          shortcut="Mod+I"
          pressed={panels.inspectorOpen}
          onClick={() => {
            panels.openInspector(!panels.inspectorOpen);
          }}
        />
      </div>
      <div className="relative flex min-h-0 flex-1">
        {panels.facetsOpen && <FacetsPanel jobId={jobId} filter={rows.view.filter} />}
        <div className="flex min-w-0 flex-1 flex-col bg-bg">
          <FilterChips jobId={jobId} />
          {rows.error !== undefined && (rows.total === undefined || rows.isBefore) ? (
            <NotLoaded rows={rows} />
          ) : rows.total === 0 ? (
            <NothingMatches />
          ) : (
            <ResultsTable
              view={view}
              rows={rows}
              scroller={scroller}
              onInspect={() => {
                panels.openInspector(true);
              }}
              onUncover={panels.isNarrow && panels.inspectorOpen ? closeInspector : undefined}
            />
          )}
        </div>
        {panels.inspectorOpen && (
          <InspectorPanel jobId={jobId} inspector={inspector} isOver={panels.isNarrow} onClose={closeInspector} />
        )}
      </div>
    </>
  );
});

/** What the rows are asked for with; the same object for as long as nothing of it changes. */
function useRowsView(jobId: number): RowsView {
  const { search, conditions, sort } = useResultsView(
    useShallow(({ search, conditions, sort }) => ({ search, conditions, sort })),
  );
  const names = useResultsView(({ columns }) =>
    // the path is for copying it
    [...new Set(['path', ...columns.map(({ column }) => column)])].sort().join('\n'),
  );
  // another column is no other filter: the rows stay where they are
  const filter = useMemo(() => filterOf({ search, conditions }), [search, conditions]);
  return useMemo(() => ({ jobId, columns: names.split('\n'), filter, sort }), [jobId, names, filter, sort]);
}

function ResultCount({ jobId, total }: { readonly jobId: number; readonly total: number | undefined }) {
  const isFiltered = useResultsView(({ search, conditions }) => search !== '' || conditions.length > 0);
  const done = useJobs(({ jobs }) => jobs.get(jobId)?.counts.done ?? 0);
  const isRunning = useJobs(({ jobs }) => {
    const job = jobs.get(jobId);
    return job !== undefined && isOpen(job);
  });
  if (total === undefined) return <span className="ml-auto" />;
  const all = Math.max(done, total);
  return (
    // a screen reader would say every number of a running job
    <span role={isRunning ? undefined : 'status'} className="ml-auto truncate pl-1 text-muted">
      {isFiltered ? `${count(total)} of ${count(all)}` : `${count(total)} ${total === 1 ? 'file' : 'files'}`}
    </span>
  );
}

function NothingMatches() {
  return (
    <EmptyState icon={FilterX} title="Nothing matches" actions={<Button onClick={clearFilter}>Clear filters</Button>}>
      No result has all that is searched and filtered for.
    </EmptyState>
  );
}

function NotLoaded({ rows }: { readonly rows: Rows }) {
  return (
    <EmptyState
      icon={TriangleAlert}
      title="The results could not be loaded"
      actions={<Button onClick={rows.retry}>Try again</Button>}
    >
      {reasonOf(rows.error)}
    </EmptyState>
  );
}

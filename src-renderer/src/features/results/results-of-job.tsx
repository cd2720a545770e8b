import { FilterX, ListFilter, PanelRight, TriangleAlert } from 'lucide-react';
import { type ComponentType, useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { count } from '../../../../src-protocol/model/words.ts';
import { reasonOf } from '../../bridge/connection.ts';
import type { Job } from '../../state/jobs.ts';
import { clearFilter, filterOf, useResultsView } from '../../state/results-view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ColumnsPopover } from './columns-popover.tsx';
import { AddFilter, FilterChips } from './filter-chips.tsx';
import { JobPicker } from './job-picker.tsx';
import { FacetsPanel, InspectorPanel } from './side-panels.tsx';
import type { InspectedResults } from './inspected-results.ts';
import { ResultsTable } from './results-table.tsx';
import type { RowsView } from './results-view-query.ts';
import { SearchField } from './search-field.tsx';
import { HEADER_PX } from './table-header.tsx';
import { usePanels } from './use-panels.ts';
import { type Rows, useRows } from './use-rows.ts';
import { useScroller } from './use-scroller.ts';
import { ViewsPopover } from './views-popover.tsx';

interface ResultsOfJobProps {
  readonly job: Job;
  readonly inspector: ComponentType<InspectedResults>;
}

export function ResultsOfJob({ job, inspector }: ResultsOfJobProps) {
  const panels = usePanels();
  const view = useRowsView(job.id);
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
        <JobPicker job={job} />
        <SearchField />
        <AddFilter jobId={job.id} />
        <ResultCount job={job} total={rows.total} />
        <ViewsPopover />
        <ColumnsPopover jobId={job.id} />
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
        {panels.facetsOpen && <FacetsPanel jobId={job.id} filter={rows.view.filter} />}
        <div className="flex min-w-0 flex-1 flex-col bg-bg">
          <FilterChips jobId={job.id} />
          {rows.total === 0 ? (
            <NothingMatches />
          ) : rows.total === undefined && rows.error !== undefined ? (
            <NotLoaded rows={rows} />
          ) : (
            <ResultsTable
              view={view}
              rows={rows}
              scroller={scroller}
              onInspect={() => {
                panels.openInspector(true);
              }}
            />
          )}
        </div>
        {panels.inspectorOpen && (
          <InspectorPanel
            jobId={job.id}
            inspector={inspector}
            isOver={panels.isNarrow}
            onClose={() => {
              panels.openInspector(false);
            }}
          />
        )}
      </div>
    </>
  );
}

/** What the rows are asked for with; the same object for as long as nothing of it changes. */
function useRowsView(jobId: number): RowsView {
  const { search, conditions, sort } = useResultsView(
    useShallow(({ search, conditions, sort }) => ({ search, conditions, sort })),
  );
  const names = useResultsView(({ columns }) =>
    // the path is for copying it
    [...new Set(['path', ...columns.map(({ column }) => column)])].sort().join('\n'),
  );
  return useMemo(
    () => ({ jobId, columns: names.split('\n'), filter: filterOf({ search, conditions }), sort }),
    [jobId, names, search, conditions, sort],
  );
}

function ResultCount({ job, total }: { readonly job: Job; readonly total: number | undefined }) {
  const isFiltered = useResultsView(({ search, conditions }) => search !== '' || conditions.length > 0);
  if (total === undefined) return <span className="ml-auto" />;
  const all = Math.max(job.counts.done, total);
  return (
    <span role="status" className="ml-auto truncate pl-1 text-muted">
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

import { Columns3 } from 'lucide-react';
import { useMemo } from 'react';
import { addColumn, resetLayout, setLayout, useResultsView } from '../../state/results-view.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { removed } from './column-layout.ts';
import { ColumnList } from './column-list.tsx';
import { ColumnsAwaited } from './columns-awaited.tsx';
import { useColumnCoverage } from './use-column-coverage.ts';

/** Chooses what is shown of each file. */
export function ColumnsPopover({ jobId }: { readonly jobId: number }) {
  return (
    <Popover
      label="Columns"
      align="end"
      className="h-110 w-78"
      trigger={
        <Button icon={Columns3} aria-label="Columns" className="max-[1099px]:px-1.5">
          <span className="max-[1099px]:hidden">Columns</span>
        </Button>
      }
    >
      <Choice jobId={jobId} />
    </Popover>
  );
}

function Choice({ jobId }: { readonly jobId: number }) {
  const coverage = useColumnCoverage(jobId);
  const columns = useResultsView((view) => view.columns);
  const chosen = useMemo(() => columns.map(({ column }) => column), [columns]);
  return (
    <>
      {coverage.data === undefined ? (
        <ColumnsAwaited coverage={coverage} />
      ) : (
        <ColumnList
          label="Search columns"
          coverage={coverage.data}
          chosen={chosen}
          onPick={(column) => {
            if (chosen.includes(column)) setLayout(removed(useResultsView.getState(), column));
            else addColumn(column);
          }}
        />
      )}
      <div className="-mx-3 mt-2 flex shrink-0 items-center justify-between border-t border-line px-3 pt-2.5">
        <span className="text-sm text-muted">{chosen.length} shown</span>
        <Button variant="quiet" onClick={resetLayout}>
          Reset
        </Button>
      </div>
    </>
  );
}

import { Columns3 } from 'lucide-react';
import { useMemo } from 'react';
import { resetLayout, setLayout, useResultsView } from '../../state/results-view.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { added, removed } from './column-layout.ts';
import { ColumnList } from './column-list.tsx';
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
  const { data } = useColumnCoverage(jobId);
  const columns = useResultsView((view) => view.columns);
  const chosen = useMemo(() => columns.map(({ column }) => column), [columns]);
  return (
    <>
      {data === undefined ? (
        <p className="flex-1 text-muted">Looking which columns there are…</p>
      ) : (
        <ColumnList
          label="Search columns"
          coverage={data}
          chosen={chosen}
          onPick={(column) => {
            const view = useResultsView.getState();
            setLayout(chosen.includes(column) ? removed(view, column) : added(view, column));
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

import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { count } from '../../../../src-protocol/model/words.ts';
import { reasonOf } from '../../bridge/connection.ts';
import { api } from '../../state/connection.ts';
import { useCurrentJob } from '../../state/current-job.ts';
import { closeDialog, useDialog } from '../../state/dialogs.ts';
import { exportFileName } from '../../state/file-name.ts';
import { cancelExport, type OpenExport, type ResultsExport, runExport, useExports } from '../../state/exports.ts';
import { type Job, jobTitle } from '../../state/jobs.ts';
import { prefer, usePreferences } from '../../state/preferences.ts';
import { filterOf, useResultsView } from '../../state/results-view.ts';
import { useSelection } from '../../state/selection.ts';
import { notifyFault } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { type ExportChoice, isTable, type RowChoice, type Rows } from './export-choice.ts';
import { ExportOptions } from './export-options.tsx';
import { ExportPreview } from './export-preview.tsx';

/** Results as a file for other programs. Closing it while it works leaves the work going on. */
export function ExportDialog() {
  const isOpen = useDialog(({ open }) => open === 'export');
  const job = useCurrentJob((current) => (isOpen ? current : undefined));
  const work = useExportWork();
  if (job === undefined) return null;
  return <OpenDialog key={job.id} job={job} work={work} />;
}

interface Work {
  /** Also while a place for the finished file is being chosen. */
  readonly isBusy: boolean;
  readonly progress: OpenExport | undefined;
  readonly problem: string | undefined;
  readonly start: (request: ResultsExport) => void;
  readonly forget: () => void;
}

function useExportWork(): Work {
  const [isBusy, setBusy] = useState(false);
  const [exportId, setExportId] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const progress = useExports(({ open }) => (exportId === undefined ? undefined : open.get(exportId)));
  const run = async (request: ResultsExport) => {
    setBusy(true);
    setProblem(undefined);
    const end = await runExport(request, setExportId);
    setBusy(false);
    const isOpen = useDialog.getState().open === 'export';
    if (end.kind === 'handed-over' && isOpen) closeDialog();
    if (end.kind !== 'failed') return;
    if (isOpen) setProblem(`The export could not be made: ${reasonOf(end.error)}`);
    else notifyFault('The export could not be made', end.error);
  };
  return {
    isBusy,
    progress,
    problem,
    start: (request) => void run(request),
    forget: () => {
      setProblem(undefined);
    },
  };
}

function OpenDialog({ job, work }: { readonly job: Job; readonly work: Work }) {
  const formId = useId();
  const choice = useChoice();
  const { filter, isFiltered, viewColumns } = useView();
  const itemIds = useSelection((selection) => (selection.jobId === job.id ? selection.itemIds : NONE));
  const [wantedRows, setRows] = useState<RowChoice>(isFiltered ? 'filter' : 'all');
  const rows = rowsOf(wantedRows, filter, itemIds);
  const filtered = useQuery({
    queryKey: ['results', job.id, 'export-total', filter],
    queryFn: ({ signal }) => api().results.page({ id: job.id, columns: ['path'], filter, limit: 1 }, { signal }),
    enabled: isFiltered,
  });
  const counts = { all: job.counts.done, filter: filtered.data?.total, selection: itemIds.length };
  const total = counts[rows.kind];
  const fileName = exportFileName(jobTitle(job), choice.format);
  const close = () => {
    work.forget();
    closeDialog();
  };
  return (
    <Dialog
      open
      size="large"
      title="Export results"
      description={<bdi>{jobTitle(job)}</bdi>}
      onClose={close}
      footer={<Footer work={work} fileName={fileName} total={total} formId={formId} onClose={close} />}
    >
      <form
        id={formId}
        className="grid h-100 min-h-0 grid-cols-[236px_minmax(0,1fr)] gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!work.isBusy && total !== 0) work.start(requestOf(job.id, choice, rows, viewColumns, fileName));
        }}
      >
        <ExportOptions
          choice={choice}
          rows={rows.kind}
          viewColumns={viewColumns.length}
          counts={counts}
          isFiltered={isFiltered}
          disabled={work.isBusy}
          onChoose={({ format = choice.format, columns = choice.columns, excel = choice.excel }) => {
            work.forget();
            prefer({ exportFormat: format, exportColumns: columns, exportForExcel: excel });
          }}
          onRows={setRows}
        />
        <ExportPreview jobId={job.id} choice={choice} rows={rows} viewColumns={viewColumns} />
      </form>
    </Dialog>
  );
}

const NONE: readonly number[] = [];

function useChoice(): ExportChoice {
  return usePreferences(
    useShallow(({ exportFormat, exportColumns, exportForExcel }) => ({
      format: exportFormat,
      columns: exportColumns,
      excel: exportForExcel,
    })),
  );
}

function useView() {
  const { search, conditions, columns } = useResultsView(
    useShallow((view) => ({ search: view.search, conditions: view.conditions, columns: view.columns })),
  );
  return {
    filter: filterOf({ search, conditions }),
    isFiltered: search.trim() !== '' || conditions.length > 0,
    viewColumns: columns.map(({ column }) => column),
  };
}

function rowsOf(wanted: RowChoice, filter: ReturnType<typeof filterOf>, itemIds: readonly number[]): Rows {
  if (wanted === 'filter') return { kind: 'filter', filter };
  if (wanted === 'selection' && itemIds.length > 0) return { kind: 'selection', itemIds };
  return { kind: 'all' };
}

function requestOf(
  jobId: number,
  { format, columns, excel }: ExportChoice,
  rows: Rows,
  viewColumns: readonly string[],
  suggestedName: string,
): ResultsExport {
  return {
    jobId,
    suggestedName,
    format,
    ...(isTable(format) && { columns: columns === 'view' ? [...viewColumns] : columns, excel }),
    ...(rows.kind === 'filter' && { filter: rows.filter }),
    ...(rows.kind === 'selection' && { items: [...rows.itemIds] }),
  };
}

interface FooterProps {
  readonly work: Work;
  readonly fileName: string;
  readonly total: number | undefined;
  readonly formId: string;
  readonly onClose: () => void;
}

function Footer({ work: { isBusy, progress, problem }, fileName, total, formId, onClose }: FooterProps) {
  return (
    <>
      <div className="mr-auto flex min-w-60 flex-1 flex-col gap-1 pr-4">
        {progress !== undefined ? (
          <Progress progress={progress} />
        ) : problem !== undefined ? (
          <p role="alert" className="text-bad select-text">
            {problem}
          </p>
        ) : (
          <p className="truncate text-muted">{isBusy ? 'Almost there' : <bdi>{fileName}</bdi>}</p>
        )}
      </div>
      <Button
        disabled={isBusy && progress === undefined}
        onClick={() => {
          if (progress === undefined) onClose();
          else cancelExport(progress.exportId);
        }}
      >
        Cancel
      </Button>
      <Button type="submit" form={formId} variant="primary" autoFocus disabled={isBusy || total === 0}>
        Export
      </Button>
    </>
  );
}

function Progress({ progress: { records, total, recordsPerS } }: { readonly progress: OpenExport }) {
  return (
    <>
      <ProgressBar label="Export" share={total === 0 ? undefined : records / total} />
      <span className="text-sm text-muted">
        {count(records)} of {count(total)} records
        {recordsPerS !== undefined && `, ${count(recordsPerS)} a second`}
      </span>
    </>
  );
}

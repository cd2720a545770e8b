import { Copy, EqualNot } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { count, counted } from '../../../../src-protocol/model/words.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Switch, TextField } from '../../ui/field.tsx';
import { copyText } from '../../state/clipboard.ts';
import { compare, type ComparedRow, comparisonTsv, matchingRows, outliers } from './comparison.ts';
import { folderOf, nameOf } from './file-record.ts';
import { Thumbnail } from './preview.tsx';
import { type Known, useRecords } from './use-records.ts';

interface CompareDialogProps {
  readonly jobId: number;
  readonly itemIds: readonly number[];
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Files side by side, with a line for everything that any of them has. */
export function CompareDialog({ open, onClose, ...files }: CompareDialogProps) {
  return (
    <Dialog title={`Compare ${counted(files.itemIds.length, 'file')}`} size="full" open={open} onClose={onClose}>
      <Comparison {...files} />
    </Dialog>
  );
}

function Comparison({ jobId, itemIds }: Pick<CompareDialogProps, 'jobId' | 'itemIds'>) {
  const { known, isPending, failed } = useRecords(jobId, itemIds);
  const [isOnlyDifferences, setOnlyDifferences] = useState(true);
  const [search, setSearch] = useState('');
  const searched = useDeferredValue(search);
  const records = useMemo(() => known.map(({ record }) => record), [known]);
  const rows = useMemo(() => compare(records), [records]);
  const shown = matchingRows(rows, searched).filter(({ differs }) => differs || !isOnlyDifferences);
  const differences = rows.filter(({ differs }) => differs).length;

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <TextField
          type="search"
          aria-label="Search the comparison"
          placeholder="Search fields, tags and values"
          className="w-64"
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
          }}
        />
        <Switch label="Only differences" checked={isOnlyDifferences} onChange={setOnlyDifferences} />
        <span role="status" className="grow text-sm text-muted">
          {isPending
            ? 'Reading…'
            : `${count(differences)} of ${counted(rows.length, 'value')} ${differences === 1 ? 'differs' : 'differ'}`}
          {failed > 0 && `, ${counted(failed, 'file')} could not be read`}
        </span>
        <Button
          icon={Copy}
          disabled={shown.length === 0}
          onClick={() => {
            copyText(comparisonTsv(records, shown), 'The comparison is on the clipboard.');
          }}
        >
          Copy as TSV
        </Button>
      </div>
      {!isPending && <ComparisonTable jobId={jobId} known={known} rows={shown} />}
    </div>
  );
}

interface ComparisonTableProps {
  readonly jobId: number;
  readonly known: readonly Known[];
  readonly rows: readonly ComparedRow[];
}

function ComparisonTable({ jobId, known, rows }: ComparisonTableProps) {
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label="Comparison"
      className="min-h-0 flex-1 overflow-auto rounded-md border border-line"
    >
      <table className="w-full min-w-max table-fixed border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-0 left-0 z-20 w-60 border-r border-b border-line bg-panel px-3 text-left align-bottom font-medium text-muted"
            >
              <span className="block py-2">Property</span>
            </th>
            {known.map(({ itemId, record }) => (
              <th
                key={itemId}
                scope="col"
                className="sticky top-0 z-10 w-56 border-b border-line bg-panel p-2 text-left align-bottom"
              >
                <span className="mb-1.5 flex h-20 items-center justify-center overflow-hidden rounded-md bg-bg">
                  <Thumbnail jobId={jobId} itemId={itemId} kind={record.core.mediaKind} />
                </span>
                <bdi className="block truncate font-semibold" title={record.path}>
                  {nameOf(record)}
                </bdi>
                <bdi className="block truncate font-mono text-xs font-normal text-muted">{folderOf(record)}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.kind} ${row.column}`} row={row} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && (
        <p className="p-4 text-muted">Nothing here: no value differs, or none matches the search.</p>
      )}
    </div>
  );
}

function Row({ row }: { readonly row: ComparedRow }) {
  const isOutlier = outliers(row);
  return (
    <tr className="group/row">
      <th
        scope="row"
        className="sticky left-0 z-10 border-r border-b border-line bg-panel px-3 py-1.5 text-left align-top font-normal"
      >
        <span className="flex items-start gap-1.5">
          {row.differs ? (
            <EqualNot
              size={14}
              strokeWidth={2}
              role="img"
              aria-label="differs"
              className="mt-0.5 shrink-0 text-accent-text"
            />
          ) : (
            <span className="w-3.5 shrink-0" />
          )}
          <span
            className={classNames('min-w-0 wrap-anywhere', row.kind === 'tag' ? 'font-mono text-xs' : 'text-muted')}
          >
            {row.title}
          </span>
        </span>
      </th>
      {row.values.map((value, at) => (
        <td
          key={at}
          className={classNames(
            'border-b border-line px-2 py-1.5 align-top wrap-anywhere whitespace-pre-line select-text',
            isOutlier[at] === true && 'bg-accent-soft font-medium',
          )}
        >
          {value === undefined ? (
            <span className="text-faint">
              <span aria-hidden>–</span>
              <span className="sr-only">not there</span>
            </span>
          ) : (
            <bdi>{clipped(value)}</bdi>
          )}
        </td>
      ))}
    </tr>
  );
}

const CLIPPED_CHARACTERS = 300;

function clipped(value: string): string {
  return value.length > CLIPPED_CHARACTERS ? `${value.slice(0, CLIPPED_CHARACTERS)}…` : value;
}

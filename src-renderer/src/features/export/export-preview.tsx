import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { counted } from '../../../../src-protocol/model/words.ts';
import { useColumnCoverage } from '../../state/column-coverage.ts';
import { api } from '../../state/connection.ts';
import type { ExportFormat } from '../../state/exports.ts';
import { classNames } from '../../ui/class-names.ts';
import { columnsOf, type ExportChoice, isTable, type Rows } from './export-choice.ts';
import { firstItems, firstRows } from './first-results.ts';

interface PreviewProps {
  readonly jobId: number;
  readonly choice: ExportChoice;
  readonly rows: Rows;
  readonly viewColumns: readonly string[];
}

const ROWS_SHOWN = 6;
const COLUMNS_SHOWN = 40;
const RECORD_LINES_SHOWN = 200;
const RECORDS_OF_LINES = 3;

/** The beginning of the file as it is going to be. */
export function ExportPreview(props: PreviewProps) {
  const rows = beginningOf(props.rows);
  return isTable(props.choice.format) ? (
    <TablePreview {...props} rows={rows} />
  ) : (
    <RecordPreview {...props} rows={rows} />
  );
}

/** What is shown is known by its key, in which the numbers of a whole selection would be compared over and over. */
function beginningOf(rows: Rows): Rows {
  return rows.kind === 'selection' ? { kind: 'selection', itemIds: rows.itemIds.slice(0, ROWS_SHOWN) } : rows;
}

function TablePreview({ jobId, choice, rows, viewColumns }: PreviewProps) {
  const coverage = useColumnCoverage(choice.columns === 'all' ? jobId : undefined);
  const columns = columnsOf(choice.columns, viewColumns, coverage.data?.columns ?? []);
  const shown = columns.slice(0, COLUMNS_SHOWN);
  const page = useQuery({
    queryKey: ['results', jobId, 'export-table', shown, rows],
    queryFn: ({ signal }) => firstRows({ jobId, rows, limit: ROWS_SHOWN, signal }, shown),
    placeholderData: (before) => (before?.[0]?.cells.length === shown.length ? before : undefined),
  });
  const more = columns.length - shown.length;
  return (
    <Preview
      note={
        more > 0
          ? `${counted(columns.length, 'column')}, of which the first ${shown.length} are shown`
          : counted(columns.length, 'column')
      }
      error={page.isError}
    >
      {page.data !== undefined && (
        <table className="border-separate border-spacing-0 font-mono text-xs whitespace-nowrap">
          <thead>
            <tr>
              {shown.map((column) => (
                <th
                  key={column}
                  scope="col"
                  className="sticky top-0 border-b border-line bg-panel px-2.5 py-1.5 text-left font-medium text-muted"
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="select-text">
            {page.data.map(({ itemId, cells }) => (
              <tr key={itemId}>
                {cells.map((cell, index) => (
                  <td
                    key={shown[index]}
                    className={classNames(
                      'max-w-60 truncate border-b border-line px-2.5 py-1',
                      typeof cell === 'number' && 'text-right',
                    )}
                  >
                    <bdi>{cell === null ? '' : String(cell)}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Preview>
  );
}

function RecordPreview({ jobId, choice, rows }: PreviewProps) {
  const wanted = choice.format === 'json' ? 1 : RECORDS_OF_LINES;
  const records = useQuery({
    queryKey: ['results', jobId, 'export-records', rows, wanted],
    queryFn: async ({ signal }) => {
      const ids = await firstItems({ jobId, rows, limit: wanted, signal });
      return Promise.all(ids.map((itemId) => api().results.get({ id: jobId, itemId }, { signal })));
    },
  });
  return (
    <Preview note="Whole records, with every tag" error={records.isError}>
      {records.data !== undefined && (
        <pre className="p-2.5 font-mono text-xs leading-relaxed select-text">{textOf(choice.format, records.data)}</pre>
      )}
    </Preview>
  );
}

interface FrameProps {
  readonly note: string;
  readonly error: boolean;
  readonly children: ReactNode;
}

function Preview({ note, error, children }: FrameProps) {
  return (
    <section aria-label="Preview" className="flex min-h-0 min-w-0 flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <h3 className="font-medium">Preview</h3>
        <span className="truncate text-sm text-muted">{note}</span>
      </div>
      <div
        // it scrolls, and is to be scrolled with the keyboard as well
        tabIndex={0}
        role="region"
        aria-label="First rows"
        className="min-h-0 flex-1 overflow-auto rounded-md border border-line bg-bg"
      >
        {error ? (
          <p className="p-2.5 text-muted">The first rows cannot be shown now; the export may still work.</p>
        ) : (
          children
        )}
      </div>
    </section>
  );
}

function textOf(format: ExportFormat, records: readonly unknown[]): string {
  if (format === 'jsonl') return records.map((record) => JSON.stringify(record)).join('\n');
  const lines = JSON.stringify(records, null, 2).split('\n');
  return lines.length > RECORD_LINES_SHOWN ? [...lines.slice(0, RECORD_LINES_SHOWN), '…'].join('\n') : lines.join('\n');
}

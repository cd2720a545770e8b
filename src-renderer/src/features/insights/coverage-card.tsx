import { useMemo, useState } from 'react';
import { count, counted, percent } from '../../../../src-protocol/model/words.ts';
import { type Coverage as JobColumns, useColumnCoverage } from '../../state/column-coverage.ts';
import { Card } from '../../ui/card.tsx';
import { columnTitle } from '../../ui/columns.ts';
import { TextField } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { Bar } from './bars.ts';
import { type Coverage, type CoverageKind, mostWidespread } from './coverage.ts';
import { useBarFilter } from './use-bar-filter.ts';

const ROWS_MOST = 200;
const KINDS = [
  { value: 'tag', text: 'Tags' },
  { value: 'core', text: 'Fields' },
] as const satisfies readonly { value: CoverageKind; text: string }[];

const NOTHING: JobColumns = { files: 0, columns: [] };

/** How many of all files of a job have each tag, whatever the filter: what a collection has at all, and where gaps are. */
export function CoverageCard({ jobId }: { readonly jobId: number }) {
  const [kind, setKind] = useState<CoverageKind>('tag');
  const [search, setSearch] = useState('');
  const { data = NOTHING } = useColumnCoverage(jobId);
  const found = useMemo(() => mostWidespread(data.columns, kind, search), [data, kind, search]);
  if (data.columns.length === 0) return null;
  const all = data.columns.filter((column) => column.kind === kind).length;
  return (
    <Card
      title="Tag coverage"
      className="col-span-full"
      aside={
        <span className="flex flex-wrap items-center gap-2">
          <TextField
            aria-label="Search tags"
            placeholder={`Search ${counted(all, kind === 'tag' ? 'tag' : 'field')}`}
            value={search}
            className="w-52"
            onChange={(event) => {
              setSearch(event.target.value);
            }}
          />
          <Segmented label="What is listed" value={kind} options={KINDS} onChange={setKind} />
        </span>
      }
    >
      {found.length === 0 ? (
        <p className="py-8 text-center text-muted">Nothing with this name. Search for a part of it.</p>
      ) : (
        <CoverageTable found={found} files={data.files} />
      )}
    </Card>
  );
}

function CoverageTable({ found, files }: { readonly found: readonly Coverage[]; readonly files: number }) {
  return (
    <div role="group" aria-label="Tags" tabIndex={0} className="relative max-h-96 overflow-y-auto">
      <table className="w-full table-fixed text-left">
        <thead className="sticky top-0 z-10 bg-panel text-sm text-muted">
          <tr className="h-7 border-b border-line">
            <th scope="col" className="w-[46%] font-medium">
              Name
            </th>
            <th scope="col" className="font-medium">
              Share of all files
            </th>
            <th scope="col" className="w-22 pr-2 text-right font-medium">
              Files
            </th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, ROWS_MOST).map((each) => (
            <CoverageRow key={each.column} coverage={each} files={files} />
          ))}
        </tbody>
      </table>
      {found.length > ROWS_MOST && (
        <p className="py-2 text-muted">
          And {count(found.length - ROWS_MOST)} more that fewer files have. Search to find them.
        </p>
      )}
    </div>
  );
}

function CoverageRow({ coverage, files }: { readonly coverage: Coverage; readonly files: number }) {
  const { isOn, toggle } = useBarFilter();
  const title = columnTitle(coverage.column);
  const bar: Bar = {
    id: coverage.column,
    label: title,
    files: coverage.files,
    condition: { column: coverage.column, test: 'present' },
  };
  return (
    <tr className="h-7 border-b border-line last:border-0">
      <th scope="row" className="pr-3 font-normal">
        <button
          type="button"
          aria-pressed={isOn(bar)}
          title={title}
          className="block max-w-full truncate rounded-sm -outline-offset-1 hover:text-accent-text hover:underline aria-pressed:font-semibold aria-pressed:text-accent-text"
          onClick={() => {
            toggle(bar);
          }}
        >
          <bdi className={coverage.kind === 'tag' ? 'font-mono text-sm' : undefined}>{title}</bdi>
        </button>
      </th>
      <td>
        <span className="flex items-center gap-2.5">
          <span aria-hidden className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-line">
            <span
              className="block h-full rounded-full bg-series-1"
              style={{ width: `${((100 * coverage.files) / Math.max(1, files)).toString()}%`, minWidth: 2 }}
            />
          </span>
          <span className="w-11 shrink-0 text-right text-muted">{percent(coverage.files, files)}</span>
        </span>
      </td>
      <td className="pr-2 text-right">{count(coverage.files)}</td>
    </tr>
  );
}

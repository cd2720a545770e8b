import { CORE_FIELD_NAMES } from '../../../src-protocol/model/core-fields.ts';
import type { ResultFilter } from '../../../src-protocol/contract/results.ts';
import { folded } from './folded.ts';
import type { Column, RowMask, SearchedColumn } from './column.ts';
import type { JobRows } from './job-rows.ts';

/** Up to so many, asking row by row is quicker than going through everything that columns have. */
const FEW_ROWS = 10_000;

export interface FilteredRows {
  readonly mask: RowMask;
  readonly count: number;
}

/** What a filter looks at. */
export interface Filterable {
  readonly rows: JobRows;
  /** The columns of the record itself and of its core. */
  readonly fixedColumns: ReadonlyMap<string, Column>;
  column(name: string): Column;
}

/** Rows that are done and meet every condition of a filter. */
export function filteredRows(index: Filterable, { search, conditions }: ResultFilter): FilteredRows {
  const mask = index.rows.doneMask();
  let count = index.rows.doneCount;
  const keep = (kept: RowMask, not: boolean) => {
    const wanted = not ? 0 : 1;
    count = 0;
    for (let row = 0; row < mask.length; row++) {
      const both = kept[row] === wanted ? (mask[row] ?? 0) : 0;
      mask[row] = both;
      count += both;
    }
  };
  for (const condition of conditions) {
    const kept = new Uint8Array(mask.length);
    const column = index.column(condition.column);
    const not = condition.not === true;
    if (condition.test === 'present' || condition.test === 'absent') {
      column.markPresent(kept);
      keep(kept, not !== (condition.test === 'absent'));
    } else {
      column.mark(condition, kept);
      keep(kept, not);
    }
  }
  const searched = searchedColumns(index);
  // long words first: they are rare, and where few rows are left these are looked at one by one
  for (const word of [...wordsOf(search)].sort((a, b) => b.length - a.length)) {
    const kept = new Uint8Array(mask.length);
    if (count > FEW_ROWS) for (const column of searched) column.markWord(word, kept);
    else for (const row of rowsIn(mask)) if (searched.some((column) => column.hasWord(word, row))) kept[row] = 1;
    keep(kept, false);
  }
  return { mask, count };
}

function* rowsIn(mask: RowMask): Generator<number> {
  for (let row = mask.indexOf(1); row >= 0; row = mask.indexOf(1, row + 1)) yield row;
}

export function wordsOf(search: string): ReadonlySet<string> {
  return new Set(
    folded(search)
      .split(/\s+/)
      .filter((word) => word !== ''),
  );
}

/** The path and the textual core fields. */
function searchedColumns({ fixedColumns }: Filterable): SearchedColumn[] {
  return ['path', ...CORE_FIELD_NAMES].map((name) => fixedColumns.get(name)).filter(isSearched);
}

function isSearched(column: Column | undefined): column is SearchedColumn {
  return column?.type === 'text' && 'markWord' in column;
}

import type { ColumnCoverage, ResultFilter } from '../../../../src-protocol/contract/results.ts';
import type { z } from 'zod';
import { CORE_FIELD_NAMES } from '../../../../src-protocol/model/core-fields.ts';
import type { ExportFormat } from '../../state/exports.ts';

export type ColumnChoice = 'view' | 'core' | 'all';
export type RowChoice = 'all' | 'filter' | 'selection';
export type Filter = z.input<typeof ResultFilter>;

/** Which results, and what a server is asked for to have just these. */
export type Rows =
  | { readonly kind: 'all' }
  | { readonly kind: 'filter'; readonly filter: Filter }
  | { readonly kind: 'selection'; readonly itemIds: readonly number[] };

export interface ExportChoice {
  readonly format: ExportFormat;
  readonly columns: ColumnChoice;
  readonly excel: boolean;
}

/** So many can be named one by one; more are better said by a filter. */
export const SELECTION_MAX = 100_000;

export const FORMATS: readonly { readonly value: ExportFormat; readonly text: string; readonly goodFor: string }[] = [
  { value: 'json', text: 'JSON', goodFor: 'One array of whole records. For programs that read a file at once.' },
  { value: 'jsonl', text: 'JSONL', goodFor: 'A whole record on each line. For scripts, and for very many files.' },
  { value: 'csv', text: 'CSV', goodFor: 'A table with commas. For spreadsheets and databases.' },
  { value: 'tsv', text: 'TSV', goodFor: 'A table with tabs. For command-line tools and statistics.' },
];

const RECORD_COLUMNS = ['path', 'relativePath', 'size', 'modifiedAt', 'outcome', 'error.code', 'error.message'];

/** The columns that the exported table begins with, as the server puts them for this choice. */
export function columnsOf(
  choice: ColumnChoice,
  viewColumns: readonly string[],
  coverage: readonly z.infer<typeof ColumnCoverage>[],
): readonly string[] {
  if (choice === 'view') return viewColumns;
  const core = [...RECORD_COLUMNS, ...CORE_FIELD_NAMES];
  if (choice === 'core') return core;
  const tags = coverage.filter(({ kind }) => kind === 'tag').map(({ column }) => column);
  return [...core, 'sidecars', ...tags];
}

export function isTable(format: ExportFormat): boolean {
  return format === 'csv' || format === 'tsv';
}

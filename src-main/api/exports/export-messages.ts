import type { ColumnChoice } from '../../export/columns.ts';
import type { ExportFormat } from '../../export/ports.ts';

/** What an export thread is started with. */
export interface ExportTask {
  readonly dataFolder: string;
  readonly jobId: number;
  readonly format: ExportFormat;
  readonly columns: ColumnChoice;
  readonly excel: boolean;
  /** Only these results, in this order; all where absent. */
  readonly itemIds?: Float64Array;
  /** The file to be written. */
  readonly file: string;
}

export type ToExport = 'stop';

export type FromExport =
  | { readonly kind: 'written'; readonly records: number }
  | { readonly kind: 'complete'; readonly records: number; readonly bytes: number }
  | { readonly kind: 'failed'; readonly message: string };

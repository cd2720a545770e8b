import type { Writable } from 'node:stream';
import type { StoredRecord } from '../../src-protocol/model/record.ts';

/**
 * Where the records come from. An export reads `nameLists` first and whole, then `records` once, and calls the iterator's
 * `return` when it stops early. Both may be read from one snapshot of the store; a tag that is only in a later record is
 * reported in the summary (`late-tags`).
 */
export interface ExportSource {
  records(): Iterable<StoredRecord>;
  /** The distinct `TagTable.names` lists of these records, each once, in any order. */
  nameLists(): Iterable<string>;
}

/**
 * Where the bytes go.
 *
 * - `file`: written beside `path` under a temporary name and renamed when it is complete. `replace` allows an existing
 *   regular file to be replaced; without it an existing file is the fault `exists`.
 * - `stdout`: standard output of this process.
 * - `stream`: for example an HTTP response. It is neither ended nor destroyed: that stays with who opened it. `name` is how
 *   faults call it.
 */
export type ExportTarget =
  | { readonly kind: 'file'; readonly path: string; readonly replace: boolean }
  | { readonly kind: 'stdout' }
  | { readonly kind: 'stream'; readonly stream: Writable; readonly name: string };

export type ExportFormat = 'jsonl' | 'json' | 'csv' | 'tsv';

export interface ExportWarning {
  readonly code:
    | 'empty-column' // an asked-for tag is in none of the records; its column is there, empty
    | 'late-tags' // tags came in after the columns were fixed and are not in the table
    | 'excel-limit'; // more rows, columns or text in a cell than Excel can open
  /** One sentence for a person. */
  readonly message: string;
}

export interface ExportSummary {
  /** Records that were written, or handed over before the reader went away. */
  readonly records: number;
  readonly bytes: number;
  /** Columns of a CSV or TSV table; 0 for JSON. */
  readonly columns: number;
  /** The reader of the stream went away (`| head`): what it read is right, the rest was not wanted. */
  readonly readerGone: boolean;
  readonly warnings: readonly ExportWarning[];
}

/** What bytes are written through. `write` calls do not overlap. */
export interface ByteSink {
  /** Fulfilled when the sink is ready for more. Faults: `ExportFault`, or `ReaderGone` for a stream without a reader. */
  write(chunk: Uint8Array): Promise<void>;
  /** Makes what was written final; nothing is at the target before. Faults: `ExportFault`. */
  commit(): Promise<void>;
  /** Gives up and leaves the target as it was before. Never fails. */
  discard(): Promise<void>;
}

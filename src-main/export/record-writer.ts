import { renderRecord } from '../../src-protocol/model/record.ts';
import type { StoredRecord } from '../../src-protocol/model/record.ts';
import type { Pace } from './pace.ts';
import type { ExportSource, ExportWarning } from './ports.ts';

/** One format: the text before, of and after the records. Stateful; made for one export. */
export interface RecordWriter {
  /** Columns of a table; 0 where the format has none. */
  readonly columnCount: number;
  head(): string;
  /** `index` counts the records of this export from 0. */
  record(record: StoredRecord, index: number): string;
  tail(records: number): string;
  /** What the user should know; asked once, after the last record. */
  warnings(source: ExportSource, records: number, pace: Pace): Promise<readonly ExportWarning[]>;
}

/** One `renderRecord` per line. */
export const jsonLines: RecordWriter = {
  columnCount: 0,
  head: () => '',
  record: (record) => `${renderRecord(record)}\n`,
  tail: () => '',
  warnings: () => Promise.resolve([]),
};

/** One array with a record per line, so that line tools can read it as well. */
export const jsonArray: RecordWriter = {
  columnCount: 0,
  head: () => '[\n',
  record: (record, index) => (index === 0 ? '' : ',\n') + renderRecord(record),
  tail: (records) => (records === 0 ? ']\n' : '\n]\n'),
  warnings: () => Promise.resolve([]),
};

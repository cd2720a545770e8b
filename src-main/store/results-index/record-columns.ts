import type { SqliteDatabase } from '../database.ts';
import { CoreColumns } from './core-columns.ts';
import type { Column } from './column.ts';
import type { ItemColumns } from './item-columns.ts';
import { itemRanges } from './item-ranges.ts';
import type { JobRows } from './job-rows.ts';
import type { Journal } from './journal.ts';
import { NameListColumn } from './name-list-column.ts';

/** So many are read in some milliseconds, and are forgotten before they are moved out of the young generation. */
const SLICE_RECORDS = 500;

type RecordRow = [itemId: number, size: number, faultMessage: string | null, nameListId: number, core: string];

/** What the records say of the files of a job: the core fields, and which list of tag names each has. */
export class RecordColumns {
  readonly #rows: JobRows;
  readonly #journal: Journal;
  readonly #itemColumns: ItemColumns;
  readonly #core: CoreColumns;
  readonly #read: (firstItemId: number, lastItemId: number) => RecordRow[];
  readonly nameLists: NameListColumn;
  #position = 0;
  #unprepared: Column[] = [];

  constructor(database: SqliteDatabase, jobId: number, rows: JobRows, journal: Journal, itemColumns: ItemColumns) {
    this.#rows = rows;
    this.#journal = journal;
    this.#itemColumns = itemColumns;
    this.#core = new CoreColumns(() => rows.expected);
    this.nameLists = new NameListColumn(() => rows.expected);
    // “CROSS”: items first, by their ids
    const read = database
      .prepare<[number, number, number], RecordRow>(
        `
      SELECT i.id, r.size_bytes, r.fault_message, r.name_list_id, r.core FROM items i CROSS JOIN records r ON r.id = i.record_id
      WHERE i.id BETWEEN ? AND ? AND +i.job_id = ? ORDER BY i.id`,
      )
      .raw();
    this.#read = (first, last) => read.all(first, last, jobId);
  }

  get columns(): ReadonlyMap<string, Column> {
    return this.#core.columns;
  }

  get bytes(): number {
    return this.nameLists.bytes;
  }

  clear(row: number): void {
    if (!this.nameLists.has(row)) return;
    this.#core.clear(row);
    this.nameLists.clear(row);
  }

  /**
   * Reads one slice of what the journal has had since the last time, and then prepares column after column for questions;
   * false where nothing is left.
   */
  readSlice(): boolean {
    const rows = this.#journal.slice(this.#position, this.#position + SLICE_RECORDS);
    if (rows.length === 0) return this.#prepareNext();
    this.#position += rows.length;
    this.#readRows(rows.filter((row) => this.#rows.isDone(row)));
    this.#unprepared = [...this.#core.columns.values()];
    return true;
  }

  #prepareNext(): boolean {
    const column = this.#unprepared.pop();
    column?.prepare?.();
    return column !== undefined;
  }

  #readRows(rows: readonly number[]): void {
    for (const { firstItemId, lastItemId, rowOf } of itemRanges(rows, this.#rows)) {
      for (const record of this.#read(firstItemId, lastItemId)) {
        const row = rowOf.get(record[0]);
        if (row !== undefined) this.#set(row, record);
      }
    }
  }

  #set(row: number, [, sizeBytes, faultMessage, nameListId, core]: RecordRow): void {
    this.clear(row); // where it was done twice since the journal was read
    this.#itemColumns.setOfRecord(row, sizeBytes, faultMessage);
    this.#core.set(row, core);
    this.nameLists.set(row, nameListId);
  }
}

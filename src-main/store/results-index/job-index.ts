import type { z } from 'zod';
import type { ResultFilter, ResultSort } from '../../../src-protocol/contract/results.ts';
import type { StoredJob } from '../../coordinator/ports.ts';
import type { SqliteDatabase } from '../database.ts';
import type { FolderIds } from '../folder-ids.ts';
import type { NameLists } from '../name-lists.ts';
import { inSlices } from '../slices.ts';
import type { Column } from './column.ts';
import type { FilteredRows } from './filtered-rows.ts';
import { filteredRows } from './filtered-rows.ts';
import { ItemColumns } from './item-columns.ts';
import type { ItemRow } from './item-rows.ts';
import { JobRows } from './job-rows.ts';
import { Journal } from './journal.ts';
import type { ShownPaths } from './path-columns.ts';
import { rowsBefore, rowsOfPage } from './page-rows.ts';
import { PathColumns } from './path-columns.ts';
import { RecordColumns } from './record-columns.ts';
import { Remembered } from './remembered.ts';
import { TagColumns } from './tag-columns.ts';

/** What an answer is made from. */
export interface Needs {
  /** Names of columns that are sorted, filtered or counted by. */
  readonly columns: readonly string[];
  /** Whether the records are needed for more than these. */
  readonly records: boolean;
}

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** What can be said without the records. */
const OF_THE_ITEM: ReadonlySet<string> = new Set([
  'path',
  'relativePath',
  'modifiedAt',
  'outcome',
  'fromCache',
  'error.code',
  'error.attempts',
  'error.worker',
  'error.failedAt',
  'sidecars',
  'durationMs',
  'name',
  'folder',
  'extension',
]);

/**
 * A running job is looked at again after so many times what the look took, and what is made anew after it (the order of all
 * paths, say), but soon; short looks are always taken.
 */
const LOOK_SHARE = 10;
const SHORT_LOOK_MS = 20;
const LOOK_AGAIN_MS = 2_000;

/** Beyond these, the whole order is made and kept: there will be further pages. */
const FIRST_ROWS_MAX = 2_000;
/** Four bytes per file each. */
const ORDERS_KEPT = 8;
const FILTERS_KEPT = 8;

/**
 * All results of one job as columns in memory. Any of hundreds of columns can be sorted, filtered and counted by, in any
 * combination, in some milliseconds for a million files; in SQL that would take an index per column and job, and a pass
 * over gigabytes for everything else. No value from outside becomes a part of an SQL text either.
 *
 * It is built in one pass over the items and one over their records, the second only when something asks for it, and
 * follows the job by what has changed. Both go in slices, between which other questions are answered.
 */
export class JobIndex {
  readonly rows: JobRows;
  readonly records: RecordColumns;
  readonly #items: ItemColumns;
  readonly #paths: PathColumns;
  readonly #tags: TagColumns;
  readonly #journal = new Journal();
  readonly #fixed: ReadonlyMap<string, Column>;
  readonly #orders = new Remembered<Uint32Array>(ORDERS_KEPT);
  readonly #filters = new Remembered<FilteredRows>(FILTERS_KEPT);
  #version = 0;
  #look: Generator<void> | undefined;
  #looksBegun = 0;
  #looksEnded = 0;
  #lookBeganMs = 0;
  #lookEndedMs = 0;
  #lookMs = 0;
  /** The longest that an answer took since the last look: the first one after it makes orders and filters anew. */
  #answerMs = 0;
  #seen: string | undefined;

  constructor(
    database: SqliteDatabase,
    job: StoredJob,
    shared: { readonly folders: FolderIds; readonly lists: NameLists; readonly shownPaths: ShownPaths },
  ) {
    this.rows = new JobRows(database, job.id, {
      added: (row, item) => {
        this.#paths.add(row, item);
      },
      done: (row, item) => {
        this.#done(row, item);
      },
      reopened: (row) => {
        this.#reopened(row);
      },
    });
    this.#paths = new PathColumns(this.rows, shared.folders, job.spec.sources, shared.shownPaths);
    this.#items = new ItemColumns(() => this.rows.expected);
    this.records = new RecordColumns(database, job.id, this.rows, this.#journal, this.#items);
    this.#tags = new TagColumns(database, job.id, this.rows, this.#journal, this.records.nameLists, shared.lists);
    this.#fixed = new Map([...this.#paths.columns, ...this.#items.columns, ...this.records.columns]);
  }

  /** Changes with everything that is read. */
  get version(): number {
    return this.#version;
  }

  get bytes(): number {
    let bytes = this.rows.bytes + this.#journal.bytes + this.#paths.bytes + this.records.bytes + this.#tags.bytes;
    for (const column of this.#fixed.values()) bytes += column.bytes;
    for (const order of this.#orders.values) bytes += order.byteLength;
    for (const { mask } of this.#filters.values) bytes += mask.byteLength;
    return bytes;
  }

  /** The columns of the record itself and of its core. */
  get fixedColumns(): ReadonlyMap<string, Column> {
    return this.#fixed;
  }

  /**
   * Answers with what the database has now. `stamp` changes whenever the database may have; `signal` ends the reading.
   */
  async answer<Answer>(
    { needs, job, stamp, signal }: { needs: Needs; job: StoredJob; stamp: string; signal: AbortSignal },
    compute: () => Answer,
  ): Promise<Answer> {
    const look = this.#lookFor(job, stamp);
    const tags = needs.columns.filter((name) => !this.#fixed.has(name));
    const records = needs.records || tags.length > 0 || needs.columns.some((name) => !OF_THE_ITEM.has(name));
    await inSlices(() => {
      signal.throwIfAborted();
      if (this.#looksEnded < look) return this.#goOnLooking(stamp);
      if (!records) return false;
      if (this.#reads(this.records.readSlice()) || tags.some((tag) => this.#reads(this.#tags.readSlice(tag))))
        return true;
      return job.state !== 'running' && this.#paths.prepareNext(); // while it runs, paths come all the time
    });
    const beganMs = performance.now();
    const answer = compute();
    this.#answerMs = Math.max(this.#answerMs, performance.now() - beganMs);
    this.#tags.trim();
    return answer;
  }

  column(name: string): Column {
    return this.#fixed.get(name) ?? this.#tags.get(name);
  }

  /** The rows of one page; without a sort, in the order in which the files were found. */
  pageRows(filtered: FilteredRows, sort: z.infer<typeof ResultSort> | undefined, { offset, limit }: Page): number[] {
    const until = Math.min(filtered.count, offset + limit);
    if (offset >= until) return [];
    if (sort === undefined) return rowsOfPage(filtered.mask, undefined, offset, until);
    if (until <= FIRST_ROWS_MAX && !this.#orders.has(orderKey(sort), this.#version))
      return this.column(sort.column).firstRows(filtered.mask, until, sort.descending).slice(offset);
    return rowsOfPage(filtered.mask, this.#orderOf(sort), offset, until);
  }

  /** How many of the filtered rows come before an item; undefined where it is none of them. */
  offsetOf(itemId: number, filtered: FilteredRows, sort: z.infer<typeof ResultSort> | undefined): number | undefined {
    const row = this.rows.rowOf(itemId);
    if (row === undefined || filtered.mask[row] !== 1) return undefined;
    return rowsBefore(filtered.mask, sort && this.#orderOf(sort), row);
  }

  filtered(filter: ResultFilter): FilteredRows {
    return this.#filters.get(JSON.stringify([filter.search, filter.conditions]), this.#version, () =>
      filteredRows(this, filter),
    );
  }

  #orderOf(sort: z.infer<typeof ResultSort>): Uint32Array {
    return this.#orders.get(orderKey(sort), this.#version, () =>
      this.column(sort.column).order(this.rows.count, sort.descending),
    );
  }

  /** The number of the look after which everything is known that was there when this was asked. */
  #lookFor(job: StoredJob, stamp: string): number {
    if (stamp === this.#seen) return this.#looksBegun;
    const sinceMs = performance.now() - this.#lookEndedMs;
    const costMs = this.#lookMs + this.#answerMs;
    const isFresh = costMs > SHORT_LOOK_MS && sinceMs < Math.min(LOOK_AGAIN_MS, LOOK_SHARE * costMs);
    return job.state === 'running' && isFresh ? this.#looksEnded : this.#looksBegun + 1;
  }

  #goOnLooking(stamp: string): boolean {
    if (this.#look === undefined) {
      this.#looksBegun++;
      this.#lookBeganMs = performance.now();
      this.#seen = stamp;
      this.#look = this.rows.look();
    }
    if (this.#look.next().done !== true) return true;
    this.#look = undefined;
    this.#looksEnded = this.#looksBegun;
    this.#lookEndedMs = performance.now();
    this.#lookMs = this.#lookEndedMs - this.#lookBeganMs;
    this.#answerMs = 0;
    return true;
  }

  #reads(something: boolean): boolean {
    if (something) this.#version++;
    return something;
  }

  #done(row: number, item: ItemRow): void {
    this.#version++;
    this.#items.set(row, item);
    if (item[10] !== null) this.#journal.add(row);
  }

  #reopened(row: number): void {
    this.#version++;
    this.#items.clear(row);
    this.records.clear(row);
    this.#tags.clear(row);
  }
}

function orderKey({ column, descending }: z.infer<typeof ResultSort>): string {
  return `${descending ? '-' : '+'}${column}`;
}

import type { SqliteDatabase } from '../database.ts';
import { ITEM_DONE } from '../codes.ts';
import { GrowingCodes } from './growing-codes.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import { itemChanges } from './item-changes.ts';
import type { ItemRow, ItemRows } from './item-rows.ts';
import { itemRows } from './item-rows.ts';

/** Ids that are read in one slice. */
const SLICE_IDS = 5_000;
/** Rows whose open items are looked for together; where all are done, nothing is looked for. */
const BLOCK_ROWS = 16_384;

/** What is done with the rows of a job as they come and change. */
export interface RowEvents {
  /** A file was found: it gets the next row. */
  readonly added: (row: number, item: ItemRow) => void;
  /** It is done. */
  readonly done: (row: number, item: ItemRow) => void;
  /** It is not done any more: it is read again. */
  readonly reopened: (row: number) => void;
}

/**
 * The items of a job as rows, in the order in which they were found, and which of them are done. A look at what has
 * changed costs as much as there are open items; one at a job that has ended costs nothing.
 */
export class JobRows {
  readonly #events: RowEvents;
  readonly #find: ReturnType<typeof itemChanges>;
  readonly #items: ItemRows;
  readonly #ids: GrowingNumbers;
  readonly #done: GrowingCodes;
  /** Open rows by block. */
  readonly #open: number[] = [];
  #expected = 0;
  #count = 0;
  #doneCount = 0;
  /** All items up to this id have been looked at; undefined before the first look. */
  #lastId: number | undefined;
  #lastChange: number;
  #jobsDeleted: number;

  constructor(database: SqliteDatabase, jobId: number, events: RowEvents) {
    this.#events = events;
    this.#find = itemChanges(database, jobId);
    this.#items = itemRows(database, jobId);
    this.#lastChange = this.#find.lastChange();
    this.#jobsDeleted = this.#find.jobsDeleted();
    this.#ids = new GrowingNumbers(() => this.expected);
    this.#done = new GrowingCodes(() => this.expected);
  }

  get count(): number {
    return this.#count;
  }

  /** How many there will be at least. */
  get expected(): number {
    return Math.max(this.#count, this.#expected);
  }

  get doneCount(): number {
    return this.#doneCount;
  }

  get bytes(): number {
    return this.#ids.bytes + this.#done.bytes;
  }

  idOf(row: number): number {
    return this.#ids.at(row);
  }

  isDone(row: number): boolean {
    return this.#done.at(row) === 1;
  }

  /** 1 per row that is done; a copy. */
  doneMask(): Uint8Array {
    const mask = new Uint8Array(this.#count);
    mask.set(this.#done.array.subarray(0, this.#count));
    return mask;
  }

  /** Looks at what has changed, slice by slice: a long read would keep the log from being moved into the database. */
  *look(): Generator<void> {
    this.#lookAtChangedItems();
    for (let block = 0; block < this.#open.length; block++) {
      if (this.#open[block] === 0) continue;
      this.#lookAtBlock(block);
      yield;
    }
    yield* this.#lookAtNewItems();
  }

  #lookAtChangedItems(): void {
    const lastChange = this.#find.lastChange(); // asked before: what changes meanwhile is seen at the next look
    for (const itemId of this.#find.changesAfter(this.#lastChange)) {
      const row = this.rowOf(itemId);
      if (row !== undefined) this.#reopen(row);
    }
    this.#lastChange = Math.max(this.#lastChange, lastChange);
  }

  #lookAtBlock(block: number): void {
    const first = block * BLOCK_ROWS;
    const after = Math.min(this.#count, first + BLOCK_ROWS);
    const isOpen = new Uint8Array(after - first);
    for (const itemIds of this.#find.openBetween(this.idOf(first), this.idOf(after - 1))) {
      let row = first;
      for (const itemId of itemIds) {
        while (this.idOf(row) < itemId) row++;
        isOpen[row - first] = 1;
      }
    }
    for (let row = first; row < after; row++) {
      if (isOpen[row - first] === 1) this.#reopen(row);
      else if (!this.isDone(row)) this.#readAgain(row);
    }
  }

  *#lookAtNewItems(): Generator<void> {
    const jobsDeleted = this.#find.jobsDeleted();
    // the ids of a deleted job's items may have been given to new items, also of this job
    if (jobsDeleted !== this.#jobsDeleted && this.#lastId !== undefined) this.#lastId = this.#ownLastId();
    this.#jobsDeleted = jobsDeleted;
    const newest = this.#find.newestId();
    const { after, last } = this.#lastId === undefined ? this.#firstExtent() : { after: this.#lastId, last: newest };
    for (let before = after; before < last; before += SLICE_IDS) {
      for (const item of this.#items.between(before + 1, Math.min(last, before + SLICE_IDS))) this.#add(item);
      yield;
    }
    this.#lastId = Math.max(last, newest);
  }

  /** At first, items of later jobs need not be looked at. */
  #firstExtent() {
    const { first, last, count } = this.#find.extent();
    this.#expected = count;
    return { after: (first ?? 1) - 1, last: last ?? 0 };
  }

  #ownLastId(): number {
    return this.#count === 0 ? 0 : this.idOf(this.#count - 1);
  }

  #add(item: ItemRow): void {
    const row = this.#count++;
    this.#ids.set(row, item[0]);
    const block = Math.floor(row / BLOCK_ROWS);
    this.#open[block] = (this.#open[block] ?? 0) + 1;
    this.#events.added(row, item);
    this.#finish(row, item);
  }

  #readAgain(row: number): void {
    const item = this.#items.get(this.idOf(row));
    if (item !== undefined) this.#finish(row, item);
  }

  #finish(row: number, item: ItemRow): void {
    if (item[7] !== ITEM_DONE) return;
    this.#mark(row, 1);
    this.#events.done(row, item);
  }

  #reopen(row: number): void {
    if (!this.isDone(row)) return;
    this.#mark(row, 0);
    this.#events.reopened(row);
  }

  #mark(row: number, done: 0 | 1): void {
    const more = done === 1 ? 1 : -1;
    const block = Math.floor(row / BLOCK_ROWS);
    this.#done.set(row, done);
    this.#doneCount += more;
    this.#open[block] = (this.#open[block] ?? 0) - more;
  }

  /** The row of an item; undefined for one that is not of this job. */
  rowOf(itemId: number): number | undefined {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.idOf(middle) < itemId) low = middle + 1;
      else high = middle;
    }
    return low < this.#count && this.idOf(low) === itemId ? low : undefined;
  }
}

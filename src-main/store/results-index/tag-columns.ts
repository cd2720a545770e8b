import type { SqliteDatabase } from '../database.ts';
import type { NameLists } from '../name-lists.ts';
import { CodedColumn } from './coded-column.ts';
import type { Column } from './column.ts';
import { TAG_VALUES } from './faces.ts';
import { itemRanges } from './item-ranges.ts';
import type { JobRows } from './job-rows.ts';
import type { Journal } from './journal.ts';
import type { NameListColumn } from './name-list-column.ts';
import { placeOfTag, tagLine, tagOfColumn } from './tag-lines.ts';

/** Values are large: so many are some megabytes. */
const SLICE_RECORDS = 500;
/** Tags that are sorted and filtered by at the same time are few; each takes a pass over all records to come back. */
const COLUMNS_MAX = 12;

/** A tag that is there with nothing in it, as JSON. */
const NO_VALUE = 'null';

interface TagColumn {
  readonly column: CodedColumn;
  /** By list of names the place of the tag in it. */
  readonly places: number[];
  position: number;
}

/** The tags by which a job's results are sorted or filtered; each is read when it is first asked for. */
export class TagColumns {
  readonly #rows: JobRows;
  readonly #journal: Journal;
  readonly #nameLists: NameListColumn;
  readonly #lists: Pick<NameLists, 'namesOf'>;
  readonly #read: (first: number, last: number, nameListIds: readonly number[]) => [itemId: number, values: string][];
  /** The one used last comes last. */
  readonly #columns = new Map<string, TagColumn>();

  constructor(
    database: SqliteDatabase,
    jobId: number,
    rows: JobRows,
    journal: Journal,
    nameLists: NameListColumn,
    lists: Pick<NameLists, 'namesOf'>,
  ) {
    this.#rows = rows;
    this.#journal = journal;
    this.#nameLists = nameLists;
    this.#lists = lists;
    const read = database
      .prepare<[number, number, number, string], [number, string]>(
        `
      SELECT i.id, r.tag_values FROM items i CROSS JOIN records r ON r.id = i.record_id
      WHERE i.id BETWEEN ? AND ? AND +i.job_id = ? AND r.name_list_id IN (SELECT value FROM json_each(?))`,
      )
      .raw();
    this.#read = (first, last, ids) => read.all(first, last, jobId, JSON.stringify(ids));
  }

  get bytes(): number {
    let bytes = 0;
    for (const { column } of this.#columns.values()) bytes += column.bytes;
    return bytes;
  }

  /** Only after `readSlice` has given false for it. */
  get(name: string): Column {
    return this.#columnOf(name).column;
  }

  clear(row: number): void {
    for (const { column } of this.#columns.values()) column.clear(row);
  }

  /** Forgets those that were used long ago. A question may need more at once than are kept. */
  trim(): void {
    for (const oldest of this.#columns.keys()) {
      if (this.#columns.size <= COLUMNS_MAX) break;
      this.#columns.delete(oldest);
    }
  }

  /** Reads one slice of what the journal has had since the last time; false where there is nothing. */
  readSlice(name: string): boolean {
    const tag = this.#columnOf(name);
    const rows = this.#journal.slice(tag.position, tag.position + SLICE_RECORDS);
    tag.position += rows.length;
    const { raw } = tagOfColumn(name);
    const having = rows.filter((row) => this.#rows.isDone(row) && this.#placeIn(row, name, tag) >= 0);
    for (const { firstItemId, lastItemId, rowOf } of itemRanges(having, this.#rows)) {
      const ids = new Set(Array.from(rowOf.values(), (row) => this.#nameLists.idOf(this.#nameLists.listOf(row))));
      for (const [itemId, values] of this.#read(firstItemId, lastItemId, [...ids])) {
        const row = rowOf.get(itemId);
        if (row === undefined) continue;
        const line = tagLine(values, this.#placeIn(row, name, tag), raw);
        if (line !== undefined && line !== NO_VALUE) {
          tag.column.clear(row); // where it was done twice since the journal was read
          tag.column.set(row, line);
        }
      }
    }
    return rows.length > 0;
  }

  #placeIn(row: number, name: string, { places }: TagColumn): number {
    const list = this.#nameLists.listOf(row);
    if (list === 0) return -1;
    return (places[list] ??= placeOfTag(this.#lists.namesOf(this.#nameLists.idOf(list)), tagOfColumn(name).tag));
  }

  #columnOf(name: string): TagColumn {
    const known = this.#columns.get(name) ?? {
      column: new CodedColumn('text', TAG_VALUES, () => this.#rows.expected),
      places: [],
      position: 0,
    };
    this.#columns.delete(name);
    this.#columns.set(name, known);
    return known;
  }
}

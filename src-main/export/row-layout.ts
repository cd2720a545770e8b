import { splitValue, tagLines } from '../../src-protocol/model/record.ts';
import type { StoredRecord } from '../../src-protocol/model/record.ts';
import type { Cells } from './cells.ts';
import type { ChosenColumns, Column } from './columns.ts';
import { RecordView } from './record-view.ts';

/** One cell that a record with a certain list of names may fill. */
interface Step {
  /** The separators between the filled cell before and this one: a row costs its own cells, not the columns of all. */
  readonly gap: string;
  readonly column: Column;
  /** The line of `TagTable.values`, for a tag. */
  readonly line: number;
}

interface Plan {
  readonly steps: readonly Step[];
  readonly tail: string;
}

/** Steps of all plans that are remembered: some 20 MB at most, and a plan is soon made again. */
const REMEMBERED_STEPS_MAX = 250_000;
const LATE_TAGS_MAX = 1_000;

/** Turns records into rows. The work that depends on a list of names alone is done once per list. */
export class RowLayout {
  readonly #columns: readonly Column[];
  readonly #cells: Cells;
  readonly #everyTag: boolean;
  /** The columns that every record may fill. */
  readonly #fieldIndexes: readonly number[];
  /** A tag's columns: its text, its raw value, or both. */
  readonly #indexesOfTag: ReadonlyMap<string, readonly number[]>;
  /** As many separators as a row can have, for gaps to be cut from: `repeat` gives a rope, walked through at every use. */
  readonly #separators: string;
  readonly #plans = new Map<string, Plan>();
  #rememberedSteps = 0;
  readonly #seenTags = new Set<string>();
  readonly #lateTags = new Set<string>();

  constructor(chosen: ChosenColumns, cells: Cells) {
    this.#columns = chosen.columns;
    this.#cells = cells;
    this.#everyTag = chosen.everyTag;
    this.#fieldIndexes = chosen.columns.flatMap(({ kind }, index) => (kind === 'field' ? [index] : []));
    this.#indexesOfTag = indexesOfTag(chosen.columns);
    this.#separators = Buffer.alloc(chosen.columns.length, cells.separator).toString('latin1');
  }

  /** The first row, without a line break. */
  header(): string {
    return this.#columns.map(({ header }) => this.#cells.text(header)).join(this.#cells.separator);
  }

  /** The row of a record, without a line break. */
  row(record: StoredRecord): string {
    const plan = this.#planFor(record.tags.names);
    const view = new RecordView(record);
    const lines = this.#indexesOfTag.size === 0 ? [] : tagLines(record.tags.values);
    let row = '';
    for (const { gap, column, line } of plan.steps) {
      row += gap;
      row += column.kind === 'tag' ? this.#tagCell(lines[line], column.raw) : column.read(view, this.#cells);
    }
    row += plan.tail;
    // an empty line is no row to many readers
    return row === '' ? '""' : row;
  }

  /** Headers of the tag columns that no record had. */
  emptyTagColumns(): string[] {
    return this.#columns.flatMap((column) =>
      column.kind === 'tag' && !this.#seenTags.has(column.tag) ? [column.header] : [],
    );
  }

  /** Tags without a column although every tag was to have one: they came in after the columns were fixed. */
  lateTags(): string[] {
    return [...this.#lateTags];
  }

  #tagCell(line: string | undefined, raw: boolean): string {
    if (line === undefined) return '';
    if (!line.includes('\t')) return this.#cells.json(line);
    const value = splitValue(line);
    return this.#cells.json(raw ? (value.raw ?? value.text) : value.text);
  }

  #planFor(names: string): Plan {
    const known = this.#plans.get(names);
    if (known !== undefined) return known;
    if (this.#rememberedSteps > REMEMBERED_STEPS_MAX) {
      this.#plans.clear();
      this.#rememberedSteps = 0;
    }
    const plan = this.#makePlan(tagLines(names));
    this.#plans.set(names, plan);
    this.#rememberedSteps += plan.steps.length;
    return plan;
  }

  #makePlan(names: readonly string[]): Plan {
    const lineOf = new Map(this.#fieldIndexes.map((index) => [index, 0]));
    names.forEach((name, line) => {
      for (const index of this.#indexesFor(name)) lineOf.set(index, line);
    });
    const filled = [...lineOf.keys()].sort((a, b) => a - b);
    let last = 0;
    const steps = filled.flatMap((index) => {
      const column = this.#columns[index];
      if (column === undefined) return [];
      const gap = this.#separators.slice(0, index - last);
      last = index;
      return [{ gap, column, line: lineOf.get(index) ?? 0 }];
    });
    return { steps, tail: this.#separators.slice(0, this.#columns.length - 1 - last) };
  }

  #indexesFor(tag: string): readonly number[] {
    const indexes = this.#indexesOfTag.get(tag);
    if (indexes !== undefined) {
      this.#seenTags.add(tag);
      return indexes;
    }
    if (this.#everyTag && this.#lateTags.size < LATE_TAGS_MAX) this.#lateTags.add(tag);
    return [];
  }
}

function indexesOfTag(columns: readonly Column[]): ReadonlyMap<string, readonly number[]> {
  const indexes = new Map<string, number[]>();
  columns.forEach((column, index) => {
    if (column.kind !== 'tag') return;
    const known = indexes.get(column.tag);
    if (known === undefined) indexes.set(column.tag, [index]);
    else known.push(index);
  });
  return indexes;
}

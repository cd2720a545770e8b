import { GrowingCodes } from './growing-codes.ts';

/** Which list of tag names each row has, and how many rows have which. Lists are numbered from 1 as they come. */
export class NameListColumn {
  readonly #listOfRow: GrowingCodes;
  readonly #numbers = new Map<number, number>();
  readonly #ids: number[] = [];
  readonly #files: number[] = [];
  /** A row that has the list, or had it. */
  readonly #examples: number[] = [];

  constructor(rowsExpected: () => number) {
    this.#listOfRow = new GrowingCodes(rowsExpected);
  }

  get bytes(): number {
    return this.#listOfRow.bytes + this.#ids.length * 100;
  }

  get count(): number {
    return this.#ids.length;
  }

  has(row: number): boolean {
    return this.#listOfRow.at(row) !== 0;
  }

  /** 0 for a row without one. */
  listOf(row: number): number {
    return this.#listOfRow.at(row);
  }

  /** In the database. */
  idOf(list: number): number {
    return this.#ids[list - 1] ?? 0;
  }

  filesOf(list: number): number {
    return this.#files[list - 1] ?? 0;
  }

  exampleOf(list: number): number {
    return this.#examples[list - 1] ?? 0;
  }

  /** Only for a row without one. */
  set(row: number, id: number): void {
    const list = this.#numberOf(id);
    this.#listOfRow.set(row, list);
    this.#files[list - 1] = this.filesOf(list) + 1;
    this.#examples[list - 1] = row;
  }

  clear(row: number): void {
    const list = this.listOf(row);
    if (list === 0) return;
    this.#listOfRow.set(row, 0);
    this.#files[list - 1] = this.filesOf(list) - 1;
  }

  #numberOf(id: number): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const list = this.#ids.push(id);
    this.#numbers.set(id, list);
    return list;
  }
}

/** Rows in the order in which they were done. Whoever reads what belongs to them remembers how far it has come. */
export class Journal {
  readonly #rows: number[] = [];

  get length(): number {
    return this.#rows.length;
  }

  get bytes(): number {
    return this.#rows.length * 8;
  }

  add(row: number): void {
    this.#rows.push(row);
  }

  /** A copy of a part. */
  slice(from: number, to: number): number[] {
    return this.#rows.slice(from, to);
  }
}

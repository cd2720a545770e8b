/** Numbers, one per row; NaN where none was set. Without any, they take nothing. */
export class GrowingNumbers {
  readonly #rowsExpected: () => number;
  #numbers = new Float64Array(0);

  constructor(rowsExpected: () => number) {
    this.#rowsExpected = rowsExpected;
  }

  /** May be shorter than there are rows. It is another one after `set`. */
  get array(): Float64Array {
    return this.#numbers;
  }

  get bytes(): number {
    return this.#numbers.byteLength;
  }

  at(row: number): number {
    return this.#numbers[row] ?? Number.NaN;
  }

  set(row: number, value: number): void {
    if (row >= this.#numbers.length) this.#grow(row);
    this.#numbers[row] = value;
  }

  #grow(row: number): void {
    const old = this.#numbers;
    this.#numbers = new Float64Array(Math.max(this.#rowsExpected(), row + 1, Math.ceil(old.length * 1.25)));
    this.#numbers.set(old);
    this.#numbers.fill(Number.NaN, old.length);
  }
}

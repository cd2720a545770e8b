type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Whole numbers, one per row, in as few bytes each as the largest needs; 0 where none was set. All 0, they take nothing. */
export class GrowingCodes {
  readonly #rowsExpected: () => number;
  #codes: Codes = new Uint8Array(0);
  #codeMax = 0xff;

  constructor(rowsExpected: () => number) {
    this.#rowsExpected = rowsExpected;
  }

  /** May be shorter than there are rows: the others are 0. It is another one after `set`. */
  get array(): Codes {
    return this.#codes;
  }

  get bytes(): number {
    return this.#codes.byteLength;
  }

  at(row: number): number {
    return this.#codes[row] ?? 0;
  }

  set(row: number, code: number): void {
    if (code > this.#codeMax || row >= this.#codes.length) {
      if (code === 0) return;
      this.#grow(row, code);
    }
    this.#codes[row] = code;
  }

  #grow(row: number, code: number): void {
    const old = this.#codes;
    const length =
      row < old.length ? old.length : Math.max(this.#rowsExpected(), row + 1, Math.ceil(old.length * 1.25));
    this.#codeMax = Math.max(this.#codeMax, code <= 0xff ? 0xff : code <= 0xffff ? 0xffff : 0xffffffff);
    const wider = this.#codeMax === 0xff ? Uint8Array : this.#codeMax === 0xffff ? Uint16Array : Uint32Array;
    this.#codes = new wider(length);
    this.#codes.set(old);
  }
}

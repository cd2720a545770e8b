import type { Facet, RowMask, Column, Settable, SizeOf } from './column.ts';
import { facetOfNumbers } from './facet-of-numbers.ts';
import { firstRows } from './first-rows.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import { orderOfNumbers } from './order.ts';
import type { ValueCondition } from './value-test.ts';
import { valueTest } from './value-test.ts';

/** A column of numbers of which most occur once (sizes, positions): a dictionary would take more than the numbers. */
export class NumberColumn implements Column, Settable<number> {
  readonly type = 'number';
  readonly #numbers: GrowingNumbers;
  #present = 0;

  constructor(rowsExpected: () => number) {
    this.#numbers = new GrowingNumbers(rowsExpected);
  }

  get present(): number {
    return this.#present;
  }

  get bytes(): number {
    return this.#numbers.bytes;
  }

  /** In the place of the value that the row may have. */
  set(row: number, value: number): void {
    if (Number.isNaN(this.#numbers.at(row))) this.#present++;
    this.#numbers.set(row, value + 0); // -0 would be sorted before 0
  }

  clear(row: number): void {
    if (Number.isNaN(this.#numbers.at(row))) return;
    this.#numbers.set(row, Number.NaN);
    this.#present--;
  }

  order(rows: number, descending: boolean): Uint32Array {
    return orderOfNumbers(this.#numbers.array, rows, descending);
  }

  firstRows(mask: RowMask, count: number, descending: boolean): number[] {
    return firstRows((row) => this.#numbers.at(row), mask, count, descending);
  }

  markPresent(mask: RowMask): void {
    this.#markWhere(mask, () => true);
  }

  mark(condition: ValueCondition, mask: RowMask): void {
    const passes = valueTest(condition);
    const readsText = condition.test !== 'between';
    this.#markWhere(mask, (value) => passes(value, readsText ? value.toString() : ''));
  }

  facet(mask: RowMask, limit: number, sizeOf?: SizeOf): Facet {
    return facetOfNumbers(this.#numbers.array, mask, limit, (value) => value, sizeOf);
  }

  number(row: number): number {
    return this.#numbers.at(row);
  }

  #markWhere(mask: RowMask, isTrue: (value: number) => boolean): void {
    const numbers = this.#numbers.array;
    const filled = Math.min(mask.length, numbers.length);
    for (let row = 0; row < filled; row++) {
      const value = numbers[row] ?? Number.NaN;
      if (!Number.isNaN(value) && isTrue(value)) mask[row] = 1;
    }
  }
}

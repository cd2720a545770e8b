import type { Column, Facet, RowMask, Settable, SizeOf } from './column.ts';
import type { DateKey } from './date-key.ts';
import { dateBounds, dateKeyOf } from './date-key.ts';
import { facetOfNumbers } from './facet-of-numbers.ts';
import { firstRows } from './first-rows.ts';
import { folded } from './folded.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import { orderOfNumbers } from './order.ts';
import type { ValueCondition } from './value-test.ts';

/** A column of dates. A bound stands for all that it names: `to: 2010-05` has the whole of May in it. */
export class DateColumn implements Column, Settable<DateKey> {
  readonly type = 'date';
  readonly #keys: GrowingNumbers;
  readonly #textOf: (key: DateKey) => string;
  #present = 0;

  constructor(rowsExpected: () => number, textOf: (key: DateKey) => string) {
    this.#keys = new GrowingNumbers(rowsExpected);
    this.#textOf = textOf;
  }

  get present(): number {
    return this.#present;
  }

  get bytes(): number {
    return this.#keys.bytes;
  }

  /** Only for a row without a value; NaN stands for none. */
  set(row: number, key: DateKey): void {
    if (Number.isNaN(key)) return;
    this.#keys.set(row, key);
    this.#present++;
  }

  clear(row: number): void {
    if (Number.isNaN(this.#keys.at(row))) return;
    this.#keys.set(row, Number.NaN);
    this.#present--;
  }

  order(rows: number, descending: boolean): Uint32Array {
    return orderOfNumbers(this.#keys.array, rows, descending);
  }

  firstRows(mask: RowMask, count: number, descending: boolean): number[] {
    return firstRows((row) => this.#keys.at(row), mask, count, descending);
  }

  markPresent(mask: RowMask): void {
    this.#markWhere(mask, () => true);
  }

  mark(condition: ValueCondition, mask: RowMask): void {
    this.#markWhere(mask, this.#testOf(condition));
  }

  facet(mask: RowMask, limit: number, sizeOf?: SizeOf): Facet {
    return facetOfNumbers(this.#keys.array, mask, limit, this.#textOf, sizeOf);
  }

  number(row: number): DateKey {
    return this.#keys.at(row);
  }

  /** What is no date as a bound accepts nothing, because nothing compares with NaN. */
  #testOf(condition: ValueCondition): (key: DateKey) => boolean {
    switch (condition.test) {
      case 'equals': {
        const keys = new Set(condition.values.map((value) => dateKeyOf(String(value).replace(/Z$/i, ''))));
        return (key) => keys.has(key);
      }
      case 'contains': {
        const part = folded(condition.text);
        return (key) => folded(this.#textOf(key)).includes(part);
      }
      case 'between': {
        const first = condition.from === undefined ? -Infinity : dateBounds(String(condition.from)).first;
        const last = condition.to === undefined ? Infinity : dateBounds(String(condition.to)).last;
        return (key) => key >= first && key <= last;
      }
    }
  }

  #markWhere(mask: RowMask, isTrue: (key: DateKey) => boolean): void {
    const keys = this.#keys.array;
    const filled = Math.min(mask.length, keys.length);
    for (let row = 0; row < filled; row++) {
      const key = keys[row] ?? Number.NaN;
      if (!Number.isNaN(key) && isTrue(key)) mask[row] = 1;
    }
  }
}

import type { ColumnCoverage, FacetValue } from '../../../src-protocol/contract/results.ts';
import type { z } from 'zod';
import type { ValueCondition } from './value-test.ts';

export type ColumnType = z.infer<typeof ColumnCoverage>['type'];

export interface Facet {
  readonly values: readonly z.infer<typeof FacetValue>[];
  /** Files with values of which none is listed. */
  readonly others: number;
  readonly absent: number;
}

/** How large the file of a row is, in bytes; NaN where that is not known. */
export type SizeOf = (row: number) => number;

/** Which rows are meant: 1 per row that is. */
export type RowMask = Uint8Array;

/** One field over all files of a job. A row is the place of a file in the order in which the files were found. */
export interface Column {
  readonly type: ColumnType;
  /** How many rows have a value. */
  readonly present: number;
  readonly bytes: number;
  clear(row: number): void;
  /** Does beforehand what would make the first question slow. */
  prepare?(): void;
  /** All rows up to `rows`, sorted; those without a value come last, and equal ones in the order of the rows. */
  order(rows: number, descending: boolean): Uint32Array;
  /** The first rows of a mask in that order, without the whole order. */
  firstRows(mask: RowMask, count: number, descending: boolean): number[];
  markPresent(mask: RowMask): void;
  mark(condition: ValueCondition, mask: RowMask): void;
  /** The most frequent values of the rows of a mask; with `sizeOf` also how large the files of each are together. */
  facet(mask: RowMask, limit: number, sizeOf?: SizeOf): Facet;
  /** What a histogram counts: for a date its key. NaN for rows that have no number. */
  number(row: number): number;
}

/** A column that a search looks into. */
export interface SearchedColumn extends Column {
  /** Marks rows in whose text a folded word occurs. */
  markWord(word: string, mask: RowMask): void;
  /** The same for one row: quicker where only few are asked for. */
  hasWord(word: string, row: number): boolean;
}

/** A column whose values are set row by row; a path's are not. */
export interface Settable<Value> extends Column {
  set(row: number, value: Value): void;
}

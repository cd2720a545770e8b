import type { Facet, RowMask, SearchedColumn, SizeOf } from './column.ts';
import { facetValue } from './facet-value.ts';
import { firstRows } from './first-rows.ts';
import { folded } from './folded.ts';
import type { GrowingCodes } from './growing-codes.ts';
import { mostFrequent } from './most-frequent.ts';
import type { NameTexts } from './name-texts.ts';
import { orderOfRanks } from './order.ts';
import { pathRanks } from './path-ranks.ts';
import type { ValueCondition } from './value-test.ts';
import { valueTest } from './value-test.ts';

/** What the columns of paths share: all have the same names, under folders that they write differently. */
export interface PathParts {
  rows(): number;
  readonly names: NameTexts;
  /** By row the number of its folder. */
  readonly folderOfRow: GrowingCodes;
}

const SEPARATOR = /[/\\]/g;

/** A path is never absent, and does not change. */
export class PathColumn implements SearchedColumn {
  readonly type = 'text';
  readonly #parts: PathParts;
  readonly #folders: readonly string[];
  readonly #shownPath: (row: number) => string;
  #ranks: { readonly ofRow: Uint32Array; readonly count: number } = { ofRow: new Uint32Array(0), count: 0 };

  /** `folders`: by number, folded, with the separator at the end. `shownPath`: as it is written. */
  constructor(parts: PathParts, folders: readonly string[], shownPath: (row: number) => string) {
    this.#parts = parts;
    this.#folders = folders;
    this.#shownPath = shownPath;
  }

  get present(): number {
    return this.#parts.rows();
  }

  get bytes(): number {
    return this.#ranks.ofRow.byteLength;
  }

  get isPrepared(): boolean {
    return this.#ranks.ofRow.length === this.#parts.rows();
  }

  prepare(): void {
    this.#ranked(this.#parts.rows());
  }

  clear(): void {
    // the file has its path whether it is done or not
  }

  order(rows: number, descending: boolean): Uint32Array {
    const { ofRow, count } = this.#ranked(rows);
    return orderOfRanks(ofRow, count, descending);
  }

  firstRows(mask: RowMask, count: number, descending: boolean): number[] {
    const { ofRow } = this.#ranked(mask.length);
    return firstRows((row) => ofRow[row] ?? Number.NaN, mask, count, descending);
  }

  markPresent(mask: RowMask): void {
    mask.fill(1);
  }

  mark(condition: ValueCondition, mask: RowMask): void {
    if (condition.test === 'contains') {
      this.markWord(folded(condition.text), mask);
      return;
    }
    const passes = valueTest(condition);
    for (let row = 0; row < mask.length; row++) if (passes(Number.NaN, this.#pathAt(row))) mask[row] = 1;
  }

  markWord(word: string, mask: RowMask): void {
    const folderOfRow = this.#parts.folderOfRow.array;
    this.#parts.names.forEachWith(word, (row) => {
      mask[row] = 1;
    });
    const wanted = Uint8Array.from(this.#folders, (folder) => (folder.includes(word) ? 1 : 0));
    if (wanted.includes(1)) {
      for (let row = 0; row < mask.length; row++) mask[row] = (mask[row] ?? 0) | (wanted[folderOfRow[row] ?? 0] ?? 0);
    }
    for (const { index } of word.matchAll(SEPARATOR)) this.#markAcross(word, index + 1, mask);
  }

  hasWord(word: string, row: number): boolean {
    return this.#pathAt(row).includes(word);
  }

  facet(mask: RowMask, limit: number, sizeOf?: SizeOf): Facet {
    const { ofRow, count } = this.#ranked(mask.length);
    const files = new Uint32Array(count + 1);
    const bytes = sizeOf && new Float64Array(count + 1);
    const rowOf = new Uint32Array(count + 1);
    let all = 0;
    for (let row = 0; row < mask.length; row++) {
      if (mask[row] === 0) continue;
      const rank = ofRow[row] ?? 0;
      files[rank] = (files[rank] ?? 0) + 1;
      rowOf[rank] = row;
      if (bytes) bytes[rank] = (bytes[rank] ?? 0) + (sizeOf(row) || 0);
      all++;
    }
    const values = mostFrequent(files, limit).map((rank) => ({
      value: facetValue(this.#shownPath(rowOf[rank] ?? 0)),
      files: files[rank] ?? 0,
      ...(bytes && { bytes: bytes[rank] ?? 0 }),
    }));
    return { values, others: all - values.reduce((sum, value) => sum + value.files, 0), absent: 0 };
  }

  number(): number {
    return Number.NaN;
  }

  #pathAt(row: number): string {
    return (this.#folders[this.#parts.folderOfRow.at(row)] ?? '') + this.#parts.names.at(row);
  }

  /** Where the word begins in the folder and ends in the name. */
  #markAcross(word: string, nameAt: number, mask: RowMask): void {
    const end = word.slice(0, nameAt);
    const begin = word.slice(nameAt);
    const wanted = Uint8Array.from(this.#folders, (folder) => (folder.endsWith(end) ? 1 : 0));
    if (begin === '' || !wanted.includes(1)) return;
    const { folderOfRow, names } = this.#parts;
    for (let row = 0; row < mask.length; row++)
      if (wanted[folderOfRow.at(row)] === 1 && names.at(row).startsWith(begin)) mask[row] = 1;
  }

  #ranked(rows: number) {
    if (this.#ranks.ofRow.length === rows) return this.#ranks;
    const { names, folderOfRow } = this.#parts;
    this.#ranks = pathRanks({
      rows,
      folders: this.#folders,
      folderOf: (row) => folderOfRow.at(row),
      nameOf: (row) => names.at(row),
    });
    return this.#ranks;
  }
}

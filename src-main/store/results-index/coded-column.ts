import type { ColumnType, Facet, RowMask, SearchedColumn, Settable, SizeOf } from './column.ts';
import { Dictionary } from './dictionary.ts';
import { facetValue } from './facet-value.ts';
import type { Faces, Key } from './faces.ts';
import { firstRows } from './first-rows.ts';
import { GrowingCodes } from './growing-codes.ts';
import { mostFrequent } from './most-frequent.ts';
import { orderOfRanks } from './order.ts';
import type { ValueCondition } from './value-test.ts';
import { valueTest } from './value-test.ts';

/** A column of texts, lists, truth values or numbers that occur again and again: each distinct one stands once. */
export class CodedColumn implements SearchedColumn, Settable<Key> {
  readonly type: ColumnType;
  readonly dictionary: Dictionary;
  readonly #codes: GrowingCodes;
  #present = 0;
  #lastKey: Key | undefined;
  #lastCode = 0;

  constructor(type: ColumnType, faces: Faces, rowsExpected: () => number) {
    this.type = type;
    this.dictionary = new Dictionary(faces);
    this.#codes = new GrowingCodes(rowsExpected);
  }

  get present(): number {
    return this.#present;
  }

  get bytes(): number {
    return this.#codes.bytes + this.dictionary.bytes;
  }

  /** Only for a row without a value. */
  set(row: number, key: Key): void {
    if (key !== this.#lastKey) {
      this.#lastCode = this.dictionary.codeOf(key);
      this.#lastKey = key;
    }
    this.#codes.set(row, this.#lastCode);
    this.#present++;
  }

  has(row: number): boolean {
    return this.#codes.at(row) !== 0;
  }

  clear(row: number): void {
    if (!this.has(row)) return;
    this.#codes.set(row, 0);
    this.#present--;
  }

  /** Does what the first sort or search would have to do with all the distinct values. */
  prepare(): void {
    this.dictionary.ranks();
    this.dictionary.parts()?.dictionary.ranks();
  }

  order(rows: number, descending: boolean): Uint32Array {
    const { ofCode, count } = this.dictionary.ranks();
    const codes = this.#codes.array;
    const rankOfRow = new Uint32Array(rows);
    const filled = Math.min(rows, codes.length);
    for (let row = 0; row < filled; row++) rankOfRow[row] = ofCode[codes[row] ?? 0] ?? 0;
    return orderOfRanks(rankOfRow, count, descending);
  }

  firstRows(mask: RowMask, count: number, descending: boolean): number[] {
    const { ofCode } = this.dictionary.ranks();
    const codes = this.#codes.array;
    return firstRows((row) => ofCode[codes[row] ?? 0] || Number.NaN, mask, count, descending);
  }

  markPresent(mask: RowMask): void {
    this.#markCodes(mask, new Uint8Array(this.dictionary.size + 1).fill(1, 1));
  }

  mark(condition: ValueCondition, mask: RowMask): void {
    const passes = valueTest(condition);
    this.#markWhere(mask, (dictionary, wanted) => {
      for (let code = 1; code < wanted.length; code++)
        wanted[code] = passes(dictionary.number(code), dictionary.folded(code)) ? 1 : 0;
    });
  }

  markWord(word: string, mask: RowMask): void {
    this.#markWhere(mask, (dictionary, wanted) => {
      dictionary.forEachWith(word, (code) => {
        wanted[code] = 1;
      });
    });
  }

  hasWord(word: string, row: number): boolean {
    const code = this.#codes.at(row);
    if (code === 0) return false;
    const parts = this.dictionary.parts();
    if (parts === undefined) return this.dictionary.folded(code).includes(word);
    return parts.codesOf(code).some((part) => parts.dictionary.folded(part).includes(word));
  }

  facet(mask: RowMask, limit: number, sizeOf?: SizeOf): Facet {
    const { files, absent } = this.#filesOfCodes(mask);
    const bytes = sizeOf && this.#bytesOfCodes(mask, sizeOf);
    const parts = this.dictionary.parts();
    const counted = parts?.dictionary ?? this.dictionary;
    const ranks = counted.ranks();
    const filesOfRank = new Uint32Array(ranks.count + 1);
    const bytesOfRank = new Float64Array(bytes === undefined ? 0 : ranks.count + 1);
    const filesOfPart = parts === undefined ? files : new Uint32Array(counted.size + 1);
    const ranksOf = (code: number): Iterable<number> =>
      parts === undefined
        ? [ranks.ofCode[code] ?? 0]
        : new Set(parts.codesOf(code).map((part) => ranks.ofCode[part] ?? 0)); // a word twice in one file counts once
    for (let code = 1; code < files.length; code++) {
      const count = files[code] ?? 0;
      if (count === 0) continue;
      for (const rank of ranksOf(code)) {
        filesOfRank[rank] = (filesOfRank[rank] ?? 0) + count;
        bytesOfRank[rank] = (bytesOfRank[rank] ?? 0) + (bytes?.[code] ?? 0);
      }
      if (parts === undefined) continue;
      for (const part of parts.codesOf(code)) filesOfPart[part] = (filesOfPart[part] ?? 0) + count;
    }
    const top = mostFrequent(filesOfRank, limit);
    const listed = new Set(top);
    let others = 0;
    for (let code = 1; code < files.length; code++) {
      const count = files[code] ?? 0;
      if (count > 0 && !some(ranksOf(code), (rank) => listed.has(rank))) others += count;
    }
    const spellings = mostFrequentSpellings(ranks.ofCode, filesOfPart, listed);
    const values = top.map((rank) => ({
      value: facetValue(counted.cell(spellings.get(rank) ?? 0)),
      files: filesOfRank[rank] ?? 0,
      ...(bytes && { bytes: bytesOfRank[rank] ?? 0 }),
    }));
    return { values, others, absent };
  }

  number(row: number): number {
    const code = this.#codes.at(row);
    return code === 0 ? Number.NaN : this.dictionary.number(code);
  }

  /** Marks rows of which `choose` wants the value, or one of its elements. It chooses among the distinct ones, by code. */
  #markWhere(mask: RowMask, choose: (dictionary: Dictionary, wanted: Uint8Array) => void): void {
    const parts = this.dictionary.parts();
    const wanted = new Uint8Array(this.dictionary.size + 1);
    if (parts === undefined) {
      choose(this.dictionary, wanted);
    } else {
      const wantedParts = new Uint8Array(parts.dictionary.size + 1);
      choose(parts.dictionary, wantedParts);
      for (let code = 1; code < wanted.length; code++)
        wanted[code] = parts.codesOf(code).some((part) => wantedParts[part] === 1) ? 1 : 0;
    }
    if (wanted.includes(1)) this.#markCodes(mask, wanted);
  }

  #markCodes(mask: RowMask, wanted: Uint8Array): void {
    const codes = this.#codes.array;
    const filled = Math.min(mask.length, codes.length);
    for (let row = 0; row < filled; row++) mask[row] = (mask[row] ?? 0) | (wanted[codes[row] ?? 0] ?? 0);
  }

  #filesOfCodes(mask: RowMask): { readonly files: Uint32Array; readonly absent: number } {
    const files = new Uint32Array(this.dictionary.size + 1);
    const codes = this.#codes.array;
    for (let row = 0; row < mask.length; row++) {
      if (mask[row] === 0) continue;
      const code = codes[row] ?? 0;
      files[code] = (files[code] ?? 0) + 1;
    }
    return { files, absent: files[0] ?? 0 };
  }

  #bytesOfCodes(mask: RowMask, sizeOf: SizeOf): Float64Array {
    const bytes = new Float64Array(this.dictionary.size + 1);
    const codes = this.#codes.array;
    for (let row = 0; row < mask.length; row++) {
      if (mask[row] === 0) continue;
      const code = codes[row] ?? 0;
      bytes[code] = (bytes[code] ?? 0) + (sizeOf(row) || 0);
    }
    return bytes;
  }
}

/** Of values that differ only in case, the one that most files have stands for all. */
function mostFrequentSpellings(rankOfCode: Uint32Array, filesOfCode: Uint32Array, ranks: ReadonlySet<number>) {
  const spellings = new Map<number, number>();
  for (let code = 1; code < rankOfCode.length; code++) {
    const rank = rankOfCode[code] ?? 0;
    if (!ranks.has(rank)) continue;
    if ((filesOfCode[code] ?? 0) > (filesOfCode[spellings.get(rank) ?? 0] ?? 0) || !spellings.has(rank))
      spellings.set(rank, code);
  }
  return spellings;
}

function some(numbers: Iterable<number>, isTrue: (value: number) => boolean): boolean {
  for (const value of numbers) if (isTrue(value)) return true;
  return false;
}

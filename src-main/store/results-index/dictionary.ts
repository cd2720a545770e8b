import type { Faces, Key } from './faces.ts';
import { folded } from './folded.ts';
import { NameTexts } from './name-texts.ts';

/** The places of a dictionary's values in ascending order, from 1; values that are equal but for case share one. */
export interface Ranks {
  readonly ofCode: Uint32Array;
  readonly count: number;
}

/** Measured: what a text, its place in a map and its forms take besides its characters, and the elements of a list. */
const BYTES_PER_VALUE = 160;
const BYTES_PER_LIST = 60;

/** The distinct values of a column, each under a code from 1; 0 stands for no value. */
export class Dictionary {
  readonly faces: Faces;
  readonly #codes = new Map<Key, number>();
  readonly #keys: Key[] = [];
  readonly #folded: string[] = [];
  /** The same once more, as a search goes through them: a word is looked for in millions of values in some milliseconds. */
  readonly #searched = new NameTexts();
  readonly #numbers: number[] = [];
  #sorted = new Uint32Array(0);
  #ranks: Ranks = { ofCode: new Uint32Array(1), count: 0 };
  #characters = 0;
  #parts: { readonly dictionary: Dictionary; readonly ofCode: (readonly number[])[] } | undefined;

  constructor(faces: Faces) {
    this.faces = faces;
  }

  get size(): number {
    return this.#keys.length;
  }

  get bytes(): number {
    const { dictionary, ofCode } = this.#parts ?? {};
    const parts = (dictionary?.bytes ?? 0) + (ofCode?.length ?? 0) * BYTES_PER_LIST;
    return this.size * BYTES_PER_VALUE + this.#characters + this.#searched.bytes + parts;
  }

  codeOf(key: Key): number {
    const known = this.#codes.get(key);
    if (known !== undefined) return known;
    const kept = typeof key === 'string' ? unshared(key) : key;
    const code = this.#keys.push(kept);
    this.#codes.set(kept, code);
    if (typeof key === 'string') this.#characters += key.length;
    return code;
  }

  cell(code: number): Key {
    return this.faces.cell(this.#keys[code - 1] ?? '');
  }

  /** NaN for a value that is compared as text. */
  number(code: number): number {
    this.#prepare();
    return this.#numbers[code - 1] ?? Number.NaN;
  }

  folded(code: number): string {
    this.#prepare();
    return this.#folded[code - 1] ?? '';
  }

  /** Calls for each value that has the folded word in it. */
  forEachWith(word: string, found: (code: number) => void): void {
    this.#prepare();
    this.#searched.forEachWith(word, (at) => {
      found(at + 1);
    });
  }

  /** The elements of lists: a dictionary of their own, and which of its codes belong to a code of this one. */
  parts(): { readonly dictionary: Dictionary; readonly codesOf: (code: number) => readonly number[] } | undefined {
    const split = this.faces.parts;
    if (split === undefined) return undefined;
    const { dictionary, ofCode } = (this.#parts ??= { dictionary: new Dictionary(split.faces), ofCode: [] });
    for (let at = ofCode.length; at < this.#keys.length; at++)
      ofCode.push(split.of(this.#keys[at] ?? '').map((part) => dictionary.codeOf(part)));
    return { dictionary, codesOf: (code) => ofCode[code - 1] ?? [] };
  }

  /** Values that have come since the last time are sorted and merged into the others. Numbers come before texts. */
  ranks(): Ranks {
    if (this.#sorted.length === this.size) return this.#ranks;
    this.#prepare();
    const added = Array.from({ length: this.size - this.#sorted.length }, (_, at) => this.#sorted.length + at + 1);
    added.sort((a, b) => this.#compare(a, b));
    this.#sorted = merge(this.#sorted, added, (a, b) => this.#compare(a, b));
    const ofCode = new Uint32Array(this.size + 1);
    let count = 0;
    let before = 0;
    for (const code of this.#sorted) {
      if (before === 0 || this.#compare(before, code) !== 0) count++;
      ofCode[code] = count;
      before = code;
    }
    this.#ranks = { ofCode, count };
    return this.#ranks;
  }

  /** Tags that are printed differently may have the same number. */
  #compare(a: number, b: number): number {
    const numberA = this.#numbers[a - 1] ?? Number.NaN;
    const numberB = this.#numbers[b - 1] ?? Number.NaN;
    if (numberA !== numberB) {
      if (Number.isNaN(numberB)) return Number.isNaN(numberA) ? this.#compareTexts(a, b) : -1;
      return Number.isNaN(numberA) ? 1 : numberA - numberB;
    }
    return this.#compareTexts(a, b);
  }

  #compareTexts(a: number, b: number): number {
    const textA = this.#folded[a - 1] ?? '';
    const textB = this.#folded[b - 1] ?? '';
    return textA < textB ? -1 : textA > textB ? 1 : 0;
  }

  #prepare(): void {
    for (let at = this.#folded.length; at < this.#keys.length; at++) {
      const key = this.#keys[at] ?? '';
      const text = folded(String(this.faces.cell(key)));
      this.#folded.push(text);
      this.#searched.add(text);
      this.#numbers.push(this.faces.number(key));
    }
  }
}

/** From here on, the engine makes a part of a text without copying it. */
const PART_CHARS_MIN = 13;

/** A text of its own: as long as there is a part of a text, the engine keeps the whole of it in memory. */
function unshared(text: string): string {
  if (text.length < PART_CHARS_MIN) return text;
  const copy = Buffer.from(text, 'utf8').toString('utf8');
  return copy === text ? copy : text; // half of a surrogate pair is not kept
}

function merge(old: Uint32Array, added: readonly number[], compare: (a: number, b: number) => number) {
  const merged = new Uint32Array(old.length + added.length);
  let from = 0;
  let at = 0;
  for (const code of added) {
    while (from < old.length && compare(old[from] ?? 0, code) <= 0) merged[at++] = old[from++] ?? 0;
    merged[at++] = code;
  }
  merged.set(old.subarray(from), at);
  return merged;
}

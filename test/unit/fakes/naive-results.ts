import type { z } from 'zod';
import type { Cell, Condition, ResultFilter, ResultSort } from '../../../src-protocol/contract/results.ts';
import { CORE_FIELD_NAMES } from '../../../src-protocol/model/core-fields.ts';
import type { StoredRecord } from '../../../src-protocol/model/record.ts';
import { renderFullRecord } from '../../../src-protocol/model/record.ts';

type Scalar = string | number | boolean;
type Json = Readonly<Record<string, unknown>>;

/** A value as it is shown, and what conditions and facets see of it. */
interface Value {
  readonly cell: Scalar;
  readonly parts: readonly Scalar[];
  /** Where it is compared as a number. */
  readonly number: number | undefined;
  readonly isDate: boolean;
}

const MILLISECOND_CHARS = '2020-01-01T00:00:00.000'.length;

/** What the index answers, found out record by record from their JSON. */
export class NaiveResults {
  readonly #records: readonly Json[];

  constructor(records: readonly StoredRecord[]) {
    this.#records = records.map((record) => JSON.parse(renderFullRecord(record)) as Json);
  }

  /** The paths of the results that match, in order. */
  paths(filter: ResultFilter, sort?: z.infer<typeof ResultSort>): string[] {
    const matching = this.#matching(filter);
    if (sort !== undefined) {
      const sign = sort.descending ? -1 : 1;
      matching.sort((a, b) => {
        const [left, right] = [valueOf(a, sort.column), valueOf(b, sort.column)];
        if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
        return sign * compare(left, right);
      });
    }
    return matching.map((record) => String(record['path']));
  }

  cells(filter: ResultFilter, columns: readonly string[]): Cell[][] {
    return this.#matching(filter).map((record) => columns.map((column) => valueOf(record, column)?.cell ?? null));
  }

  /** How many files have which value, and how large they are together, in the order of their texts. */
  facet(filter: ResultFilter, column: string): { readonly values: readonly string[]; readonly absent: number } {
    const found = new Map<string, { files: number; bytes: number }>();
    let absent = 0;
    for (const record of this.#matching(filter)) {
      const value = valueOf(record, column);
      if (value === undefined) absent++;
      const distinct = value?.parts.map((part) =>
        JSON.stringify([folded(part), (value.parts.length === 1 ? value.number : undefined) ?? numberOf(part)]),
      );
      for (const part of new Set(distinct)) {
        const { files, bytes } = found.get(part) ?? { files: 0, bytes: 0 };
        found.set(part, { files: files + 1, bytes: bytes + Number(record['size'] ?? 0) });
      }
    }
    const values = Array.from(
      found,
      ([part, { files, bytes }]) =>
        `${JSON.stringify((JSON.parse(part) as unknown[])[0])}: ${files.toString()} of ${bytes.toString()} bytes`,
    );
    return { values: values.sort(), absent };
  }

  coverage(columns: readonly string[]) {
    return Object.fromEntries(
      columns
        .map(
          (column) => [column, this.#records.filter((record) => valueOf(record, column) !== undefined).length] as const,
        )
        .filter(([, files]) => files > 0),
    );
  }

  #matching({ search, conditions }: ResultFilter): Json[] {
    const words = lower(search).split(/\s+/);
    return this.#records.filter(
      (record) =>
        conditions.every((condition) => meets(record, condition) !== (condition.not ?? false)) &&
        words.every((word) => textsOf(record).some((text) => text.includes(word))),
    );
  }
}

/** Without regard to case; a number is not the text that looks like it. */
export function folded(value: Scalar): Scalar {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function lower(value: Scalar): string {
  return String(value).toLowerCase();
}

function textsOf(record: Json): string[] {
  const core = record['core'] as Json;
  const texts = CORE_FIELD_NAMES.flatMap((field) => core[field]).filter((value) => typeof value === 'string');
  return [String(record['path']), ...texts].map(lower);
}

function valueOf(record: Json, column: string): Value | undefined {
  if (column === 'error.failedAt') return dated((record['error'] as Json | undefined)?.['failedAt']);
  if (column.startsWith('error.')) return plain((record['error'] as Json | undefined)?.[column.slice(6)]);
  if (PARTS_OF_PATH.has(column)) return plain(partOf(String(record['path']), column));
  if (column === 'modifiedAt') return dated(record['modifiedAt']);
  if (column in record) return plain(record[column]);
  const inCore = (record['core'] as Json)[column];
  if (inCore !== undefined)
    return typeof inCore === 'object' && 'local' in (inCore as Json) ? dated((inCore as Json)['local']) : plain(inCore);
  const tag = (record['tags'] as Json)[column];
  if (typeof tag !== 'object' || tag === null || Array.isArray(tag)) return plain(tag);
  const { value, text } = tag as { value: unknown; text: Scalar };
  return { cell: text, parts: [text], number: typeof value === 'number' ? value : numberOf(text), isDate: false };
}

const PARTS_OF_PATH = new Set(['name', 'folder', 'extension']);

/** Of a path with slashes; a name like `.a` has no extension, nor has one that ends with something else than letters. */
function partOf(path: string, part: string): string | undefined {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  if (part === 'name') return name;
  if (part === 'folder') return slash === 0 ? '/' : path.slice(0, slash);
  return /[^]\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase();
}

function plain(value: unknown): Value | undefined {
  if (value === undefined || value === null) return undefined;
  const parts = (Array.isArray(value) ? value : [value]) as Scalar[];
  if (parts.length === 0) return undefined;
  const cell = Array.isArray(value) ? parts.join('; ') : (value as Scalar);
  return { cell, parts, number: numberOf(cell), isDate: false };
}

function dated(text: unknown): Value | undefined {
  return typeof text === 'string' ? { cell: text, parts: [text], number: undefined, isDate: true } : undefined;
}

function numberOf(value: Scalar): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Of a date, what is finer than a millisecond does not count. */
function compared({ cell, isDate }: Value): string {
  return isDate ? String(cell).replace('Z', '').slice(0, MILLISECOND_CHARS) : lower(cell);
}

function compare(a: Value, b: Value): number {
  if (a.number !== b.number) return (a.number ?? Infinity) - (b.number ?? Infinity);
  const [left, right] = [compared(a), compared(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function meets(record: Json, condition: Condition): boolean {
  const value = valueOf(record, condition.column);
  if (condition.test === 'absent') return value === undefined;
  if (value === undefined) return false;
  if (condition.test === 'present') return true;
  return value.parts.some((part) => partMeets({ ...value, cell: part }, condition));
}

function partMeets(value: Value, condition: Exclude<Condition, { test: 'present' | 'absent' }>): boolean {
  switch (condition.test) {
    case 'contains':
      return lower(value.cell).includes(lower(condition.text));
    case 'equals':
      return condition.values.some((wanted) => lower(wanted) === lower(value.cell) || written(wanted) === value.number);
    case 'between': {
      const { from, to } = condition;
      return (from === undefined || order(value, from) >= 0) && (to === undefined || order(value, to, true) <= 0);
    }
  }
}

/** The number that is written, also in a text. */
function written(value: Scalar): number {
  return typeof value === 'boolean' || value === '' || value.toString().trim() === '' ? Number.NaN : Number(value);
}

/** NaN where the two do not compare. */
function order(value: Value, bound: Scalar, upTo = false): number {
  if (value.number !== undefined) return value.number - written(bound);
  if (typeof bound === 'number') return Number.NaN;
  const [text, limit] = [compared(value), value.isDate ? String(bound) : lower(bound)];
  const seen = value.isDate && upTo ? text.slice(0, limit.length) : text;
  return seen < limit ? -1 : seen > limit ? 1 : 0;
}

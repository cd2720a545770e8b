import type { CoreFields } from '../../src-protocol/model/core-fields.ts';
import type { StoredRecord } from '../../src-protocol/model/record.ts';
import { membersOf, stringOf } from './json-text.ts';

/** One record while its row is made; the core fields are read at the first question for one. */
export class RecordView {
  readonly record: StoredRecord;
  #core: Map<string, string> | undefined;

  constructor(record: StoredRecord) {
    this.record = record;
  }

  /** JSON text of a core field; undefined where it is not known. */
  core(field: keyof CoreFields): string | undefined {
    this.#core ??= membersOf(this.record.coreJson);
    return this.#core.get(field);
  }

  /** One part of a core date, as text: a string's text, a number's digits. */
  datePart(field: DateField, part: DatePart): string | undefined {
    const date = this.core(field);
    const json = date === undefined ? undefined : membersOf(date).get(part);
    return json?.startsWith('"') === true ? stringOf(json) : json;
  }

  /** ISO 8601, with the offset where it is known: `2020-05-01T10:00:00.12+02:00`, else the local time alone. */
  date(field: DateField): string | undefined {
    const local = this.datePart(field, 'local');
    const offset = this.datePart(field, 'offsetMinutes');
    // a date without a time of day takes no offset in ISO 8601
    return local?.includes('T') === true && offset !== undefined ? local + isoOffset(Number(offset)) : local;
  }
}

export const DATE_FIELDS = ['capturedAt', 'createdAt'] as const satisfies readonly (keyof CoreFields)[];
export type DateField = (typeof DATE_FIELDS)[number];

export const DATE_PARTS = [
  'local',
  'offsetMinutes',
  'utc',
  'source',
  'offsetSource',
] as const satisfies readonly (keyof NonNullable<CoreFields[DateField]>)[];
export type DatePart = (typeof DATE_PARTS)[number];

function isoOffset(minutes: number): string {
  const hours = Math.trunc(Math.abs(minutes) / 60).toString();
  const rest = (Math.abs(minutes) % 60).toString();
  return `${minutes < 0 ? '-' : '+'}${hours.padStart(2, '0')}:${rest.padStart(2, '0')}`;
}

import type { CoreDate } from '../../../../src-protocol/model/core-fields.ts';

/** A date and time as a file gives it. */
export interface WrittenDate {
  /** ISO 8601 without an offset, no more precise than the file: `2010`, `2004-02-26`, `2020-05-01T10:00:00.12`. */
  readonly local: string;
  /** Absent where the value itself carries no zone. */
  readonly offsetMinutes: number | undefined;
}

// ExifTool writes `2020:05:01 10:00:00.12+02:00`; other writers' values come through as they are: `2020-05-01T10:00Z`.
const WRITTEN =
  /^(\d{4})(?:[:\-/.](\d\d)(?:[:\-/.](\d\d)(?:[ T]+(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(Z|[-+]\d\d(?::?\d\d)?)?)?)?)?$/i;
const OFFSET = /^(?:(Z)|([-+])(\d\d):?(\d\d)?)$/i;
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(\.\d+)?$/;

/** Real offsets lie within ±14 h today and were within ±16 h in history; a larger one is damage. */
const OFFSET_MINUTES_MAX = 16 * 60;

/**
 * The zero of the clocks that formats count from (COM and .NET, FILETIME, QuickTime, Unix). A time that is exactly zero was
 * never set.
 */
const UNSET = new Set(['0001-01-01T00:00:00', '1601-01-01T00:00:00', '1904-01-01T00:00:00', '1970-01-01T00:00:00']);

/** Reads a date of any precision. Undefined for one that does not exist: `0000:00:00 00:00:00`, month 13, 30 February. */
export function parseDate(text: string): WrittenDate | undefined {
  const match = WRITTEN.exec(text.trim());
  if (match === null) return undefined;
  const [, year = '', month, day, hour, minute, second, fraction, zone] = match;
  if (year === '0000') return undefined;
  if (month === undefined) return { local: year, offsetMinutes: undefined };
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  if (day === undefined) return { local: `${year}-${month}`, offsetMinutes: undefined };
  if (Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month))) return undefined;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined || minute === undefined) return { local: date, offsetMinutes: undefined };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  const seconds = second === undefined ? '' : `:${second}`;
  const local = `${date}T${hour}:${minute}${seconds}${fraction === undefined ? '' : `.${fraction}`}`;
  if (UNSET.has(local)) return undefined;
  return { local, offsetMinutes: zone === undefined ? undefined : parseOffset(zone) };
}

/** Minutes east of UTC: of `+02:00`, `-0500`, `+01` or `Z`. */
export function parseOffset(text: string): number | undefined {
  const match = OFFSET.exec(text.trim());
  if (match === null) return undefined;
  const [, zulu, sign, hours, minutes = '0'] = match;
  if (zulu !== undefined) return 0;
  if (Number(minutes) > 59) return undefined;
  return validOffset((sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)));
}

/** An offset in minutes if there can be such a zone. */
export function validOffset(minutes: number): number | undefined {
  if (!Number.isInteger(minutes) || Math.abs(minutes) > OFFSET_MINUTES_MAX) return undefined;
  return minutes === 0 ? 0 : minutes; // -0 would be another value in a comparison
}

/** Joins a date with the sub-seconds that EXIF keeps in a tag of their own; the digits stay as they are. */
export function withFraction(date: WrittenDate, digits: string | undefined): WrittenDate {
  if (digits === undefined || !/^\d+$/.test(digits) || !/T\d\d:\d\d:\d\d$/.test(date.local)) return date;
  return { local: `${date.local}.${digits}`, offsetMinutes: date.offsetMinutes };
}

/** The evidence as the record keeps it. An offset means nothing to a date without a time of day. */
export function coreDate(date: WrittenDate, source: string, offsetSource: string): CoreDate {
  const { local, offsetMinutes } = date;
  if (offsetMinutes === undefined || !local.includes('T')) return { local, source };
  const utc = shift(local, -offsetMinutes);
  if (utc === undefined) return { local, source };
  return { local, offsetMinutes, utc: `${utc}Z`, source, offsetSource };
}

/**
 * For tags that are a count of seconds since an epoch in the file. ExifTool prints them in the zone of the computer that it
 * runs on, which is no evidence of where the file was made and would give each worker of a mixed network another record: so
 * the instant is kept and its zone is UTC, in which it was counted.
 */
export function inUtc(date: WrittenDate): WrittenDate | undefined {
  if (date.offsetMinutes === undefined) return date;
  const utc = shift(date.local, -date.offsetMinutes);
  return utc === undefined || UNSET.has(utc) ? undefined : { local: utc, offsetMinutes: 0 };
}

/** Moves a local time by minutes; seconds and their fraction are not touched. Undefined beyond the years 1 to 9999. */
function shift(local: string, minutes: number): string | undefined {
  const match = LOCAL.exec(local);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = ''] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day)); // Date.UTC would take year 50 for 1950
  date.setUTCHours(Number(hour), Number(minute) + minutes);
  const moved = date.getUTCFullYear();
  if (moved < 1 || moved > 9_999) return undefined;
  return `${date.toISOString().slice(0, 16)}${second === undefined ? '' : `:${second}`}${fraction}`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * A date of any precision as one number, so that dates are sorted and compared as their ISO texts are: milliseconds since
 * 1970 on the calendar of the text, times eight, plus how exact it is. `2010` comes before `2010-01`, and that before
 * `2010-01-01`. What is finer than a millisecond is cut off.
 */
export type DateKey = number;

const PRECISIONS = 8;
const [YEAR, MONTH, DAY, MINUTE, SECOND, MILLISECOND] = [0, 1, 2, 3, 4, 7];
/** How long the text of each precision is. */
const LENGTHS = [4, 7, 10, 16, 19, 21, 22, 23] as const;
const ZONE = /(?:Z|[-+]\d\d:\d\d)$/;

const DAY_MS = 86_400_000;
const LAST_DATE_MS = 8.64e15;

/** NaN for a text that is no ISO date without a zone. */
export function dateKeyOf(text: string): DateKey {
  const precision = precisionOf(text);
  if (precision < 0) return Number.NaN;
  const month = precision >= MONTH ? digits(text, 5, 2) : 1;
  const day = precision >= DAY ? digits(text, 8, 2) : 1;
  let ms = daysSince1970(digits(text, 0, 4), month, day) * DAY_MS;
  if (precision >= MINUTE) ms += (digits(text, 11, 2) * 60 + digits(text, 14, 2)) * 60_000;
  if (precision >= SECOND) ms += digits(text, 17, 2) * 1_000;
  if (precision > SECOND) ms += digits(text, 20, precision - SECOND) * 10 ** (MILLISECOND - precision);
  return ms * PRECISIONS + precision;
}

/** The key of a moment that is known to the millisecond. */
export function dateKeyOfMs(ms: number): DateKey {
  return Math.max(-LAST_DATE_MS, Math.min(LAST_DATE_MS, Math.trunc(ms))) * PRECISIONS + MILLISECOND;
}

export function textOfDateKey(key: DateKey): string {
  return new Date(msOfDateKey(key)).toISOString().slice(0, LENGTHS[precisionOfKey(key)]);
}

export function msOfDateKey(key: DateKey): number {
  return Math.floor(key / PRECISIONS);
}

/** Whether the time of day is known. */
export function hasTime(key: DateKey): boolean {
  return precisionOfKey(key) >= MINUTE;
}

export type CalendarStep = 'year' | 'month' | 'day';

/** Whether it is known to the year, the month or the day. */
export function isAsExactAs(key: DateKey, step: CalendarStep): boolean {
  return precisionOfKey(key) >= { year: YEAR, month: MONTH, day: DAY }[step];
}

/** The first and the last key that belong to a bound as a person writes it: `2010-05` is the whole month, in any zone. */
export function dateBounds(bound: string): { readonly first: DateKey; readonly last: DateKey } {
  const first = dateKeyOf(bound.replace(bound.includes('T') ? ZONE : '', ''));
  const date = new Date(msOfDateKey(first));
  const precision = precisionOfKey(first);
  if (precision === YEAR) date.setUTCFullYear(date.getUTCFullYear() + 1);
  else if (precision === MONTH) date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setTime(date.getTime() + (UNIT_MS[precision] ?? 0));
  return { first, last: date.getTime() * PRECISIONS - 1 };
}

const UNIT_MS: readonly number[] = [0, 0, DAY_MS, 60_000, 1_000, 100, 10, 1];

function precisionOfKey(key: DateKey): number {
  return key - msOfDateKey(key) * PRECISIONS;
}

/** -1 where a separator is not in its place, or a digit is none. */
function precisionOf(text: string): number {
  const precision = text.length > 23 ? MILLISECOND : LENGTHS.findIndex((length) => length === text.length);
  if (precision < 0) return -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const separator = SEPARATORS.charCodeAt(at); // NaN after the last one
    if (separator >= 0 && separator !== DIGIT ? code !== separator : code < 0x30 || code > 0x39) return -1;
  }
  return precision;
}

const SEPARATORS = '0000-00-00T00:00:00.';
const DIGIT = 0x30;

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) value = value * 10 + text.charCodeAt(at) - 0x30;
  return value;
}

/** Of the Gregorian calendar, also before it was made. Formula: Howard Hinnant, “days_from_civil”. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

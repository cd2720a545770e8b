/** From a minute of a day of the week on, for so many minutes. Sunday is day 0, as for `Date`. */
interface Window {
  readonly day: number;
  readonly fromMinute: number;
  readonly minutes: number;
}

/** When a worker may work, in the computer's own time. */
export interface Schedule {
  readonly windows: readonly Window[];
}

export type ParsedSchedule =
  | { readonly ok: true; readonly schedule: Schedule }
  /** `reason` is a sentence for whoever wrote it. */
  | { readonly ok: false; readonly reason: string };

export interface Duty {
  readonly isOn: boolean;
  /** Milliseconds since 1970 of the next change; absent where it stays as it is. */
  readonly untilMs?: number;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MINUTES_OF_DAY = 24 * 60;
const MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;
const FORM = 'Write it as 22:00-06:00 or as Mon-Fri 18:00-08:00,Sat,Sun.';

/**
 * Reads `22:00-06:00` or `Mon-Fri 18:00-08:00,Sat,Sun`: parts with days, hours or both, separated by commas. Days without
 * hours are whole days; hours without days hold for every day. Hours that end the next morning belong to the day on which
 * they begin.
 */
export function parseSchedule(text: string): ParsedSchedule {
  const windows: Window[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    const parsed = parsePart(part);
    if (typeof parsed === 'string') return { ok: false, reason: `${parsed} ${FORM}` };
    windows.push(...parsed);
  }
  return { ok: true, schedule: { windows } };
}

/** Whether there is work to be done at a time, and until when that holds. */
export function dutyAt({ windows }: Schedule, now: Date): Duty {
  const spans = windows
    .flatMap((window) => [-7, 0, 7].map((days) => spanOf(window, now, days)))
    .filter(({ toMs }) => toMs > now.getTime())
    .sort((a, b) => a.fromMs - b.fromMs);
  const first = spans[0];
  if (first === undefined) return { isOn: false };
  if (first.fromMs > now.getTime()) return { isOn: false, untilMs: first.fromMs };
  let endMs = first.toMs;
  for (const { fromMs, toMs } of spans) if (fromMs <= endMs) endMs = Math.max(endMs, toMs);
  const isForEver = endMs - now.getTime() > (MINUTES_OF_WEEK - 2 * 60) * 60_000;
  return isForEver ? { isOn: true } : { isOn: true, untilMs: endMs };
}

/** `Monday 18:00`. */
export function dutyTime(ms: number): string {
  const date = new Date(ms);
  const two = (value: number) => value.toString().padStart(2, '0');
  return `${DAY_NAMES[date.getDay()] ?? ''} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function parsePart(part: string): Window[] | string {
  if (part === '') return 'A part of the schedule is empty.';
  const words = part.split(/\s+/);
  const hoursText = /\d/.test(words.at(-1) ?? '') ? words.pop() : undefined;
  if (words.length > 1) return `“${part}” is not understood.`;
  const days = words[0] === undefined ? DAYS.map((_, day) => day) : parseDays(words[0]);
  if (typeof days === 'string') return days;
  const hours = hoursText === undefined ? { fromMinute: 0, minutes: MINUTES_OF_DAY } : parseHours(hoursText);
  return typeof hours === 'string' ? hours : days.map((day) => ({ day, ...hours }));
}

function parseDays(text: string): number[] | string {
  const [from, to = from, ...more] = text.split('-').map(dayOf);
  if (from === undefined || to === undefined || more.length > 0)
    return `“${text}” is not a day: the days are Mon, Tue, Wed, Thu, Fri, Sat and Sun.`;
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, at) => (from + at) % 7);
}

function dayOf(text: string): number | undefined {
  const lower = text.toLowerCase();
  const at = DAY_NAMES.findIndex((name, day) => lower === DAYS[day] || lower === name.toLowerCase());
  return at < 0 ? undefined : at;
}

function parseHours(text: string): Pick<Window, 'fromMinute' | 'minutes'> | string {
  const [from, to, ...more] = text.split('-').map(minuteOf);
  if (from === undefined || to === undefined || more.length > 0 || from === MINUTES_OF_DAY)
    return `“${text}” is not a time from and to.`;
  if (from === to) return `“${text}” begins when it ends. Leave the hours away for the whole day.`;
  return { fromMinute: from, minutes: to > from ? to - from : to - from + MINUTES_OF_DAY };
}

function minuteOf(text: string): number | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minute <= MINUTES_OF_DAY ? minute : undefined;
}

/** By the calendar, not by milliseconds: the day on which the clocks change has another length. */
function spanOf({ day, fromMinute, minutes }: Window, now: Date, days: number) {
  const date = now.getDate() - now.getDay() + day + days;
  const at = (minute: number) => new Date(now.getFullYear(), now.getMonth(), date, 0, minute).getTime();
  return { fromMs: at(fromMinute), toMs: at(fromMinute + minutes) };
}

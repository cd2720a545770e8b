/** Times as the person's locale writes them. */
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const dayOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const timeOnly = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const fromNow = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** `12 Apr 2024, 13:23` of an ISO 8601 text in UTC, in the time of where this window is; another text as it is. */
export function dateTime(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : dayAndTime.format(at);
}

export function day(iso: string): string {
  return dayOnly.format(new Date(iso));
}

/** `13:23:07`. */
export function timeOfDay(iso: string): string {
  return timeOnly.format(new Date(iso));
}

/** `5 minutes ago`, `yesterday`; the date where it is more than a week ago. */
export function ago(iso: string, nowMs = Date.now()): string {
  const passedMs = nowMs - Date.parse(iso);
  if (passedMs < MINUTE_MS) return 'just now';
  if (passedMs < HOUR_MS) return fromNow.format(-Math.floor(passedMs / MINUTE_MS), 'minute');
  if (passedMs < DAY_MS) return fromNow.format(-Math.floor(passedMs / HOUR_MS), 'hour');
  if (passedMs < 7 * DAY_MS) return fromNow.format(-Math.floor(passedMs / DAY_MS), 'day');
  return day(iso);
}

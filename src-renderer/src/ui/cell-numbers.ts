const decimals = new Map<number, Intl.NumberFormat>();
const withTime = dateFormat({ dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const withoutTime = dateFormat({ dateStyle: 'medium', timeZone: 'UTC' });
const monthOnly = dateFormat({ year: 'numeric', month: 'short', timeZone: 'UTC' });

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(undefined, options);
}

/** At most so many decimals, as the person's locale writes them. */
export function decimal(value: number, places: number): string {
  let format = decimals.get(places);
  if (format === undefined) {
    format = new Intl.NumberFormat(undefined, { maximumFractionDigits: places });
    decimals.set(places, format);
  }
  return format.format(value);
}

/** Seconds as a shutter has them: `1/500`, `0.5 s`, `30 s`. */
export function exposure(seconds: number): string {
  if (seconds > 0 && seconds <= 0.26) return `1/${Math.round(1 / seconds)}`;
  return `${decimal(seconds, 1)} s`;
}

/** Seconds as a player has them: `1:02:03`, `0:07`; less than one with its decimals. */
export function clock(seconds: number): string {
  if (seconds > 0 && seconds < 1) return `${decimal(seconds, 2)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3_600);
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

const LOCAL = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?)?)?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * A date of a file, which is no more exact than the file is, in the time of the place where it was made: never moved to
 * where this window is. An offset stands behind it.
 */
export function localDate(iso: string): string {
  const parts = LOCAL.exec(iso);
  if (parts === null) return iso;
  const [, year = '', month, day, hour, minute, offset] = parts;
  if (month === undefined) return year;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1), Number(hour ?? 0), Number(minute ?? 0));
  const isReal = year >= '0100' && Number(month) >= 1 && Number(month) <= 12 && day !== '00';
  if (!isReal) return iso; // a camera without a set clock writes such dates
  const format = day === undefined ? monthOnly : hour === undefined ? withoutTime : withTime;
  return offset === undefined ? format.format(at) : `${format.format(at)} ${offset === 'Z' ? 'UTC' : offset}`;
}

/** Numbers, sizes and times as people read them. */
let numbers = new Intl.NumberFormat('en-GB');
let fewDigits = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Writes numbers as this locale has them; a process that nobody has told writes them as in `1,234.5`. */
export function writeNumbersAs(locale: string): void {
  numbers = new Intl.NumberFormat(locale);
  fewDigits = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
}

export function count(value: number): string {
  return numbers.format(Math.round(value));
}

/** `1 file`, `2,000 files`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${Math.round(value) === 1 ? one : many}`;
}

/** Decimal units, as file managers and disk makers use them: `1.2 GB`, `12 GB`. */
export function bytes(value: number): string {
  let unit = 0;
  let amount = Math.max(0, value);
  while (amount >= 999.5 && unit < BYTE_UNITS.length - 1) {
    amount /= 1_000;
    unit += 1;
  }
  return `${amount >= 10 || unit === 0 ? count(amount) : fewDigits.format(amount)} ${BYTE_UNITS[unit] ?? ''}`;
}

export function duration(ms: number): string {
  // rounded to what is shown before it is cut into units: 119.7 s are 2 minutes, not 1 min 60 s
  if (ms < 999.5) return `${count(ms)} ms`;
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return `${fewDigits.format(tenths / 10)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${count(Math.floor(seconds / 60))} min ${count(seconds % 60)} s`;
  const minutes = Math.round(ms / 60_000);
  return `${count(Math.floor(minutes / 60))} h ${count(minutes % 60)} min`;
}

/** A range of time in words, no more exact than it is: `about 4–6 minutes`. */
export function timeRange({ lowMs, highMs }: { readonly lowMs: number; readonly highMs: number }): string {
  if (highMs < 10_000) return 'a few seconds';
  if (highMs < 90_000) return `about ${range(lowMs / 1_000, highMs / 1_000, 5)} seconds`;
  if (highMs < 5_400_000) return `about ${range(lowMs / 60_000, highMs / 60_000, 1)} minutes`;
  return `about ${range(lowMs / 3_600_000, highMs / 3_600_000, 0.5)} hours`;
}

/** The same of what is still to come: `about 4–6 minutes left`. */
export function timeLeft(range: { readonly lowMs: number; readonly highMs: number }): string {
  return `${timeRange(range)} left`;
}

function range(low: number, high: number, step: number): string {
  const from = Math.max(step, Math.floor(low / step) * step);
  const to = Math.max(from, Math.ceil(high / step) * step);
  return from === to ? fewDigits.format(from) : `${fewDigits.format(from)}–${fewDigits.format(to)}`;
}

/** How much of a whole is done; it says a hundred only when all is. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${Math.floor((100 * part) / whole).toString()} %`;
}

/** A share from 0 to 1: `52.5 %`. */
export function percentOf(share: number): string {
  return `${fewDigits.format(share * 100)} %`;
}

const GB = 1e9;

export interface LimitTexts {
  readonly gigabytes: string;
  readonly days: string;
}

export interface Limits {
  readonly maxBytes: number;
  readonly maxAgeDays: number;
}

export function limitTexts({ maxBytes, maxAgeDays }: Limits): LimitTexts {
  return { gigabytes: String(maxBytes / GB), days: String(maxAgeDays) };
}

/** The number that somebody has written, with a point or a comma; undefined for what is none or is outside. */
export function limitOf(text: string, most: number): number | undefined {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || Number.isNaN(value) || value < 0 || value > most ? undefined : value;
}

export const GIGABYTES_MOST = 1_000_000;
export const DAYS_MOST = 36_600;

export function limitsOf({ gigabytes, days }: LimitTexts): Limits | undefined {
  const size = limitOf(gigabytes, GIGABYTES_MOST);
  const maxAgeDays = limitOf(days, DAYS_MOST);
  return size === undefined || maxAgeDays === undefined ? undefined : { maxBytes: Math.round(size * GB), maxAgeDays };
}

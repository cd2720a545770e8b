import type { z } from 'zod';
import type { CacheDay } from '../../../../src-protocol/contract/cache.ts';

export type Day = z.infer<typeof CacheDay>;

/** What the cache was asked on one day. */
export interface HitDay {
  /** `2026-11-22`. */
  readonly day: string;
  readonly unchanged: number;
  readonly moved: number;
  readonly misses: number;
  /** Share of what was found, 0 to 1; undefined where nothing was looked for. */
  readonly rate: number | undefined;
}

const DAY_MS = 86_400_000;
/** A single day would be one very wide bar. */
const DAYS_MIN = 14;

/** Every day from the first that is known to the last, oldest first, with those in between on which nothing was read. */
export function hitDays(days: readonly Day[], today: string): readonly HitDay[] {
  const known = new Map(days.map((each) => [each.day, each]));
  const last = Date.parse(today);
  const first = Math.min(last - (DAYS_MIN - 1) * DAY_MS, ...days.map(({ day }) => Date.parse(day)));
  return Array.from({ length: Math.round((last - first) / DAY_MS) + 1 }, (_, at) => {
    const day = new Date(first + at * DAY_MS).toISOString().slice(0, 10);
    const { hits = 0, moved = 0, misses = 0 } = known.get(day) ?? {};
    const looked = hits + moved + misses;
    return { day, unchanged: hits, moved, misses, rate: looked === 0 ? undefined : (hits + moved) / looked };
  });
}

import type { SqliteDatabase } from './database.ts';

export interface CacheStatistics {
  readonly entries: number;
  readonly bytes: number;
  /** Records that only jobs hold on to: they are kept for their results and serve no later run. */
  readonly keptForJobs: number;
  readonly hitsUnchanged: number;
  readonly hitsMoved: number;
  readonly misses: number;
  readonly evicted: number;
  readonly savedMs: number;
  readonly oldestMs: number | undefined;
}

export function cacheStatistics(database: SqliteDatabase): () => CacheStatistics {
  const totals = database.prepare<[], { entries: number; bytes: number }>('SELECT entries, bytes FROM cache_totals');
  const oldest = database.prepare<[], number | null>('SELECT min(created_at_ms) FROM records WHERE cached = 1').pluck();
  const kept = database.prepare<[], number>('SELECT count(*) FROM records WHERE cached = 0').pluck();
  const days = database.prepare<[], { hits: number; moved: number; misses: number; evicted: number; saved: number }>(`
    SELECT total(hits) AS hits, total(moved) AS moved, total(misses) AS misses, total(evicted) AS evicted, total(saved_ms) AS saved FROM cache_days`);

  return () => {
    const now = totals.get();
    const sums = days.get();
    return {
      entries: now?.entries ?? 0,
      bytes: now?.bytes ?? 0,
      keptForJobs: kept.get() ?? 0,
      hitsUnchanged: sums?.hits ?? 0,
      hitsMoved: sums?.moved ?? 0,
      misses: sums?.misses ?? 0,
      evicted: sums?.evicted ?? 0,
      savedMs: sums?.saved ?? 0,
      oldestMs: oldest.get() ?? undefined,
    };
  };
}

export interface CacheDay {
  /** UTC, `2026-01-31`. */
  readonly day: string;
  readonly hits: number;
  readonly moved: number;
  readonly misses: number;
  readonly evicted: number;
  readonly savedMs: number;
}

/** The newest days on which the cache was used, the newest last. */
export function cacheDays(database: SqliteDatabase): (days: number) => CacheDay[] {
  const newest = database.prepare<[number], CacheDay>(
    'SELECT day, hits, moved, misses, evicted, saved_ms AS savedMs FROM cache_days ORDER BY day DESC LIMIT ?',
  );
  return (days) => newest.all(days).reverse();
}

import type { SqliteDatabase } from './database.ts';
import type { CacheLimits } from '../coordinator/ports.ts';
import { HIT_UNCHANGED } from './codes.ts';
import { dayOf } from './record-store.ts';

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

export interface CacheStore {
  statistics(): CacheStatistics;
  /** Counts the hits of a job's run and marks their records as used, so that they are evicted last. */
  noteHits(jobId: number, sinceItemId: number): void;
  /** Drops what is too old and, least recently used first, what is over the size limit. Returns the number of entries. */
  prune(limits: CacheLimits): number;
  /** Drops every entry; results of jobs stay. Returns the number of entries. */
  clear(): number;
}

/** A record used within this time is not marked again: an unchanged tree is not written to at every run. */
const MARK_AGAIN_AFTER_MS = 86_400_000;
const EVICT_AT_ONCE = 1_000;

export function cacheStore(database: SqliteDatabase, nowMs: () => number): CacheStore {
  const totals = database.prepare<[], { entries: number; bytes: number; oldest: number | null }>(
    'SELECT count(*) AS entries, total(stored_bytes) AS bytes, min(created_at_ms) AS oldest FROM records WHERE cached = 1',
  );
  const kept = database.prepare<[], number>('SELECT count(*) FROM records WHERE cached = 0').pluck();
  const days = database.prepare<[], { hits: number; moved: number; misses: number; evicted: number; saved: number }>(`
    SELECT total(hits) AS hits, total(moved) AS moved, total(misses) AS misses, total(evicted) AS evicted, total(saved_ms) AS saved FROM cache_days`);
  const jobHits = database.prepare<[number, number], { hits: number; saved: number }>(`
    SELECT count(*) AS hits, total(duration_ms) AS saved FROM items WHERE job_id = ? AND id > ? AND hit = ${HIT_UNCHANGED.toString()}`);
  const countHits = database.prepare(`
    INSERT INTO cache_days (day, hits, saved_ms) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET hits = hits + excluded.hits, saved_ms = saved_ms + excluded.saved_ms`);
  const markUsed = database.prepare(`
    UPDATE records SET used_at_ms = @now WHERE cached = 1 AND used_at_ms < @markBefore AND id IN
      (SELECT record_id FROM items WHERE job_id = @jobId AND id > @sinceItemId AND hit = ${HIT_UNCHANGED.toString()})`);
  const dropOld = database.prepare('UPDATE records SET cached = 0 WHERE cached = 1 AND created_at_ms < ?');
  const leastUsed = database.prepare<[number], { id: number; stored_bytes: number }>(
    'SELECT id, stored_bytes FROM records WHERE cached = 1 ORDER BY used_at_ms LIMIT ?',
  );
  const drop = database.prepare('UPDATE records SET cached = 0 WHERE id = ?');
  const dropAll = database.prepare('UPDATE records SET cached = 0 WHERE cached = 1');
  const removeUnused = database.prepare(`
    DELETE FROM records WHERE cached = 0 AND id NOT IN (SELECT record_id FROM items WHERE record_id IS NOT NULL)`);
  const removeLists = database.prepare('DELETE FROM name_lists WHERE id NOT IN (SELECT name_list_id FROM records)');
  const countEvicted = database.prepare(`
    INSERT INTO cache_days (day, evicted) VALUES (?, ?) ON CONFLICT DO UPDATE SET evicted = evicted + excluded.evicted`);

  function removeDropped(evicted: number): void {
    removeUnused.run();
    if (evicted > 0) {
      removeLists.run();
      countEvicted.run(dayOf(nowMs()), evicted);
    }
  }

  function evictOverSize(maxBytes: number): number {
    let over = (totals.get()?.bytes ?? 0) - maxBytes;
    let evicted = 0;
    while (over > 0) {
      const victims = leastUsed.all(EVICT_AT_ONCE);
      if (victims.length === 0) break;
      for (const { id, stored_bytes: bytes } of victims) {
        if (over <= 0) break;
        drop.run(id);
        over -= bytes;
        evicted += 1;
      }
    }
    return evicted;
  }

  return {
    statistics: () => {
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
        oldestMs: now?.oldest ?? undefined,
      };
    },
    noteHits: database.transaction((jobId: number, sinceItemId: number) => {
      const now = nowMs();
      const hits = jobHits.get(jobId, sinceItemId);
      if (hits === undefined || hits.hits === 0) return;
      countHits.run(dayOf(now), hits.hits, hits.saved);
      markUsed.run({ now, markBefore: now - MARK_AGAIN_AFTER_MS, jobId, sinceItemId });
    }),
    prune: database.transaction(({ ttlMs, maxBytes }: CacheLimits) => {
      const evicted = dropOld.run(nowMs() - ttlMs).changes + evictOverSize(maxBytes);
      removeDropped(evicted);
      return evicted;
    }),
    clear: database.transaction(() => {
      const evicted = dropAll.run().changes;
      removeDropped(evicted);
      return evicted;
    }),
  };
}

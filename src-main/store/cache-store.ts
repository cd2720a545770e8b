import type { CacheLimits } from '../coordinator/ports.ts';
import { HIT_UNCHANGED } from './codes.ts';
import type { SqliteDatabase } from './database.ts';
import { writing } from './database.ts';
import { itemExtent } from './item-extent.ts';
import type { NameLists } from './name-lists.ts';
import { dayOf } from './record-store.ts';
import { inSlices } from './slices.ts';
import type { UnheldRecords } from './unheld-records.ts';

/** The keeping of the cache. It is done in short slices, between which everything else goes on. */
export interface CacheStore {
  /** Marks the records of a job's hits as used, so that they are evicted last. */
  markUsed(jobId: number): Promise<void>;
  /** Drops what is too old and, least recently used first, what is over the size limit. Returns the number of entries. */
  prune(limits: CacheLimits): Promise<number>;
  /** Drops every entry; results of jobs stay. Returns the number of entries. */
  clear(): Promise<number>;
}

/** A record used within this time is not marked again: an unchanged tree is not written to at every run. */
const MARK_AGAIN_AFTER_MS = 86_400_000;
const SLICE_ITEMS = 4_000;
const SLICE_RECORDS = 500;

export function cacheStore(
  database: SqliteDatabase,
  lists: Pick<NameLists, 'clear'>,
  unheld: UnheldRecords,
  nowMs: () => number,
): CacheStore {
  const bytes = database.prepare<[], number>('SELECT bytes FROM cache_totals').pluck();
  const extentOf = itemExtent(database);
  const markUsed = database.prepare(`
    UPDATE records SET used_at_ms = @now WHERE cached = 1 AND used_at_ms < @markBefore AND id IN
      (SELECT record_id FROM items WHERE job_id = @jobId AND id >= @from AND id < @before AND hit = ${HIT_UNCHANGED.toString()})`);
  const tooOld = database
    .prepare<[number, number], number>('SELECT id FROM records WHERE cached = 1 AND created_at_ms < ? LIMIT ?')
    .pluck();
  const leastUsed = database.prepare<[number], { id: number; stored_bytes: number }>(
    'SELECT id, stored_bytes FROM records WHERE cached = 1 ORDER BY used_at_ms LIMIT ?',
  );
  const drop = database.prepare('UPDATE records SET cached = 0 WHERE id = ?');
  const countEvicted = database.prepare(`
    INSERT INTO cache_days (day, evicted) VALUES (?, ?) ON CONFLICT DO UPDATE SET evicted = evicted + excluded.evicted`);

  const dropAll = writing(database, (ids: readonly number[]) => {
    for (const id of ids) drop.run(id);
    countEvicted.run(dayOf(nowMs()), ids.length);
    unheld.note();
  });

  /** Drops all that `next` gives, which gives nothing in the end. */
  async function dropEach(next: () => readonly number[]): Promise<number> {
    let dropped = 0;
    await inSlices(() => {
      const ids = next();
      if (ids.length > 0) dropAll(ids);
      dropped += ids.length;
      return ids.length > 0;
    });
    return dropped;
  }

  function overSize(maxBytes: number): number[] {
    let over = (bytes.get() ?? 0) - maxBytes;
    if (over <= 0) return [];
    const victims: number[] = [];
    for (const { id, stored_bytes: storedBytes } of leastUsed.all(SLICE_RECORDS)) {
      if (over <= 0) break;
      victims.push(id);
      over -= storedBytes;
    }
    return victims;
  }

  return {
    markUsed: async (jobId) => {
      const now = nowMs();
      const extent = extentOf(jobId);
      if (extent === undefined) return;
      let from = extent.first;
      await inSlices(() => {
        const before = from + SLICE_ITEMS;
        markUsed.run({ now, markBefore: now - MARK_AGAIN_AFTER_MS, jobId, from, before });
        from = before;
        return from <= extent.last;
      });
    },
    prune: async ({ ttlMs, maxBytes }) => {
      const before = nowMs() - ttlMs;
      const old = await dropEach(() => tooOld.all(before, SLICE_RECORDS));
      const over = await dropEach(() => overSize(maxBytes));
      await unheld.remove();
      return old + over;
    },
    clear: async () => {
      const dropped = await dropEach(() => tooOld.all(Infinity, SLICE_RECORDS));
      await unheld.remove();
      lists.clear();
      return dropped;
    },
  };
}

import { describe, expect, test } from 'vitest';
import { DAY_MS, TestStore } from './fakes/sqlite-store.ts';

const UNLIMITED = { ttlMs: 1_000 * DAY_MS, maxBytes: 1e12 };
const ONE_FILE_BYTES =
  250 +
  '{"format":"JPEG"}'.length +
  '{"exiftool":{"version":"13.59","durationMs":7}}'.length +
  '"a.jpg"\n"Canon"'.length;

function namesUpTo(count: number) {
  return Array.from({ length: count }, (_, at) => ({ name: `${at}.jpg` }));
}

/** Which of these files the cache would answer for. */
function known(tested: TestStore, names: readonly string[]): string[] {
  return names.filter((name) => tested.add(tested.newJob(), [{ name }]).counts.fromCache === 1);
}

describe('the statistics of the cache', () => {
  test('count entries, bytes, hits by kind, misses and the time saved', () => {
    const tested = new TestStore();
    expect(tested.store.cacheStatistics()).toEqual({
      entries: 0,
      bytes: 0,
      keptForJobs: 0,
      hitsUnchanged: 0,
      hitsMoved: 0,
      misses: 0,
      evicted: 0,
      savedMs: 0,
      oldestMs: undefined,
    });
    const startedAt = tested.nowMs;
    tested.run(namesUpTo(3));
    tested.nowMs += DAY_MS;
    const job = tested.newJob();
    tested.add(job, [...namesUpTo(3), { name: 'new.jpg', sizeBytes: 1 }]);
    tested.finishAll(job);
    expect(tested.store.cacheStatistics()).toEqual({
      entries: 4,
      bytes: 4 * ONE_FILE_BYTES,
      keptForJobs: 0,
      hitsUnchanged: 3,
      hitsMoved: 0,
      misses: 4,
      evicted: 0,
      savedMs: 21,
      oldestMs: startedAt,
    });
  });

  test('count the hits of one run of a job only, when it has several', () => {
    const tested = new TestStore();
    tested.run(namesUpTo(4));
    const job = tested.newJob();
    tested.add(job, namesUpTo(1));
    tested.add(job, namesUpTo(4)); // the first is found again, as after an interruption
    expect(tested.store.cacheStatistics().hitsUnchanged).toBe(4);
  });
});

describe('pruning', () => {
  test('drops what was made too long ago', async () => {
    const tested = new TestStore();
    tested.run([{ name: 'old.jpg' }]);
    tested.nowMs += 5 * DAY_MS;
    tested.run([{ name: 'new.jpg' }]);
    expect(await tested.store.cache.prune({ ...UNLIMITED, ttlMs: 6 * DAY_MS })).toBe(0);
    expect(await tested.store.cache.prune({ ...UNLIMITED, ttlMs: 4 * DAY_MS })).toBe(1);
    expect(known(tested, ['old.jpg', 'new.jpg'])).toEqual(['new.jpg']);
    expect(tested.store.cacheStatistics()).toMatchObject({ entries: 1, evicted: 1 });
  });

  test('drops the least recently used first, until the rest fits', async () => {
    const tested = new TestStore();
    for (const { name } of namesUpTo(5)) {
      tested.run([{ name }]);
      tested.nowMs += 2 * DAY_MS;
    }
    const job = tested.newJob();
    tested.add(job, [{ name: '0.jpg' }, { name: '2.jpg' }]);
    await tested.store.cache.markUsed(job.id);
    const size = tested.store.cacheStatistics().bytes;
    expect(await tested.store.cache.prune({ ...UNLIMITED, maxBytes: size })).toBe(0);
    expect(await tested.store.cache.prune({ ...UNLIMITED, maxBytes: size - ONE_FILE_BYTES - 1 })).toBe(2);
    expect(
      known(
        tested,
        namesUpTo(5).map(({ name }) => name),
      ),
    ).toEqual(['0.jpg', '2.jpg', '4.jpg']);
    expect(tested.store.cacheStatistics().bytes).toBeLessThanOrEqual(size - ONE_FILE_BYTES - 1);
  });

  test('works on thousands of entries', async () => {
    const tested = new TestStore();
    tested.run(namesUpTo(3_500));
    expect(await tested.store.cache.prune({ ...UNLIMITED, maxBytes: 10 * ONE_FILE_BYTES })).toBe(3_490);
    expect(tested.store.cacheStatistics()).toMatchObject({ entries: 10, evicted: 3_490 });
  });

  test('leaves the results of jobs as they are', async () => {
    const tested = new TestStore();
    const job = tested.run(namesUpTo(3));
    const before = tested.recordsOf(job);
    await tested.store.cache.prune({ ttlMs: 1e12, maxBytes: 0 });
    expect(tested.recordsOf(job)).toEqual(before);
    expect(tested.store.cacheStatistics()).toMatchObject({ entries: 0, keptForJobs: 3 });
  });

  test.each([true, false])(
    'takes with it what a file read again has let go of (kept for later runs: %s)',
    async (kept) => {
      const tested = new TestStore();
      const job = tested.newJob();
      tested.add(job, namesUpTo(2));
      const failed = { outcome: 'failed' as const, fault: { code: 'corrupt' as const, message: 'half a file' } };
      const itemIds = tested.finishAll(job, () => failed, kept);
      await tested.store.cache.prune(UNLIMITED);
      tested.store.items.requeue(job.id, itemIds, undefined);
      tested.finishAll(job, () => ({}), kept);
      expect(tested.store.cacheStatistics()).toMatchObject({ entries: kept ? 2 : 0, keptForJobs: kept ? 2 : 4 });
      await tested.store.cache.prune(UNLIMITED);
      expect(tested.store.cacheStatistics()).toMatchObject({ entries: kept ? 2 : 0, keptForJobs: kept ? 0 : 2 });
      expect(tested.recordsOf(job)).toMatchObject([{ outcome: 'extracted' }, { outcome: 'extracted' }]);
    },
  );
});

describe('clearing', () => {
  test('forgets every entry, and the results of jobs stay', async () => {
    const tested = new TestStore();
    const job = tested.run(namesUpTo(3));
    const before = tested.recordsOf(job);
    expect(await tested.store.cache.clear()).toBe(3);
    expect(await tested.store.cache.clear()).toBe(0);
    expect(known(tested, ['0.jpg', '1.jpg', '2.jpg'])).toEqual([]);
    expect(tested.recordsOf(job)).toEqual(before);
    expect(tested.store.cacheStatistics()).toMatchObject({
      entries: 0,
      bytes: 0,
      keptForJobs: 3,
      evicted: 3,
      oldestMs: undefined,
    });
  });

  test('lets later runs fill it again', async () => {
    const tested = new TestStore();
    tested.run(namesUpTo(3));
    await tested.store.cache.clear();
    const job = tested.run(namesUpTo(3));
    expect(tested.recordsOf(job)).toHaveLength(3);
    expect(tested.store.cacheStatistics().entries).toBe(3);
  });
});

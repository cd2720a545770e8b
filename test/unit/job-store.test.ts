import { describe, expect, test } from 'vitest';
import { openStore, openStoreToRead } from '../../src-main/store/store.ts';
import { SPEC } from './fakes/engine.ts';
import { KEY, TestStore } from './fakes/sqlite-store.ts';

describe('a stored job', () => {
  test('is as it was described, names that are not UTF-8 included', () => {
    const tested = new TestStore();
    const spec = { ...SPEC, sources: ['/ä 😀\n', '/caf\udce9'], include: ['*.jpg'], listed: true, maxAttempts: 7 };
    const job = tested.store.jobs.create(spec, KEY);
    expect(job).toEqual({
      id: 1,
      spec,
      state: 'queued',
      message: undefined,
      keyId: 1,
      crawlEnded: false,
      createdAtMs: tested.nowMs,
      endedAtMs: undefined,
      activeMs: 0,
    });
    expect(tested.store.jobs.get(1)).toEqual(job);
    expect(tested.store.jobs.get(2)).toBeUndefined();
  });

  test('shares the number of its extraction key with others like it', () => {
    const tested = new TestStore();
    expect([KEY, 'other', KEY, 'other'].map((key) => tested.newJob({}, key).keyId)).toEqual([1, 2, 1, 2]);
  });

  test('knows its state and when it ended', () => {
    const tested = new TestStore();
    const { jobs } = tested.store;
    const job = tested.newJob();
    jobs.setState(job.id, 'running', undefined);
    expect(jobs.get(job.id)).toMatchObject({ state: 'running', endedAtMs: undefined });
    tested.nowMs += 1_000;
    jobs.setState(job.id, 'failed', 'The disk is full');
    expect(jobs.get(job.id)).toMatchObject({ state: 'failed', message: 'The disk is full', endedAtMs: tested.nowMs });
    jobs.setState(job.id, 'running', undefined);
    expect(jobs.get(job.id)).toMatchObject({ state: 'running', message: undefined, endedAtMs: undefined });
    jobs.setCrawlEnded(job.id);
    jobs.addActiveMs(job.id, 10.5);
    jobs.addActiveMs(job.id, 20);
    expect(jobs.get(job.id)).toMatchObject({ crawlEnded: true, activeMs: 30.5 });
  });

  test('is listed newest first', () => {
    const tested = new TestStore();
    for (let jobs = 0; jobs < 5; jobs++) tested.newJob();
    expect(tested.store.jobs.list(3).map(({ id }) => id)).toEqual([5, 4, 3]);
    expect(tested.store.jobs.list(99)).toHaveLength(5);
  });
});

describe('what was learned of durations', () => {
  const LEARNED = { format: 'jpg', sizeClass: 3, profile: 'complete', count: 5, meanMs: 7.25, squares: 12.5 };

  test('is kept by format, size class and profile, the last word counting', () => {
    const { store } = new TestStore();
    const fast = { ...LEARNED, profile: 'fast', meanMs: 2 };
    store.jobs.saveDurations([LEARNED, fast, { ...LEARNED, sizeClass: 4 }]);
    store.jobs.saveDurations([{ ...LEARNED, count: 6, meanMs: 8 }]);
    expect(store.jobs.durations('complete')).toEqual([
      { ...LEARNED, count: 6, meanMs: 8 },
      { ...LEARNED, sizeClass: 4 },
    ]);
    expect(store.jobs.durations('fast')).toEqual([fast]);
    expect(store.jobs.durations('none')).toEqual([]);
  });
});

describe('a store', () => {
  test('has everything again when it is opened the next time', async () => {
    const tested = new TestStore();
    const job = tested.run([{ name: 'a.jpg' }, { name: 'b.jpg' }]);
    const before = tested.recordsOf(job);
    await tested.store[Symbol.asyncDispose]();
    const again = openStore({ dataFolder: tested.dataFolder, command: 'test', nowMs: () => 0 });
    try {
      expect([...again.results(job).records()]).toEqual(before);
      expect(again.items.counts(job.id)).toMatchObject({ found: 2, done: 2 });
    } finally {
      await again[Symbol.asyncDispose]();
    }
  });

  test('can be read beside its owner, as it stands at each moment', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    const view = openStoreToRead(tested.dataFolder, () => 0);
    try {
      expect(view.items.counts(job.id).found).toBe(0);
      tested.add(job, [{ name: 'a.jpg' }]);
      expect(view.items.counts(job.id)).toMatchObject({ found: 1, done: 0 });
      tested.finishAll(job);
      expect(view.items.counts(job.id)).toMatchObject({ found: 1, done: 1 });
      expect([...view.results(job).records()]).toHaveLength(1);
      expect(view.cacheStatistics().entries).toBe(1);
      expect(view.jobs.list(5)).toHaveLength(1);
    } finally {
      view[Symbol.dispose]();
    }
  });
});

import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabaseToRead } from '../../src-main/store/database.ts';
import { openStore, openStoreToRead } from '../../src-main/store/store.ts';
import type { JobSpec } from '../../src-protocol/model/job.ts';
import { SPEC } from './fakes/engine.ts';
import { foundFiles, KEY, TestStore } from './fakes/sqlite-store.ts';

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

  test('is listed page by page, and by its state', () => {
    const tested = new TestStore();
    for (let jobs = 0; jobs < 5; jobs++) tested.newJob();
    for (const id of [2, 4]) tested.store.jobs.setState(id, 'running', undefined);
    expect(tested.store.jobs.list(2, 4).map(({ id }) => id)).toEqual([3, 2]);
    expect(tested.store.jobs.list(9, undefined, 'running').map(({ id }) => id)).toEqual([4, 2]);
    expect(tested.store.jobs.list(9, 4, 'running').map(({ id }) => id)).toEqual([2]);
  });

  test('has another priority once that is set, and all else as it was', () => {
    const tested = new TestStore();
    const job = tested.newJob({ name: 'Summer', limits: { slots: 2 } });
    tested.store.jobs.setPriority(job.id, 'critical');
    expect(tested.store.jobs.get(job.id)).toEqual({ ...job, spec: { ...job.spec, priority: 'critical' } });
    tested.store.jobs.setPriority(99, 'low');
  });

  test('is unfinished while it waits for its start or runs, and after the program ended under it', () => {
    const tested = new TestStore();
    const states = ['queued', 'running', 'paused', 'interrupted', 'completed', 'cancelled', 'failed'] as const;
    for (const state of states) tested.store.jobs.setState(tested.newJob().id, state, undefined);
    expect(tested.store.jobs.unfinished().map(({ state }) => state)).toEqual(['queued', 'running', 'interrupted']);
  });

  test('of an earlier program, without limits and watching nothing, is read as one', () => {
    const tested = new TestStore();
    const { limits, watch, ...earlier } = SPEC;
    const job = tested.store.jobs.create(earlier as JobSpec, KEY);
    expect(job.spec).toEqual({ ...earlier, limits, watch });
  });
});

describe('a job that is removed', () => {
  test('is hidden from the first moment, is gone in the end, and its number is not used again', () => {
    const tested = new TestStore();
    const [job, other] = [tested.run([{ name: 'a.jpg' }]), tested.run([{ name: 'a.jpg' }])];
    tested.store.jobs.hide(job.id);
    expect(tested.store.jobs.get(job.id)).toBeUndefined();
    expect(tested.store.jobs.list(9).map(({ id }) => id)).toEqual([other.id]);
    expect(tested.store.jobs.hidden()).toEqual([job.id]);
    while (tested.store.items.removeSome(job.id)) continue;
    tested.store.jobs.remove(job.id);
    expect(tested.store.jobs.hidden()).toEqual([]);
    expect(tested.recordsOf(other)).toHaveLength(1);
    expect(tested.newJob().id).toBe(other.id + 1);
  });

  test('takes with it what is noted of the changes of its files', () => {
    const tested = new TestStore();
    const failed = { outcome: 'failed' as const, fault: { code: 'io-error' as const, message: 'gone' }, tagNames: '' };
    const jobs = [tested.newJob(), tested.newJob()];
    for (const job of jobs) {
      tested.add(job, [{ name: 'a' }, { name: 'b' }]);
      tested.store.items.requeue(
        job.id,
        tested.finishAll(job, () => failed),
        undefined,
      );
    }
    const database = openDatabaseToRead(tested.store.file);
    onTestFinished(() => void database.close());
    const noted = () => database.prepare('SELECT job_id FROM changed_items').pluck().all();
    const [job, other] = jobs.map(({ id }) => id);
    expect(noted()).toEqual([job, job, other, other]);
    while (tested.store.items.removeSome(job ?? 0)) continue;
    expect(noted()).toEqual([other, other]);
  });

  test('takes the records with it that nothing else holds, and leaves those of the cache and of other jobs', async () => {
    const tested = new TestStore();
    const job = tested.run([{ name: 'cached.jpg' }, { name: 'shared.jpg' }, { name: 'own.jpg' }]);
    const other = tested.run([{ name: 'shared.jpg' }]);
    // both are read again for another job and stand in the cache as these from now on
    const again = tested.newJob({ cache: 'refresh' });
    const files = foundFiles([{ name: 'shared.jpg' }, { name: 'own.jpg' }]);
    tested.store.items.add([files], { jobId: again.id, keyId: again.keyId, lookUpSinceMs: undefined });
    tested.finishAll(again);
    const kept = () => tested.store.cacheStatistics();
    expect(kept()).toMatchObject({ entries: 3, keptForJobs: 2 });
    tested.store.jobs.hide(job.id);
    while (tested.store.items.removeSome(job.id)) continue;
    await tested.store.records.removeUnheld();
    expect(kept()).toMatchObject({ entries: 3, keptForJobs: 1 });
    expect(tested.recordsOf(other)).toMatchObject([{ path: '/f/shared.jpg', outcome: 'extracted' }]);
    expect(tested.run([{ name: 'cached.jpg' }])).toBeDefined();
    expect(tested.store.cacheStatistics().hitsUnchanged).toBe(2);
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

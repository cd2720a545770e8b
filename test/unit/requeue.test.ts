import { describe, expect, test } from 'vitest';
import type { ItemCursor, StoredJob } from '../../src-main/coordinator/ports.ts';
import { addCounts, NO_COUNTS } from '../../src-protocol/model/job.ts';
import { foundFiles, TestStore } from './fakes/sqlite-store.ts';

const FILES = 5_000;

/** A job of many files in several folders, of which every fifth has failed, found while another job found the same. */
function jobWithFailures(tested: TestStore): StoredJob {
  const [job, other] = [tested.newJob({ cache: 'off' }), tested.newJob({ cache: 'off' })];
  for (let folder = 0; folder < 5; folder++) {
    const files = Array.from({ length: FILES / 5 }, (_, index) => ({
      name: `${index.toString().padStart(4, '0')}.jpg`,
    }));
    for (const each of [job, other]) tested.add(each, files, `/f${folder}`);
  }
  for (const each of [job, other])
    tested.finishAll(each, (path) => {
      const index = Number(/(\d+)\.jpg$/.exec(path)?.[1]);
      if (index % 5 !== 0) return {};
      const code = index % 2 === 0 ? ('corrupt' as const) : ('timed-out' as const);
      return { outcome: 'failed', tagNames: '', fault: { code, message: '' } };
    });
  return job;
}

function allFailed(tested: TestStore, job: StoredJob, codes?: readonly ('corrupt' | 'timed-out')[]): number[] {
  const found: number[] = [];
  let after: ItemCursor | undefined;
  do {
    const { itemIds, next } = tested.store.items.failed(job.id, codes, after);
    found.push(...itemIds);
    after = next;
  } while (after !== undefined);
  return found;
}

describe('the items of a job, a part at a time', () => {
  test('are each counted once', () => {
    const tested = new TestStore();
    const job = jobWithFailures(tested);
    tested.add(job, [{ name: 'later.jpg', sizeBytes: 5 }], '/later');
    let counts = NO_COUNTS;
    let slices = 0;
    const open: string[] = [];
    for (let after: ItemCursor | undefined, more = true; more; slices++) {
      const slice = tested.store.items.tally(job.id, after);
      counts = addCounts(counts, slice.counts);
      open.push(...slice.open.map(({ name }) => name));
      after = slice.next;
      more = after !== undefined;
    }
    expect(slices).toBeGreaterThan(2);
    expect(counts).toEqual(tested.store.items.counts(job.id));
    expect(open).toEqual(['later.jpg']);
  });

  test('that have failed are each found once, by their causes where these are named', () => {
    const tested = new TestStore();
    const job = jobWithFailures(tested);
    expect(new Set(allFailed(tested, job)).size).toBe(FILES / 5);
    expect(allFailed(tested, job)).toHaveLength(FILES / 5);
    expect(allFailed(tested, job, ['corrupt'])).toHaveLength(FILES / 10);
  });

  test('of a job without any are no part', () => {
    const tested = new TestStore();
    expect(tested.store.items.tally(tested.newJob().id, undefined)).toEqual({
      counts: NO_COUNTS,
      open: [],
      next: undefined,
    });
  });

  test('are removed until none is left, and those of another job stay', () => {
    const tested = new TestStore();
    const job = jobWithFailures(tested);
    let slices = 0;
    while (tested.store.items.removeSome(job.id)) slices += 1;
    expect(slices).toBeGreaterThan(5);
    expect(tested.store.items.counts(job.id)).toEqual(NO_COUNTS);
    expect(tested.store.items.counts(job.id + 1).found).toBe(FILES);
  });
});

describe('putting failed items back in the queue', () => {
  test('lets them wait as if they had never been tried, and takes them off the counts', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    tested.add(job, [{ name: 'a.jpg' }, { name: 'b.jpg' }]);
    const [first = 0] = tested.store.items.ready(job.id, 0, 0, 1).map(({ itemId }) => itemId);
    tested.store.items.retry([{ itemId: first, progress: { attempts: 2, suspicions: 1 }, notBeforeMs: 1e15 }]);
    const ids = tested.finishAll(job, () => ({ outcome: 'failed', fault: { code: 'timed-out', message: '' } }), false);
    const before = tested.store.items.counts(job.id);
    const { counts, open } = tested.store.items.requeue(job.id, [...ids, 99], undefined);
    expect(open).toHaveLength(2);
    expect(addCounts(before, counts)).toEqual(tested.store.items.counts(job.id));
    expect(counts).toEqual({ ...NO_COUNTS, done: -2, doneBytes: -2_000, failed: -2 });
    const ready = tested.store.items.ready(job.id, 0, 0, 10);
    expect(ready.map(({ progress }) => progress)).toEqual([
      { attempts: 0, suspicions: 0 },
      { attempts: 0, suspicions: 0 },
    ]);
    tested.finishAll(job);
    const records = tested.recordsOf(job);
    expect(records.map(({ outcome, error }) => [outcome, error])).toEqual(Array(2).fill(['extracted', undefined]));
  });

  test('leaves alone what has not failed, or for another cause, or belongs to another job', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    tested.add(job, [{ name: 'a.jpg' }, { name: 'b.jpg' }]);
    const ids = tested.finishAll(job, (path) =>
      path === '/f/a.jpg' ? { outcome: 'failed', fault: { code: 'corrupt', message: '' } } : {},
    );
    expect(tested.store.items.requeue(job.id, ids, ['timed-out']).open).toEqual([]);
    expect(tested.store.items.requeue(job.id + 1, ids, undefined).open).toEqual([]);
    expect(tested.store.items.requeue(job.id, ids, ['corrupt']).open).toHaveLength(1);
    expect(tested.store.items.requeue(job.id, ids, ['corrupt']).open).toEqual([]);
  });

  test('gives a file that the crawl could not look at to a worker, with neither size nor time', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    const closed = { code: 'permission-denied' as const, skipped: false, message: 'no' };
    tested.store.items.add([{ ...foundFiles([{ name: 'a.jpg' }]), faults: [closed] }], tested.contextOf(job));
    const { itemIds } = tested.store.items.failed(job.id, undefined, undefined);
    const [before] = tested.recordsOf(job);
    expect(before?.error).toEqual({
      ...{ code: 'permission-denied', message: 'no', attempts: 1, failedAtMs: tested.nowMs },
    });
    expect(tested.store.items.requeue(job.id, itemIds, undefined).open).toEqual([{ name: 'a.jpg', sizeBytes: 0 }]);
    expect(tested.store.items.ready(job.id, 0, 0, 10)).toMatchObject([{ sizeBytes: 0, modifiedMs: 0 }]);
    tested.finishAll(job, () => ({ sizeBytes: 77, changedSinceCrawl: true }), false);
    const [record] = tested.recordsOf(job);
    expect(record).toMatchObject({ outcome: 'extracted', sizeBytes: 77 });
    expect(record).not.toHaveProperty('modifiedAtMs');
    expect(record).not.toHaveProperty('error');
  });
});

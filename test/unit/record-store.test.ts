import { describe, expect, test } from 'vitest';
import { renderRecord } from '../../src-protocol/model/record.ts';
import { NO_COUNTS } from '../../src-protocol/model/job.ts';
import { finishedItem, resultFor, TestStore } from './fakes/sqlite-store.ts';

const PRINT = 'ab'.repeat(32);
const OTHER_PRINT = 'cd'.repeat(32);
const A = { name: 'a.jpg' };

describe('finishing files', () => {
  test('records what was found, to be read again as it was', () => {
    const tested = new TestStore();
    const job = tested.newJob({ sources: ['/f'] });
    tested.add(job, [{ ...A, sidecars: '[["a.xmp",5,6.5],["a.aae",1,2]]' }]);
    tested.finishAll(job, () => ({
      tagNames: 'System:FileName\nA:Number',
      tagValues: '"a.jpg"\n2.10\t"two"',
      durationMs: 12.5,
    }));
    const [record] = tested.recordsOf(job);
    if (record === undefined) throw new Error('there is no record');
    expect(JSON.parse(renderRecord(record))).toEqual({
      path: '/f/a.jpg',
      relativePath: 'a.jpg',
      size: 1_000,
      modifiedAt: '1970-01-01T00:00:05.000Z',
      outcome: 'extracted',
      fromCache: false,
      sidecars: ['a.xmp', 'a.aae'],
      core: { format: 'JPEG' },
      tags: { 'System:FileName': 'a.jpg', 'A:Number': { value: 'two', text: 2.1 } },
      modules: { exiftool: { version: '13.59', durationMs: 7 } },
    });
  });

  test('a second time changes nothing: the first result of a file stands', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    tested.add(job, [A, { name: 'b.jpg' }]);
    const { records, items } = tested.store;
    const [a = 0, b = 0] = items.ready(job.id, 0, 0, 10).map(({ itemId }) => itemId);
    expect(records.finish(job.id, job.keyId, [finishedItem(a, { tagValues: '"a.jpg"\n"first"' })])).toEqual([a]);
    expect(
      records.finish(job.id, job.keyId, [finishedItem(a, { tagValues: '"a.jpg"\n"second"' }), finishedItem(b)]),
    ).toEqual([b]);
    expect(records.finish(job.id, job.keyId, [finishedItem(a), finishedItem(b)])).toEqual([]);
    expect(records.finish(job.id, job.keyId, [finishedItem(999)])).toEqual([]);
    expect(tested.recordsOf(job).map(({ tags }) => tags.values)).toEqual(['"a.jpg"\n"first"', '"a.jpg"\n"Canon"']);
    expect(items.counts(job.id)).toMatchObject({ found: 2, done: 2, extracted: 2 });
    expect(tested.store.cacheStatistics()).toMatchObject({ entries: 2, misses: 2, keptForJobs: 0 });
  });

  test('of another job leaves them alone', () => {
    const tested = new TestStore();
    const [job, other] = [tested.newJob(), tested.newJob()];
    tested.add(job, [A]);
    const [item] = tested.store.items.ready(job.id, 0, 0, 1);
    expect(tested.store.records.finish(other.id, other.keyId, [finishedItem(item?.itemId ?? 0)])).toEqual([]);
    expect(tested.store.items.counts(job.id).done).toBe(0);
  });

  test('that could not be read keeps the fault, how often it was tried, at which worker it failed and when', async () => {
    const tested = new TestStore();
    const job = tested.newJob();
    tested.add(job, [A]);
    const [item] = tested.store.items.ready(job.id, 0, 0, 1);
    const fault = { code: 'timed-out' as const, message: 'too slow' };
    const result = resultFor(item?.itemId ?? 0, {
      outcome: 'failed',
      fault,
      tagNames: '',
      tagValues: '',
      coreJson: '{}',
      modulesJson: '{}',
    });
    tested.store.records.finish(job.id, job.keyId, [
      { itemId: result.itemId, sizeBytes: 1_000, worker: 'local-2', attempts: 3, cacheable: false, result },
    ]);
    expect(tested.recordsOf(job)).toMatchObject([
      {
        outcome: 'failed',
        error: {
          ...{ code: 'timed-out', message: 'too slow', attempts: 3 },
          ...{ worker: 'local-2', failedAtMs: tested.nowMs },
        },
        tags: { names: '', values: '' },
      },
    ]);
    expect((await tested.store.questions.jobSummary(job.id, 5)).failures).toEqual([
      { outcome: 'failed', code: 'timed-out', count: 1, message: 'too slow' },
    ]);
  });

  test('stores a list of tag names once, however many files share it', () => {
    const tested = new TestStore();
    const job = tested.run(
      Array.from({ length: 50 }, (_, at) => ({ name: `${at}.jpg` })),
      { change: (path) => ({ tagNames: path.endsWith('9.jpg') ? 'A:Odd' : 'A:Even', tagValues: '1' }) },
    );
    expect([...tested.store.results(job).nameLists()].sort()).toEqual(['A:Even', 'A:Odd']);
  });
});

describe('a file that may have been moved', () => {
  function withMoved(change: Parameters<TestStore['run']>[1] = {}) {
    const tested = new TestStore();
    tested.run([A], {
      change: () => ({
        fingerprint: PRINT,
        tagNames: 'System:FileName\nSystem:Directory\nIFD0:Make',
        tagValues: '"a.jpg"\n"/f"\n"Canon"',
      }),
      ...change,
    });
    return tested;
  }

  test('waits for its comparison and not for a worker', () => {
    const tested = withMoved();
    const job = tested.newJob();
    const added = tested.add(job, [{ name: 'renamed.jpg' }, { name: 'new.jpg', sizeBytes: 5 }], '/g');
    expect(added.counts).toMatchObject({ found: 2, done: 0 });
    expect(added.open).toHaveLength(2);
    expect(tested.store.items.toCompare(job.id, 0, 10).map(({ name }) => name)).toEqual(['renamed.jpg']);
    expect(tested.store.items.ready(job.id, 0, 0, 10).map(({ name }) => name)).toEqual(['new.jpg']);
  });

  test('takes over the record, with its new place, where its content is the same', () => {
    const tested = withMoved();
    const job = tested.newJob();
    tested.add(job, [{ name: 'renamed.jpg' }], '/g');
    const [item] = tested.store.items.toCompare(job.id, 0, 10);
    if (item === undefined) throw new Error('nothing is to be compared');
    const counts = tested.store.records.adoptMoved(job.id, job.keyId, item, PRINT);
    expect(counts).toEqual({ ...NO_COUNTS, done: 1, doneBytes: 1_000, fromCache: 1, extracted: 1 });
    expect(tested.recordsOf(job)).toMatchObject([
      {
        path: '/g/renamed.jpg',
        fromCache: true,
        outcome: 'extracted',
        tags: { names: 'System:FileName\nSystem:Directory\nIFD0:Make', values: '"renamed.jpg"\n"/g"\n"Canon"' },
      },
    ]);
    expect(tested.store.records.adoptMoved(job.id, job.keyId, item, PRINT)).toBeUndefined();
    expect(tested.store.cacheStatistics()).toMatchObject({ entries: 2, hitsMoved: 1, misses: 1 });
    const later = tested.newJob();
    expect(tested.add(later, [{ name: 'renamed.jpg' }], '/g').counts.fromCache).toBe(1); // now known by its new name
  });

  test('is read where its content is another, and keeps its place in the queue', () => {
    const tested = withMoved();
    const job = tested.newJob();
    tested.add(job, [{ name: 'renamed.jpg' }], '/g');
    const [item] = tested.store.items.toCompare(job.id, 0, 10);
    if (item === undefined) throw new Error('nothing is to be compared');
    expect(tested.store.records.adoptMoved(job.id, job.keyId, item, OTHER_PRINT)).toBeUndefined();
    tested.store.items.makeReady([item.itemId]);
    expect(tested.store.items.toCompare(job.id, 0, 10)).toEqual([]);
    expect(tested.store.items.ready(job.id, 0, 0, 10).map(({ name }) => name)).toEqual(['renamed.jpg']);
  });

  test('is read where its name ends otherwise: for ExifTool the extension decides some types', () => {
    const tested = withMoved();
    const job = tested.newJob();
    tested.add(job, [{ name: 'renamed.dng' }], '/g');
    const item = tested.store.items.toCompare(job.id, 0, 10)[0];
    if (item !== undefined) expect(tested.store.records.adoptMoved(job.id, job.keyId, item, PRINT)).toBeUndefined();
  });

  test('is read where it has a sidecar now and had none, or the other way round', () => {
    const tested = withMoved();
    const job = tested.newJob();
    tested.add(job, [{ name: 'renamed.jpg', sidecars: '[["renamed.xmp",5,6]]' }], '/g');
    const [item] = tested.store.items.toCompare(job.id, 0, 10);
    if (item === undefined) throw new Error('nothing is to be compared');
    expect(tested.store.records.adoptMoved(job.id, job.keyId, item, PRINT)).toBeUndefined();
  });

  test('is not compared with records of another extraction, without a fingerprint, too old, or of another size', () => {
    const compared = (
      tested: TestStore,
      file: { sizeBytes?: number; modifiedMs?: number } = {},
      key?: string,
      since = 0,
    ) => {
      const job = tested.newJob({}, key);
      tested.store.items.add(
        [
          {
            source: 0,
            folder: '/g',
            names: ['x.jpg'],
            sizes: [file.sizeBytes ?? 1_000],
            modifiedMs: [file.modifiedMs ?? 5_000.25],
          },
        ],
        { jobId: job.id, keyId: job.keyId, lookUpSinceMs: since },
      );
      return tested.store.items.toCompare(job.id, 0, 10).length;
    };
    const tested = withMoved();
    expect(compared(tested)).toBe(1);
    expect(compared(tested, {}, 'another')).toBe(0);
    expect(compared(tested, { sizeBytes: 1_001 })).toBe(0);
    expect(compared(tested, { modifiedMs: 5_000 })).toBe(0);
    expect(compared(tested, {}, undefined, tested.nowMs + 1)).toBe(0);
    expect(compared(withMoved({ change: () => ({}) }))).toBe(0);
  });
});

describe('the results of a job', () => {
  const FAILED = { outcome: 'failed' as const, fault: { code: 'corrupt' as const, message: 'half' } };

  test('are those of the outcomes that are asked for, in the order in which the files were found', () => {
    const tested = new TestStore();
    const names = ['c.jpg', 'a.jpg', 'b.jpg'];
    const job = tested.run(
      names.map((name) => ({ name })),
      { change: (path) => (path === '/f/a.jpg' ? FAILED : {}) },
    );
    const of = (...outcomes: ('extracted' | 'failed')[]) =>
      [...tested.store.results(job).records(outcomes)].map(({ relativePath }) => relativePath);
    expect(tested.recordsOf(job).map(({ relativePath }) => relativePath)).toEqual(names);
    expect(of('failed')).toEqual(['a.jpg']);
    expect(of('extracted')).toEqual(['c.jpg', 'b.jpg']);
    expect(of('extracted', 'failed')).toEqual(names);
  });

  test('can be read while the job is running, as far as they are there', () => {
    const tested = new TestStore();
    const job = tested.run([A]);
    tested.add(job, [{ name: 'open.jpg' }]);
    expect(tested.recordsOf(job)).toHaveLength(1);
  });

  test('group failures by cause, the most frequent first', async () => {
    const tested = new TestStore();
    const missing = {
      outcome: 'failed' as const,
      fault: { code: 'not-found' as const, message: 'gone' },
      tagNames: '',
      tagValues: '',
    };
    const job = tested.run(
      ['1', '2', '3', '4'].map((name) => ({ name })),
      { change: (path) => (path === '/f/1' ? missing : path === '/f/4' ? {} : FAILED) },
    );
    expect((await tested.store.questions.jobSummary(job.id, 5)).failures).toEqual([
      { outcome: 'failed', code: 'corrupt', count: 2, message: 'half' },
      { outcome: 'failed', code: 'not-found', count: 1, message: 'gone' },
    ]);
  });

  test('name the slowest files that were read now, and the time that the others saved', async () => {
    const tested = new TestStore();
    tested.run([A], { change: () => ({ durationMs: 900 }) });
    const job = tested.run([A, { name: 'b.jpg' }, { name: 'c.jpg' }], {
      change: (path) => ({ durationMs: path === '/f/c.jpg' ? 50 : 5 }),
    });
    const { slowest, savedMs } = await tested.store.questions.jobSummary(job.id, 5);
    expect(slowest).toEqual([
      { path: '/f/c.jpg', durationMs: 50, sizeBytes: 1_000 },
      { path: '/f/b.jpg', durationMs: 5, sizeBytes: 1_000 },
    ]);
    expect((await tested.store.questions.jobSummary(job.id, 1)).slowest).toHaveLength(1);
    expect(savedMs).toBe(900);
  });
});

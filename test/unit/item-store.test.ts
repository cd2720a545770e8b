import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_COUNTS } from '../../src-protocol/model/job.ts';
import { pathFromBytes } from '../../src-protocol/model/path-codec.ts';
import { joinPath } from '../../src-protocol/model/path-join.ts';
import { DAY_MS, finishedItem, foundFiles, TestStore } from './fakes/sqlite-store.ts';

const A = { name: 'a.jpg' };
const B = { name: 'b.jpg' };

describe('adding files to a job', () => {
  test('makes them wait for a worker, in the order in which they were found', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    const added = tested.add(job, [B, A]);
    expect(added.counts).toEqual({ ...NO_COUNTS, found: 2, foundBytes: 2_000 });
    expect(added.open).toEqual([
      { name: 'b.jpg', sizeBytes: 1_000 },
      { name: 'a.jpg', sizeBytes: 1_000 },
    ]);
    expect(tested.store.items.ready(job.id, 0, tested.nowMs, 10)).toMatchObject([
      { folder: '/f', name: 'b.jpg', sizeBytes: 1_000, modifiedMs: 5_000.25, progress: { attempts: 0, suspicions: 0 } },
      { folder: '/f', name: 'a.jpg' },
    ]);
  });

  test('that it has already, from an overlapping source or an earlier crawl, changes nothing', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    tested.add(job, [A, B]);
    const again = tested.add(job, [{ ...A, sizeBytes: 77, modifiedMs: 1 }, { name: 'c.jpg' }]);
    expect(again.counts).toEqual({ ...NO_COUNTS, found: 1, foundBytes: 1_000 });
    expect(again.open).toEqual([{ name: 'c.jpg', sizeBytes: 1_000 }]);
    expect(tested.store.items.counts(job.id)).toMatchObject({ found: 3, foundBytes: 3_000 });
    tested.finishAll(job);
    expect(tested.add(job, [A]).counts).toEqual(NO_COUNTS);
    expect(tested.store.items.counts(job.id)).toMatchObject({ found: 3, done: 3 });
  });

  test.each([0, 3, 8, 21])('of which it has %i already takes the others, however many come at once', (known) => {
    const tested = new TestStore();
    const job = tested.newJob();
    const files = Array.from({ length: 21 }, (_, index) => ({ name: `${index.toString()}.jpg` }));
    tested.add(job, files.slice(0, known));
    const { counts, open } = tested.add(job, files);
    const names = files.slice(known).map(({ name }) => name);
    expect(counts).toEqual({ ...NO_COUNTS, found: names.length, foundBytes: names.length * 1_000 });
    expect(open.map(({ name }) => name)).toEqual(names);
    expect(tested.store.items.ready(job.id, 0, tested.nowMs, 99).map(({ name }) => name)).toEqual(
      files.map(({ name }) => name),
    );
  });

  test('takes the same file for another job', () => {
    const tested = new TestStore();
    const [first, second] = [tested.newJob(), tested.newJob()];
    tested.add(first, [A]);
    expect(tested.add(second, [A]).counts.found).toBe(1);
    expect(tested.store.items.counts(first.id).found).toBe(1);
  });

  test('keeps a name byte for byte, whatever is in it', () => {
    const name = fc
      .oneof(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.uint8Array({ minLength: 1, maxLength: 20 }).map(pathFromBytes),
      )
      .filter((text) => !/[/\0]/.test(text));
    const tested = new TestStore();
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), name, (names, folder) => {
        const job = tested.newJob();
        tested.add(
          job,
          names.map((text) => ({ name: text })),
          `/${folder}`,
        );
        const ready = tested.store.items.ready(job.id, 0, 0, 10);
        expect(ready.map((item) => [item.folder, item.name])).toEqual(names.map((text) => [`/${folder}`, text]));
        tested.finishAll(job);
        expect(tested.recordsOf(job).map(({ path }) => path)).toEqual(
          names.map((text) => joinPath(`/${folder}`, text)),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('that are no files completes them at once, with neither size nor time', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    const files = {
      ...foundFiles([{ name: 'fifo' }, { name: 'gone.jpg', sizeBytes: 0, modifiedMs: 0 }]),
      faults: [
        { code: 'not-a-file' as const, skipped: true, message: 'a pipe' },
        { code: 'not-found' as const, skipped: false, message: 'gone' },
      ],
    };
    const added = tested.store.items.add([files], tested.contextOf(job));
    expect(added.counts).toMatchObject({ found: 2, done: 2, skipped: 1, failed: 1 });
    expect(added.open).toEqual([]);
    const records = tested.recordsOf(job);
    expect(records).toMatchObject([
      { path: '/f/fifo', outcome: 'skipped', error: { code: 'not-a-file', message: 'a pipe', attempts: 1 } },
      { path: '/f/gone.jpg', outcome: 'failed', error: { code: 'not-found', message: 'gone', attempts: 1 } },
    ]);
    for (const record of records) {
      expect(record).not.toHaveProperty('sizeBytes');
      expect(record).not.toHaveProperty('modifiedAtMs');
    }
  });

  test('of many folders keeps each with its own', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    tested.store.items.add(
      [foundFiles([A], '/x'), foundFiles([A, B], '/y'), foundFiles([B], '/x')],
      tested.contextOf(job),
    );
    const paths = tested.store.items.ready(job.id, 0, 0, 10).map(({ folder, name }) => joinPath(folder, name));
    expect(paths).toEqual(['/x/a.jpg', '/y/a.jpg', '/y/b.jpg', '/x/b.jpg']);
  });
});

describe('a file that an earlier job has read', () => {
  test('is done at once while it is unchanged', () => {
    const tested = new TestStore();
    tested.run([A, B]);
    const job = tested.newJob();
    const added = tested.add(job, [A, B]);
    expect(added).toEqual({
      counts: { ...NO_COUNTS, found: 2, foundBytes: 2_000, done: 2, doneBytes: 2_000, fromCache: 2, extracted: 2 },
      open: [],
    });
    expect(tested.recordsOf(job)).toMatchObject([
      { path: '/f/a.jpg', outcome: 'extracted', fromCache: true, tags: { values: '"a.jpg"\n"Canon"' } },
      { path: '/f/b.jpg', fromCache: true },
    ]);
  });

  test.each([
    { what: 'its size is another', change: { sizeBytes: 1_001 } },
    { what: 'its time is another by a quarter of a millisecond', change: { modifiedMs: 5_000.5 } },
    { what: 'it has a sidecar now', change: { sidecars: '[["a.xmp",5,6]]' } },
  ])('is read again when $what', ({ change }) => {
    const tested = new TestStore();
    tested.run([A, B]);
    const job = tested.newJob();
    expect(tested.add(job, [{ ...A, ...change }, B]).counts).toMatchObject({ found: 2, done: 1, fromCache: 1 });
  });

  test('is read again when its sidecar has changed or is gone', () => {
    const tested = new TestStore();
    const withSidecar = { ...A, sidecars: '[["a.xmp",5,6]]' };
    tested.run([withSidecar]);
    expect(tested.add(tested.newJob(), [withSidecar]).counts.fromCache).toBe(1);
    expect(tested.add(tested.newJob(), [{ ...A, sidecars: '[["a.xmp",5,7]]' }]).counts.fromCache).toBe(0);
    expect(tested.add(tested.newJob(), [A]).counts.fromCache).toBe(0);
  });

  test('is read again when other things are to be extracted', () => {
    const tested = new TestStore();
    tested.run([A], { key: 'complete' });
    expect(tested.add(tested.newJob({}, 'fast'), [A]).counts.fromCache).toBe(0);
    expect(tested.add(tested.newJob({}, 'complete'), [A]).counts.fromCache).toBe(1);
  });

  test('is read again where the job does not look it up', () => {
    const tested = new TestStore();
    tested.run([A]);
    const job = tested.newJob();
    const added = tested.store.items.add([foundFiles([A])], {
      jobId: job.id,
      keyId: job.keyId,
      lookUpSinceMs: undefined,
    });
    expect(added.counts).toMatchObject({ found: 1, done: 0 });
    expect(tested.store.items.toCompare(job.id, 0, 10)).toEqual([]);
  });

  test('is read again once its record is too old', () => {
    const tested = new TestStore();
    tested.run([A]);
    tested.nowMs += 10 * DAY_MS;
    const lookUp = (ttlMs: number) => {
      const job = tested.newJob();
      return tested.store.items.add([foundFiles([A])], tested.contextOf(job, tested.nowMs - ttlMs)).counts.fromCache;
    };
    expect(lookUp(10 * DAY_MS)).toBe(1);
    expect(lookUp(10 * DAY_MS - 1)).toBe(0);
  });

  test('has its newest record used: the one before is superseded', () => {
    const tested = new TestStore();
    tested.run([A], { change: () => ({ tagValues: '"a.jpg"\n"Nikon"' }) });
    tested.run([{ ...A, modifiedMs: 9_000 }], { change: () => ({ tagValues: '"a.jpg"\n"Sony"' }) });
    const job = tested.newJob();
    expect(tested.add(job, [{ ...A, modifiedMs: 9_000 }]).counts.fromCache).toBe(1);
    expect(tested.recordsOf(job)).toMatchObject([{ tags: { values: '"a.jpg"\n"Sony"' } }]);
    expect(tested.add(tested.newJob(), [A]).counts.fromCache).toBe(0); // as it was before: read again
    expect(tested.store.cacheStatistics()).toMatchObject({ entries: 1, keptForJobs: 1 });
  });

  test('is known by its fault, where the fault is of its content', () => {
    const tested = new TestStore();
    const fault = { code: 'corrupt' as const, message: 'half a file' };
    tested.run([A], { change: () => ({ outcome: 'failed', fault }) });
    const job = tested.newJob();
    expect(tested.add(job, [A]).counts).toMatchObject({ done: 1, fromCache: 1, failed: 1, extracted: 0 });
    expect(tested.recordsOf(job)).toMatchObject([
      { outcome: 'failed', fromCache: true, error: { code: 'corrupt', message: 'half a file', attempts: 1 } },
    ]);
  });

  test('is not known where its result was not to be kept', () => {
    const tested = new TestStore();
    const first = tested.newJob();
    tested.add(first, [A]);
    tested.finishAll(first, undefined, false);
    expect(tested.add(tested.newJob(), [A]).counts.fromCache).toBe(0);
    expect(tested.recordsOf(first)).toHaveLength(1);
  });
});

describe('the queue', () => {
  test('is read in pieces, in the order of ids', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    tested.add(
      job,
      Array.from({ length: 25 }, (_, at) => ({ name: `${String(at).padStart(2, '0')}.jpg` })),
    );
    const names: string[] = [];
    let afterId = 0;
    for (;;) {
      const items = tested.store.items.ready(job.id, afterId, 0, 10);
      if (items.length === 0) break;
      names.push(...items.map(({ name }) => name));
      afterId = items.at(-1)?.itemId ?? 0;
    }
    expect(names).toHaveLength(25);
    expect(names).toEqual([...names].sort());
  });

  test('holds a file that is to be tried again back until its time', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    tested.add(job, [A, B]);
    const { items } = tested.store;
    const [first] = items.ready(job.id, 0, 0, 10);
    const progress = { attempts: 1, suspicions: 2 };
    items.retry([{ itemId: first?.itemId ?? 0, progress, notBeforeMs: 700 }]);
    expect(items.ready(job.id, 0, 699, 10).map(({ name }) => name)).toEqual(['b.jpg']);
    expect(items.ready(job.id, 0, 700, 10)).toMatchObject([{ name: 'a.jpg', progress }, { name: 'b.jpg' }]);
    expect(items.nextRetryMs(job.id, 100)).toBe(700);
    expect(items.nextRetryMs(job.id, 700)).toBeUndefined();
    expect(items.nextRetryMs(job.id + 1, 100)).toBeUndefined();
  });

  test('does not wake a file that is done', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    tested.add(job, [A]);
    const [itemId = 0] = tested.finishAll(job);
    tested.store.items.retry([{ itemId, progress: { attempts: 1, suspicions: 0 }, notBeforeMs: 10 }]);
    tested.store.items.makeReady([itemId]);
    expect(tested.store.items.ready(job.id, 0, Infinity, 10)).toEqual([]);
    expect(tested.store.items.nextRetryMs(job.id, 0)).toBeUndefined();
  });

  test('lists all that is not done, to be counted anew after an interruption', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    tested.add(job, [A, B, { name: 'c.dng', sizeBytes: 5 }]);
    const [first] = tested.store.items.ready(job.id, 0, 0, 1);
    tested.store.records.finish(job.id, job.keyId, [finishedItem(first?.itemId ?? 0)]);
    expect(tested.store.items.tally(job.id, undefined).open).toEqual([
      { name: 'b.jpg', sizeBytes: 1_000 },
      { name: 'c.dng', sizeBytes: 5 },
    ]);
    expect(tested.store.items.counts(job.id)).toMatchObject({ found: 3, foundBytes: 2_005, done: 1, doneBytes: 1_000 });
  });
});

describe('the counts of a job', () => {
  test('are those of all that was added and finished, in whatever portions', () => {
    const outcome = fc.constantFrom(
      'extracted' as const,
      'no-metadata' as const,
      'failed' as const,
      'skipped' as const,
    );
    const file = fc.record({ name: fc.stringMatching(/^[a-f]{1,2}$/), sizeBytes: fc.nat(1_000), outcome });
    const tested = new TestStore();
    fc.assert(
      fc.property(fc.array(fc.array(file, { maxLength: 6 }), { maxLength: 5 }), (portions) => {
        const job = tested.newJob();
        const known = new Map<string, { sizeBytes: number; outcome: string }>();
        const sum = { ...NO_COUNTS };
        const context = { jobId: job.id, keyId: job.keyId, lookUpSinceMs: undefined };
        for (const files of portions) {
          for (const { name, ...rest } of files) if (!known.has(name)) known.set(name, rest);
          const { counts } = tested.store.items.add([foundFiles(files)], context);
          for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += counts[key];
        }
        const values = [...known.values()];
        const bytes = values.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
        expect(sum).toEqual({ ...NO_COUNTS, found: known.size, foundBytes: bytes });
        tested.finishAll(job, (path) => ({ outcome: (known.get(path.slice(3))?.outcome ?? 'failed') as 'failed' }));
        const of = (kind: string) => values.filter((value) => value.outcome === kind).length;
        expect(tested.store.items.counts(job.id)).toEqual({
          found: known.size,
          foundBytes: bytes,
          done: known.size,
          doneBytes: bytes,
          fromCache: 0,
          extracted: of('extracted'),
          noMetadata: of('no-metadata'),
          failed: of('failed'),
          skipped: of('skipped'),
        });
      }),
      { numRuns: 40 },
    );
  });
});

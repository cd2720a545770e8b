import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AddedItems, StoredJob } from '../../src-main/coordinator/ports.ts';
import { openDatabaseToRead } from '../../src-main/store/database.ts';
import { addCounts, NO_COUNTS } from '../../src-protocol/model/job.ts';
import { foundFiles, type TestFile, TestStore } from './fakes/sqlite-store.ts';

const A = { name: 'a.jpg' };
const B = { name: 'b.jpg' };

/** What a look through a watched folder finds. */
function look(tested: TestStore, job: StoredJob, files: readonly TestFile[]): AddedItems {
  return tested.store.items.add([foundFiles(files)], { ...tested.contextOf(job), takeChanged: true });
}

function readyNames(tested: TestStore, job: StoredJob): string[] {
  return tested.store.items.ready(job.id, 0, Infinity, 100).map(({ name }) => name);
}

describe('a look through a folder that a job knows', () => {
  test('changes nothing where nothing has changed, not even in the database file', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    look(tested, job, [A, B]);
    tested.finishAll(job);
    const before = tested.writes();
    expect(look(tested, job, [A, B])).toEqual({ counts: NO_COUNTS, open: [] });
    expect(tested.writes()).toBe(before);
  });

  test('notes which done files wait once more, each with its latest change', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    look(tested, job, [A, B]);
    const [a, b] = tested.finishAll(job);
    const database = openDatabaseToRead(tested.store.file);
    onTestFinished(() => void database.close());
    const noted = () => database.prepare('SELECT item_id FROM changed_items ORDER BY id').pluck().all();
    expect(noted()).toEqual([]);
    for (const modifiedMs of [7, 8]) {
      look(tested, job, [
        { ...A, modifiedMs },
        { ...B, modifiedMs: 7 },
      ]);
      tested.finishAll(job);
    }
    expect(noted()).toEqual([b, a]);
  });

  test.each([
    ['size', { ...A, sizeBytes: 7 }],
    ['time', { ...A, modifiedMs: 7 }],
    ['sidecar', { ...A, sidecars: '[["a.xmp",3,4]]' }],
  ])('lets a file of another %s wait once more under the same item', (_what, changed) => {
    const tested = new TestStore();
    const job = tested.newJob();
    look(tested, job, [A, B]);
    const [itemId] = tested.finishAll(job);
    const { counts, open } = look(tested, job, [changed, B, { name: 'new.jpg' }]);
    expect(open.map(({ name }) => name).sort()).toEqual(['a.jpg', 'new.jpg']);
    expect(counts).toMatchObject({ found: 1, done: -1, doneBytes: -1_000, extracted: -1 });
    expect(tested.store.items.ready(job.id, 0, Infinity, 10)[0]).toMatchObject({
      itemId,
      name: 'a.jpg',
      sizeBytes: 'sizeBytes' in changed ? changed.sizeBytes : 1_000,
      progress: { attempts: 0, suspicions: 0 },
    });
    tested.finishAll(job);
    expect(tested.store.items.counts(job.id)).toMatchObject({ found: 3, done: 3, extracted: 3 });
    expect(look(tested, job, [changed, B, { name: 'new.jpg' }]).open).toEqual([]);
  });

  test('replaces the result of a changed file when the new one is there', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    look(tested, job, [A]);
    tested.finishAll(job, () => ({ outcome: 'failed', fault: { code: 'corrupt', message: 'half a file' } }));
    look(tested, job, [{ ...A, sizeBytes: 2_000 }]);
    tested.finishAll(job, () => ({ tagValues: '"new"' }));
    const [record] = tested.recordsOf(job);
    expect(record).toMatchObject({ outcome: 'extracted', sizeBytes: 2_000, tags: { values: '"new"' } });
    expect(record).not.toHaveProperty('error');
  });

  test('leaves a file alone that waits or is being read, and sees its change at the next look', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    look(tested, job, [A]);
    expect(look(tested, job, [{ ...A, sizeBytes: 7 }])).toEqual({ counts: NO_COUNTS, open: [] });
    tested.finishAll(job);
    expect(look(tested, job, [{ ...A, sizeBytes: 7 }]).open).toEqual([{ name: 'a.jpg', sizeBytes: 7 }]);
  });

  test('takes a file that could not be looked at before, and keeps the result of one that cannot be now', () => {
    const tested = new TestStore();
    const job = tested.newJob();
    const closed = { code: 'permission-denied' as const, skipped: false, message: 'no' };
    const context = { ...tested.contextOf(job), takeChanged: true };
    tested.store.items.add([{ ...foundFiles([A, B]), faults: [closed] }], context);
    tested.finishAll(job);
    const { counts, open } = look(tested, job, [A, B]);
    expect(open).toEqual([{ name: 'a.jpg', sizeBytes: 1_000 }]);
    expect(counts).toEqual({ ...NO_COUNTS, foundBytes: 1_000, done: -1, failed: -1 });
    tested.finishAll(job);
    expect(tested.store.items.add([{ ...foundFiles([A, B]), faults: [closed, closed] }], context).open).toEqual([]);
    expect(tested.store.items.counts(job.id)).toMatchObject({ done: 2, extracted: 2 });
  });

  test('takes what the cache knows of new files, and reads changed ones', () => {
    const tested = new TestStore();
    tested.run([A, B]);
    const job = tested.newJob();
    expect(look(tested, job, [A, B]).counts).toMatchObject({ found: 2, done: 2, fromCache: 2 });
    const { counts } = look(tested, job, [{ ...A, sizeBytes: 5 }, B]);
    expect(counts).toMatchObject({ done: -1, fromCache: -1, foundBytes: -995 });
    tested.finishAll(job);
    expect(tested.store.items.counts(job.id)).toMatchObject({ done: 2, fromCache: 1 });
  });

  test('counts right, whatever changes in whichever order', () => {
    const state = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), sizeBytes: fc.nat(3) });
    const step = fc.record({
      files: fc.uniqueArray(state, { selector: ({ name }) => name }),
      finish: fc.boolean(),
      fails: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const tested = new TestStore();
        const job = tested.newJob({ cache: 'off' });
        let counts = NO_COUNTS;
        for (const { files, finish, fails } of steps) {
          counts = addCounts(counts, look(tested, job, files).counts);
          if (finish) {
            tested.finishAll(job, () => (fails ? { outcome: 'failed', fault: { code: 'corrupt', message: '' } } : {}));
            counts = tested.store.items.counts(job.id);
          }
          expect(counts).toEqual(tested.store.items.counts(job.id));
          expect(counts.done + readyNames(tested, job).length).toBe(counts.found);
        }
      }),
      { numRuns: 30 },
    );
  });
});

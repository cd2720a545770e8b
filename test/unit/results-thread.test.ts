import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabaseToRead } from '../../src-main/store/database.ts';
import { folderIds } from '../../src-main/store/folder-ids.ts';
import { nameLists } from '../../src-main/store/name-lists.ts';
import { JobIndices } from '../../src-main/store/results-index/job-indices.ts';
import { openStore } from '../../src-main/store/store.ts';
import { ALL, jobOf, pageOf } from './fakes/results.ts';
import { TestStore } from './fakes/sqlite-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('only as many jobs are kept in memory as fit', async () => {
  const tested = new TestStore();
  const [a, b] = [jobOf(tested, [{}]), jobOf(tested, [{}])];
  await pageOf(tested, a);
  const database = openDatabaseToRead(tested.store.file);
  try {
    const indices = new JobIndices(database, folderIds(database), nameLists(database), 0);
    const ofA = indices.of(a);
    indices.trim();
    expect(indices.of(a)).toBe(ofA);
    const answered = { needs: { columns: [], records: true }, job: a, stamp: '', signal: new AbortController().signal };
    expect(await ofA.index.answer(answered, () => ofA.index.rows.doneCount)).toBe(1);
    indices.of(b);
    indices.trim();
    expect(indices.of(a)).not.toBe(ofA);
  } finally {
    database.close();
  }
});

describe('in the thread of the store', () => {
  function openWithThreads(dataFolder: string) {
    const threads = {
      read: resolve('src-main/store/read-thread.ts'),
      checkpoint: resolve('src-main/store/checkpoint-thread.ts'),
    };
    return openStore({ dataFolder, command: 'test', nowMs: () => 0, threads });
  }

  test('results are those of a moment before, and the same as without a thread', async () => {
    const dataFolder = join(temporaryFolder(), 'data');
    const tested = new TestStore(dataFolder);
    const job = jobOf(tested, [{ iso: 2 }, { iso: 1 }]);
    const query = {
      columns: ['relativePath', 'iso'],
      filter: ALL,
      offset: 0,
      limit: 10,
      sort: { column: 'iso', descending: false },
    };
    const here = await tested.store.questions.resultPage(job.id, query);
    expect(here?.total).toBe(2);
    await tested.store[Symbol.asyncDispose]();

    const store = openWithThreads(dataFolder);
    try {
      expect(await store.questions.resultPage(job.id, query)).toEqual(here);
      const items = await store.questions.resultItems(job.id, ALL);
      store.items.add(
        [
          {
            source: 0,
            folder: '/new',
            names: ['x'],
            sizes: [1],
            modifiedMs: [1],
            faults: [{ code: 'not-found', message: '', skipped: true }],
          },
        ],
        {
          jobId: job.id,
          keyId: job.keyId,
          lookUpSinceMs: undefined,
        },
      );
      expect((await store.questions.resultPage(job.id, query))?.total).toBe(3);
      expect(await store.questions.resultItems(job.id, ALL)).toHaveLength((items?.length ?? 0) + 1);
    } finally {
      await store[Symbol.asyncDispose]();
    }
  });

  test('what is still being read when the store is closed fails, and holds nobody up', async () => {
    const dataFolder = join(temporaryFolder(), 'data');
    const tested = new TestStore(dataFolder);
    const job = tested.newJob();
    for (let batch = 0; batch < 15; batch++)
      tested.add(
        job,
        Array.from({ length: 2_000 }, (_, at) => ({ name: `${batch.toString()}-${at.toString()}` })),
      );
    await tested.store[Symbol.asyncDispose]();

    const store = openWithThreads(dataFolder);
    await store.questions.resultRecord(job.id, 1);
    const asked = store.questions.resultColumns(job.id);
    const told = expect(asked).rejects.toThrow('The store is being closed.');
    await store[Symbol.asyncDispose]();
    await told;
  });
});

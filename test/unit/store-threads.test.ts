import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabaseToRead } from '../../src-main/store/database.ts';
import { openStore } from '../../src-main/store/store.ts';
import { foundFiles, TestStore } from './fakes/sqlite-store.ts';
import { SPEC } from './fakes/engine.ts';
import { temporaryFolder } from './temporary-folder.ts';

const threads = {
  read: resolve('src-main/store/read-thread.ts'),
  checkpoint: resolve('src-main/store/checkpoint-thread.ts'),
};

function openWithThreads(dataFolder: string) {
  return openStore({ dataFolder, command: 'test', nowMs: () => 0, threads });
}

describe('a store with threads', () => {
  test('answers questions as one without', async () => {
    const dataFolder = join(temporaryFolder(), 'data');
    const tested = new TestStore(dataFolder);
    const job = tested.run([{ name: 'a.jpg' }, { name: 'b.jpg' }], {
      change: (path) => (path === '/f/a.jpg' ? { durationMs: 900 } : {}),
    });
    const here = await tested.store.questions.jobSummary(job.id, 5);
    expect(here.slowest.map(({ path }) => path)).toEqual(['/f/a.jpg', '/f/b.jpg']);
    await tested.store[Symbol.asyncDispose]();

    const store = openWithThreads(dataFolder);
    try {
      expect(await store.questions.jobSummary(job.id, 5)).toEqual(here);
      expect(await store.questions.unreferencedRecords()).toEqual([]);
    } finally {
      await store[Symbol.asyncDispose]();
    }
  });

  test('answers a question about what was written a moment before, and those that are on their way when it is closed', async () => {
    const store = openWithThreads(join(temporaryFolder(), 'data'));
    const job = store.jobs.create(SPEC, 'key');
    const fault = { code: 'not-found' as const, message: 'gone', skipped: false };
    store.items.add([{ ...foundFiles([{ name: 'a.jpg' }]), faults: [fault] }], {
      jobId: job.id,
      keyId: job.keyId,
      lookUpSinceMs: undefined,
    });
    const asked = Array.from({ length: 20 }, () => store.questions.jobSummary(job.id, 1));
    await store[Symbol.asyncDispose]();
    for (const summary of await Promise.all(asked))
      expect(summary.failures).toEqual([{ outcome: 'failed', code: 'not-found', count: 1, message: 'gone' }]);
  });

  test('says it where a question cannot be answered', async () => {
    const store = openWithThreads(join(temporaryFolder(), 'data'));
    try {
      await expect(store.questions.jobSummary({} as number, 1)).rejects.toThrow('Too few parameter values');
      expect((await store.questions.jobSummary(1, 1)).failures).toEqual([]);
    } finally {
      await store[Symbol.asyncDispose]();
    }
  });

  test('has what was written moved out of its log by the thread, and all of it when it is closed', async () => {
    const dataFolder = join(temporaryFolder(), 'data');
    const store = openWithThreads(dataFolder);
    const job = store.jobs.create(SPEC, 'key');
    const context = { jobId: job.id, keyId: job.keyId, lookUpSinceMs: undefined };
    const names = (batch: number) =>
      Array.from({ length: 2_000 }, (_, at) => ({ name: `${batch.toString()}-${at.toString()}-${'x'.repeat(200)}` }));
    for (let batch = 0; batch < 40; batch++) store.items.add([foundFiles(names(batch))], context);
    // far from where the owner would do it itself
    await expect.poll(() => statSync(store.file).size, { timeout: 10_000 }).toBeGreaterThan(15_000_000);

    await store[Symbol.asyncDispose]();
    expect(() => statSync(`${store.file}-wal`)).toThrow('ENOENT');
    const database = openDatabaseToRead(store.file);
    expect(database.prepare('SELECT count(*) FROM items').pluck().get()).toBe(80_000);
    database.close();
  });
});

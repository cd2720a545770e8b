import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { SqliteDatabase } from './database.ts';

/** Where the thread does not keep up, or is gone, the owner does it itself, and stands still meanwhile: 256 MiB. */
const LAST_RESORT_PAGES = 65_536;

/** Lets a thread move what is written from the log into the database, while the owner goes on. */
export function checkpointInThread(threadFile: string, file: string, database: SqliteDatabase): AsyncDisposable {
  const stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const thread = new Worker(threadFile, {
    workerData: { file, stop },
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  });
  const gone = once(thread, 'exit').catch(() => undefined); // it has failed: the database says so itself when it is closed
  database.pragma(`wal_autocheckpoint = ${LAST_RESORT_PAGES.toString()}`);
  thread.unref();
  return {
    [Symbol.asyncDispose]: async () => {
      thread.ref();
      const stopped = new Int32Array(stop);
      Atomics.store(stopped, 0, 1);
      Atomics.notify(stopped, 0);
      await gone;
    },
  };
}

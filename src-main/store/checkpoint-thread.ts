import { workerData } from 'node:worker_threads';
import { openDatabaseToCheckpoint } from './database.ts';

/**
 * Entry of the thread that moves what was written from the log (WAL) into the database: it waits for the disk, which the
 * owner's event loop must not do. It looks now and then, and ends when `stop` is set.
 */
const { file, stop } = workerData as { file: string; stop: SharedArrayBuffer };
const stopped = new Int32Array(stop);

const LOOK_EVERY_MS = 250;
const WORTHWHILE_PAGES = 4_000;
/** While the owner writes on and on, the log is never emptied; from here on the owner has to wait for it for a moment. */
const LONG_LOG_PAGES = 16_000;

interface LogState {
  /** Pages in the log, and how many of them the database has; -1 while there is no log. */
  readonly log: number;
  readonly checkpointed: number;
}

const database = openDatabaseToCheckpoint(file);
try {
  while (Atomics.load(stopped, 0) === 0) {
    try {
      if (pagesBehind() >= WORTHWHILE_PAGES) checkpoint();
    } catch {
      // the disk is full, or gone for a moment: what stands in the log is safe, and the next look tries again
    }
    Atomics.wait(stopped, 0, 0, LOOK_EVERY_MS);
  }
  database.pragma('wal_checkpoint(PASSIVE)'); // so that little is left for the owner when it closes
} finally {
  database.close();
}

function checkpoint(): void {
  const [state] = database.pragma('wal_checkpoint(PASSIVE)') as LogState[];
  if (state === undefined || state.log < LONG_LOG_PAGES) return;
  database.pragma('wal_checkpoint(PASSIVE)'); // what has come meanwhile, so that the owner waits for next to nothing
  database.pragma('wal_checkpoint(RESTART)');
}

function pagesBehind(): number {
  const [state] = database.pragma('wal_checkpoint(NOOP)') as LogState[];
  return state === undefined ? 0 : state.log - state.checkpointed;
}

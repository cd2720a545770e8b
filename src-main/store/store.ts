import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ItemStore, JobStore, MachineStatisticsStore, RecordStore, StoredJob } from '../coordinator/ports.ts';
import type { CacheDay, CacheStatistics } from './cache-statistics.ts';
import { cacheDays, cacheStatistics } from './cache-statistics.ts';
import type { CacheStore } from './cache-store.ts';
import { cacheStore } from './cache-store.ts';
import { checkpointInThread } from './checkpointer.ts';
import { openDatabase, openDatabaseToRead, StoreFault } from './database.ts';
import { folderIds } from './folder-ids.ts';
import type { HistoryStore } from './history-store.ts';
import { historyStore } from './history-store.ts';
import { itemStore } from './item-store.ts';
import { jobStore } from './job-store.ts';
import { machineStore } from './machine-store.ts';
import { nameLists } from './name-lists.ts';
import type { KnownFiles } from './known-files.ts';
import { knownFiles } from './known-files.ts';
import { lockDataFolder } from './owner-lock.ts';
import type { Asked, Questions } from './questions.ts';
import { askedHere } from './questions.ts';
import { Reader } from './reader.ts';
import { recordStore } from './record-store.ts';
import type { ResultReader } from './result-reader.ts';
import { resultReader } from './result-reader.ts';
import { unheldRecords } from './unheld-records.ts';

export const DATABASE_FILE = 'metaextract.sqlite';
/** Pages that are copied before the event loop turns: about a millisecond. */
const BACKUP_PAGES_AT_ONCE = 256;

/** Everything that is kept, as its one owner has it. */
export interface Store extends AsyncDisposable {
  readonly file: string;
  readonly jobs: JobStore;
  readonly items: ItemStore;
  readonly records: RecordStore;
  readonly cache: CacheStore;
  cacheStatistics(): CacheStatistics;
  /** The newest days of the cache, the newest last. */
  cacheDays(days: number): CacheDay[];
  readonly history: HistoryStore;
  readonly machines: MachineStatisticsStore;
  readonly knownFiles: KnownFiles;
  readonly questions: Asked<Questions>;
  results(job: StoredJob): ResultReader;
  /** Writes a consistent copy of the database to a file, while everything goes on. */
  backUpTo(file: string): Promise<void>;
}

/** What can be read beside the owner. */
export interface StoreView extends Disposable {
  readonly file: string;
  readonly jobs: Pick<JobStore, 'get' | 'list'>;
  readonly items: Pick<ItemStore, 'counts'>;
  cacheStatistics(): CacheStatistics;
  readonly questions: Asked<Questions>;
  results(job: StoredJob): ResultReader;
}

export interface StoreOptions {
  readonly dataFolder: string;
  /** What the owner is doing, for the message that a second process gets. */
  readonly command: string;
  readonly nowMs: () => number;
  /** For an owner whose event loop must not stand still: what takes long or waits for the disk is then done in threads. */
  readonly threads?: StoreThreads;
}

/** The scripts of the threads. */
export interface StoreThreads {
  readonly read: string;
  readonly checkpoint: string;
}

/** Opens the store of a data folder, which is made if it is not there. Throws DataFolderInUse or StoreFault. */
export function openStore({ dataFolder, command, nowMs, threads }: StoreOptions): Store {
  makeFolder(dataFolder);
  const lock = lockDataFolder(dataFolder, command, new Date(nowMs()));
  const file = join(dataFolder, DATABASE_FILE);
  try {
    const database = openDatabase(file);
    const reader = threads === undefined ? undefined : new Reader(threads.read, file);
    const checkpoints = threads === undefined ? undefined : checkpointInThread(threads.checkpoint, file, database);
    const questions = reader?.questions ?? askedHere(database);
    const folders = folderIds(database);
    const lists = nameLists(database);
    const unheld = unheldRecords(database, questions);
    return {
      file,
      jobs: jobStore(database, nowMs),
      items: itemStore(database, folders, nowMs),
      records: recordStore(database, lists, unheld, nowMs),
      cache: cacheStore(database, lists, unheld, nowMs),
      cacheStatistics: cacheStatistics(database),
      cacheDays: cacheDays(database),
      history: historyStore(database, nowMs),
      machines: machineStore(database, nowMs),
      knownFiles: knownFiles(database),
      questions,
      results: (job) => resultReader(database, job.id, job.spec),
      backUpTo: async (copy) => {
        await database.backup(copy, { progress: () => BACKUP_PAGES_AT_ONCE });
      },
      [Symbol.asyncDispose]: async () => {
        await reader?.[Symbol.asyncDispose]();
        await checkpoints?.[Symbol.asyncDispose]();
        database.close();
        lock[Symbol.dispose]();
      },
    };
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

/** Opens the store to read, whoever owns it. Throws a StoreFault where there is none yet. */
export function openStoreToRead(dataFolder: string, nowMs: () => number): StoreView {
  const file = join(dataFolder, DATABASE_FILE);
  if (!existsSync(file))
    throw new StoreFault(
      `There are no jobs in ${dataFolder} yet. Run an extraction first, or name another folder with --data-dir.`,
    );
  const database = openDatabaseToRead(file);
  return {
    file,
    jobs: jobStore(database, nowMs),
    items: itemStore(database, folderIds(database), nowMs),
    cacheStatistics: cacheStatistics(database),
    questions: askedHere(database),
    results: (job) => resultReader(database, job.id, job.spec),
    [Symbol.dispose]: () => {
      database.close();
    },
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StoreFault(
      `The data folder ${folder} cannot be made (${(error as NodeJS.ErrnoException).code ?? String(error)}). Name another with --data-dir.`,
    );
  }
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FinishedItem, FoundFiles, IntakeContext, StoredJob } from '../../../src-main/coordinator/ports.ts';
import { openStore, type Store } from '../../../src-main/store/store.ts';
import type { ItemResult } from '../../../src-protocol/messages/item-result.ts';
import type { JobSpec } from '../../../src-protocol/model/job.ts';
import { joinPath } from '../../../src-protocol/model/path-join.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { SPEC } from './engine.ts';

export const DAY_MS = 86_400_000;
export const KEY = 'key 1';

/** A file of a folder as the crawl would find it. */
export interface TestFile {
  readonly name: string;
  readonly sizeBytes?: number;
  readonly modifiedMs?: number;
  readonly sidecars?: string;
}

export function foundFiles(files: readonly TestFile[], folder = '/f'): FoundFiles {
  return {
    source: 0,
    folder,
    names: files.map(({ name }) => name),
    sizes: files.map(({ sizeBytes = 1_000 }) => sizeBytes),
    modifiedMs: files.map(({ modifiedMs = 5_000.25 }) => modifiedMs),
    sidecars: files.map(({ sidecars }) => sidecars),
  };
}

export function resultFor(itemId: number, change: Partial<ItemResult> = {}): ItemResult {
  return {
    itemId,
    outcome: 'extracted',
    changedSinceCrawl: false,
    coreJson: '{"format":"JPEG"}',
    tagNames: 'System:FileName\nIFD0:Make',
    tagValues: '"a.jpg"\n"Canon"',
    modulesJson: '{"exiftool":{"version":"13.59","durationMs":7}}',
    durationMs: 7,
    ...change,
  };
}

export function finishedItem(itemId: number, change: Partial<ItemResult> = {}, cacheable = true): FinishedItem {
  return { itemId, sizeBytes: 1_000, worker: 'local-1', attempts: 1, cacheable, result: resultFor(itemId, change) };
}

/** A real store in a folder of its own, under a clock that the test sets. */
export class TestStore {
  readonly dataFolder: string;
  nowMs = Date.UTC(2026, 0, 15, 12);
  readonly store: Store;

  constructor(dataFolder = join(temporaryFolder(), 'data')) {
    this.dataFolder = dataFolder;
    this.store = openStore({ dataFolder, command: 'test', nowMs: () => this.nowMs });
    onTestFinished(() => this.store[Symbol.asyncDispose]());
  }

  newJob(spec: Partial<JobSpec> = {}, key = KEY): StoredJob {
    return this.store.jobs.create({ ...SPEC, ...spec }, key);
  }

  contextOf(job: StoredJob, lookUpSinceMs: number | undefined = 0): IntakeContext {
    return { jobId: job.id, keyId: job.keyId, lookUpSinceMs };
  }

  add(job: StoredJob, files: readonly TestFile[], folder = '/f') {
    return this.store.items.add([foundFiles(files, folder)], this.contextOf(job));
  }

  /** Gives a result to every file of a job that waits for one; returns their ids. */
  finishAll(job: StoredJob, change: (path: string) => Partial<ItemResult> = () => ({}), cacheable = true): number[] {
    const { items, records } = this.store;
    const waiting = [...items.toCompare(job.id, 0, 100_000), ...items.ready(job.id, 0, Infinity, 100_000)];
    const finished = waiting.map(({ itemId, folder, name }) =>
      finishedItem(itemId, change(joinPath(folder, name)), cacheable),
    );
    return records.finish(job.id, job.keyId, finished);
  }

  /** A whole run over files: found, looked up, and read where they were not known. */
  run(
    files: readonly TestFile[],
    options: { folder?: string; key?: string; change?: (path: string) => Partial<ItemResult> } = {},
  ): StoredJob {
    const job = this.newJob({}, options.key);
    this.add(job, files, options.folder);
    this.finishAll(job, options.change);
    return job;
  }

  /** Grows with everything that is written, as the log of the database does. */
  writes(): number {
    return statSync(`${this.store.file}-wal`).size;
  }

  recordsOf(job: StoredJob) {
    return [...this.store.results(job).records()];
  }
}

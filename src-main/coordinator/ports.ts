import type { FromWorker, ItemResult, ToWorker } from '../../src-protocol/messages/worker.ts';
import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import type { Fault, FaultCode } from '../../src-protocol/model/fault.ts';
import type { ItemProgress } from '../../src-protocol/model/item.ts';
import type { JobCounts, JobSpec, JobState } from '../../src-protocol/model/job.ts';

/** Milliseconds since 1970, as `Date.now()`. */
export interface Clock {
  nowMs(): number;
}

export interface Log {
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

/** Files of one folder as the crawl found them: parallel arrays, as there may be millions. */
export interface FoundFiles {
  /** Index into the job's sources; -1 for a listed path. */
  readonly source: number;
  readonly folder: string;
  readonly names: readonly string[];
  readonly sizes: ArrayLike<number>;
  /** Milliseconds since 1970 with their fraction. */
  readonly modifiedMs: ArrayLike<number>;
  /** JSON text `[[name, size, modifiedMs], …]` per file that has sidecars; sparse. */
  readonly sidecars?: readonly (string | undefined)[];
  /** Per entry that is not a file that can be read; sparse. */
  readonly faults?: readonly (FoundFault | undefined)[];
}

export interface FoundFault extends Fault {
  readonly code: FaultCode;
  /** Skipped, not failed: nobody expects metadata of it (a device, a link that is not followed). */
  readonly skipped: boolean;
}

export interface OpenItem {
  readonly name: string;
  readonly sizeBytes: number;
}

export interface AddedItems {
  /** Of the items added now; files that the job had already are not counted. */
  readonly counts: JobCounts;
  /** Those that are not done yet. */
  readonly open: readonly OpenItem[];
}

export interface ReadyItem extends OpenItem {
  readonly itemId: number;
  readonly folder: string;
  readonly modifiedMs: number;
  readonly progress: ItemProgress;
}

export type CompareItem = ReadyItem;

export interface IntakeContext {
  readonly jobId: number;
  readonly keyId: number;
  /** Records older than this are not used; undefined where the cache is not to be read. */
  readonly lookUpSinceMs: number | undefined;
}

/** The queue: one row per file of a job. */
export interface ItemStore {
  /** Adds files and completes those that the cache holds, in one transaction. A file that the job has is left alone. */
  add(files: readonly FoundFiles[], job: IntakeContext): AddedItems;
  /** Items that wait for a worker, in the order of their ids. */
  ready(jobId: number, afterId: number, nowMs: number, limit: number): ReadyItem[];
  /** Items that may be moved files, in the order of their ids. */
  toCompare(jobId: number, afterId: number, limit: number): CompareItem[];
  /** When the next item that waits for its retry is due. */
  nextRetryMs(jobId: number, nowMs: number): number | undefined;
  /** Ends the comparison of items that are not moved files. */
  makeReady(itemIds: readonly number[]): void;
  retry(retries: readonly { itemId: number; progress: ItemProgress; notBeforeMs: number }[]): void;
  counts(jobId: number): JobCounts;
  /** All items that are not done. */
  open(jobId: number): Iterable<OpenItem>;
}

export interface FinishedItem {
  readonly itemId: number;
  /** As the crawl saw it. */
  readonly sizeBytes: number;
  readonly result: ItemResult;
  readonly attempts: number;
  /** Whether the record may serve later runs. */
  readonly cacheable: boolean;
}

export interface RecordStore {
  /** Records results in one transaction. Returns the ids of items that were open: the first result of an item stands. */
  finish(jobId: number, keyId: number, items: readonly FinishedItem[]): number[];
  /** Completes an item with the record of a file of the same size, time and fingerprint, if there is one. */
  adoptMoved(jobId: number, keyId: number, item: CompareItem, fingerprint: string): JobCounts | undefined;
}

/** One running mean of durations in milliseconds (Welford), as kept for the predictor. */
export interface DurationStatistics {
  readonly format: string;
  readonly sizeClass: number;
  readonly profile: string;
  readonly count: number;
  readonly meanMs: number;
  readonly squares: number;
}

export interface StoredJob {
  readonly id: number;
  readonly spec: JobSpec;
  readonly state: JobState;
  readonly message: string | undefined;
  readonly keyId: number;
  readonly crawlEnded: boolean;
  readonly createdAtMs: number;
  readonly endedAtMs: number | undefined;
  /** Time in which the job was running, over all its runs. */
  readonly activeMs: number;
}

export interface JobStore {
  create(spec: JobSpec, extractionKey: string): StoredJob;
  get(jobId: number): StoredJob | undefined;
  /** Newest first. */
  list(limit: number): StoredJob[];
  setState(jobId: number, state: JobState, message: string | undefined): void;
  setCrawlEnded(jobId: number): void;
  addActiveMs(jobId: number, ms: number): void;
  durations(profile: string): DurationStatistics[];
  saveDurations(statistics: readonly DurationStatistics[]): void;
}

export interface CacheLimits {
  /** How long a record may be used after it was made. */
  readonly ttlMs: number;
  readonly maxBytes: number;
}

/** One worker that is there, with its slots; a restarted process is a new one. */
export interface Worker {
  /** Stays over restarts: `local-1`. */
  readonly name: string;
  readonly slots: number;
  /** False once it is to be replaced: it finishes what it has, and a further lease would keep it from ending. */
  takesLeases(): boolean;
  send(message: ToWorker): void;
}

export interface WorkerEvents {
  onUp(worker: Worker, extractors: readonly ExtractorDescription[]): void;
  onMessage(worker: Worker, message: FromWorker): void;
  onDown(worker: Worker, reason: string): void;
  /** Workers cannot be had at all: nothing will ever be extracted. */
  onFailure(reason: string): void;
}

/** Where workers come from. */
export interface WorkerPool extends AsyncDisposable {
  /** Starts workers if none are running yet, and reports them from then on. */
  start(events: WorkerEvents): void;
  /** Slots that there will be once all workers are up. */
  readonly slots: number;
}

export interface CrawlJob {
  readonly spec: JobSpec;
  /** A file of further sources, each ended by a NUL byte, where the job has listed ones. */
  readonly listFile: string | undefined;
}

/** Finds the files of a job, handing them over while it is looking. */
export interface Intake {
  /**
   * Calls `onFound` for batch after batch, waiting for each to be taken, and resolves when all has been found. Sources that
   * cannot be read are found as items with a fault.
   */
  crawl(job: CrawlJob, onFound: (files: readonly FoundFiles[]) => void, signal: AbortSignal): Promise<void>;
  /** See fingerprint.ts. */
  fingerprint(path: string, sizeBytes: number): Promise<string | undefined>;
}

import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import type { FromWorker, ToWorker } from '../../src-protocol/messages/worker.ts';
import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import type { Fault, FaultCode } from '../../src-protocol/model/fault.ts';
import type { ItemProgress } from '../../src-protocol/model/item.ts';
import type { JobCounts, JobSpec, JobState, Priority } from '../../src-protocol/model/job.ts';

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

/** A part of a job's work that has ended, for whoever wants to see where its time goes. Times are by `performance.now()`. */
export interface JobSpan {
  readonly jobId: number;
  readonly name: 'crawl' | 'lease' | 'record';
  readonly beganAtMs: number;
  readonly endedAtMs: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Of a lease: what each extractor took for its files together, as the worker says, in milliseconds. */
  readonly extractorsMs?: Readonly<Record<string, number>>;
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
  /**
   * What the items added now change in the job's counts; files that the job had already change nothing. One that is to be
   * read again is taken off what is done.
   */
  readonly counts: JobCounts;
  /** Those that are not done yet. */
  readonly open: readonly OpenItem[];
}

/** A place in a job's items, in whichever order the store goes through them. */
export interface ItemCursor {
  readonly folderId: number;
  readonly name: Uint8Array;
}

/** A part of a job's items, small enough for one turn of the event loop; there are more where there is a `next`. */
export interface ItemSlice {
  readonly counts: JobCounts;
  readonly open: readonly OpenItem[];
  readonly next: ItemCursor | undefined;
}

export interface RequeuedItems {
  /** What changes in the job's counts: negative numbers. */
  readonly counts: JobCounts;
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
  /** Files that have another size or time than when the job read them are to be read again. */
  readonly takeChanged?: boolean;
}

/** The queue: one row per file of a job. */
export interface ItemStore {
  /**
   * Adds files and completes those that the cache holds, in one transaction. A file that the job has is left alone; with
   * `takeChanged`, one that is done and has changed since waits once more, and keeps its result until the new one is there.
   */
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
  /** In one go: a second for a job of millions. */
  counts(jobId: number): JobCounts;
  /** Counts a part of the items. */
  tally(jobId: number, after: ItemCursor | undefined): ItemSlice;
  /** The items that have failed, of some causes or of all, among a part of the items. */
  failed(
    jobId: number,
    codes: readonly FaultCode[] | undefined,
    after: ItemCursor | undefined,
  ): { readonly itemIds: readonly number[]; readonly next: ItemCursor | undefined };
  /** Lets items that have failed wait once more, as if they had never been tried; others are left alone. */
  requeue(jobId: number, itemIds: readonly number[], codes: readonly FaultCode[] | undefined): RequeuedItems;
  /** Removes a part of a job's items; returns whether there were any. */
  removeSome(jobId: number): boolean;
}

export interface FinishedItem {
  readonly itemId: number;
  /** As the crawl saw it. */
  readonly sizeBytes: number;
  readonly result: ItemResult;
  /** The name of the one that gave the result, or was lost with the file. */
  readonly worker: string;
  readonly attempts: number;
  /** Whether the record may serve later runs. */
  readonly cacheable: boolean;
}

export interface RecordStore {
  /** Records results in one transaction. Returns the ids of items that were open: the first result of an item stands. */
  finish(jobId: number, keyId: number, items: readonly FinishedItem[]): number[];
  /** Completes an item with the record of a file of the same size, time and fingerprint, if there is one. */
  adoptMoved(jobId: number, keyId: number, item: CompareItem, fingerprint: string): JobCounts | undefined;
  /** Removes the records that neither a job nor the cache holds, in short slices. */
  removeUnheld(): Promise<void>;
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
  /** Newest first; those with smaller numbers than `before`, and in one state, where these are given. */
  list(limit: number, before?: number, state?: JobState): StoredJob[];
  /** Those that wait for their start, or were running when the program ended, in whatever way; oldest first. */
  unfinished(): StoredJob[];
  setState(jobId: number, state: JobState, message: string | undefined): void;
  setPriority(jobId: number, priority: Priority): void;
  /** From now on the job is not there any more, though its items are, until they and it are removed. */
  hide(jobId: number): void;
  hidden(): number[];
  /** Removes a job that has no items any more. */
  remove(jobId: number): void;
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

/** Another computer, as far as leasing to it is concerned. */
export interface WorkerMachine {
  readonly name: string;
  readonly labels: readonly string[];
  /** What bringing a file to it takes until it can be read, in milliseconds: 0 where it sees the file itself. */
  transferMs(folder: string, sizeBytes: number): number;
  /** What a message takes there and back, in milliseconds, as far as it is known. */
  readonly delayMs?: number | undefined;
}

/** What a machine has done, over all the time that it was known. */
export interface MachineWork {
  readonly files: number;
  readonly bytes: number;
  readonly failures: number;
  /** Of files that were sent to it. */
  readonly sentBytes: number;
  /** Time in which its slots were reading. */
  readonly busyMs: number;
}

/** How fast a machine reads: 2 takes half of the time that the same files take on this computer. */
export interface MachineSpeed {
  readonly name: string;
  readonly speed: number;
  /** Reading time that it was learned from, as far as that still counts. */
  readonly weightMs: number;
}

export interface MachineStatistics extends MachineWork {
  readonly name: string;
  /** Undefined as long as nothing is known of it. */
  readonly speed: number | undefined;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

/** What is kept of other computers, by their names. */
export interface MachineStatisticsStore {
  list(): MachineStatistics[];
  /** Adds to what a machine has done; one that is not known yet is from now on. */
  add(name: string, work: MachineWork): void;
  speeds(): MachineSpeed[];
  saveSpeeds(speeds: readonly MachineSpeed[]): void;
  /** Forgets all of a machine. */
  remove(name: string): void;
}

/** One worker that is there, with its slots; a restarted process is a new one. */
export interface Worker {
  /** Stays over restarts: `local-1`; `attic/local-1` where it runs on another machine. */
  readonly name: string;
  readonly slots: number;
  /** Undefined: this computer. */
  readonly machine?: WorkerMachine;
  /** False once it is to be replaced: it finishes what it has, and a further lease would keep it from ending. */
  takesLeases(): boolean;
  send(message: ToWorker): void;
}

/** What is gone: its own process, which the file that it was reading may have ended, or the way to the machine. */
export type WorkerLoss = 'process' | 'link';

export interface WorkerEvents {
  onUp(worker: Worker, extractors: readonly ExtractorDescription[]): void;
  onMessage(worker: Worker, message: FromWorker): void;
  onDown(worker: Worker, reason: string, loss: WorkerLoss): void;
  /** One may take files now that it could not take before. */
  onMayTakeMore(): void;
  /** Workers cannot be had at all: nothing will ever be extracted. */
  onFailure(reason: string): void;
}

/** Where workers come from. */
export interface WorkerPool extends AsyncDisposable {
  /**
   * Starts workers if none are running yet, and reports them from then on. Without `here` those of this computer are left
   * alone: what there is to do is for others.
   */
  start(events: WorkerEvents, here: boolean): void;
}

export interface CrawlJob {
  readonly spec: JobSpec;
  /** A file of further sources, each ended by a NUL byte, where the job has listed ones. */
  readonly listFile: string | undefined;
}

/** Takes a batch of what was found; until a promise of it is kept, nothing more is found. */
export type TakeFound = (files: readonly FoundFiles[]) => void | Promise<void>;

/** Finds the files of a job, handing them over while it is looking. */
export interface Intake {
  /**
   * Calls `onFound` for batch after batch, waiting for each to be taken, and resolves when all has been found. Sources that
   * cannot be read are found as items with a fault.
   */
  crawl(job: CrawlJob, onFound: TakeFound, signal: AbortSignal): Promise<void>;
  /** See fingerprint.ts. */
  fingerprint(path: string, sizeBytes: number): Promise<string | undefined>;
}

/** What is asked of a job, and cannot be in its state; says why, for whoever asked. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused';
}

/** What a store throws where there is no room for what is to be written, on its disk or within a quota. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
}

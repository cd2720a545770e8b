import type {
  AddedItems,
  DurationStatistics,
  FinishedItem,
  FoundFault,
  FoundFiles,
  ItemStore,
  JobStore,
  ReadyItem,
  RecordStore,
  StoredJob,
} from '../../../src-main/coordinator/ports.ts';
import type { ItemProgress } from '../../../src-protocol/model/item.ts';
import { type JobCounts, NO_COUNTS } from '../../../src-protocol/model/job.ts';
import { joinPath } from '../../../src-protocol/model/path-join.ts';
import type { OutcomeKind } from '../../../src-protocol/model/record.ts';

interface Row {
  readonly itemId: number;
  readonly jobId: number;
  readonly folder: string;
  readonly name: string;
  readonly sizeBytes: number;
  state: 'ready' | 'to compare' | 'done';
  progress: ItemProgress;
  notBeforeMs: number;
  fromCache: boolean;
  outcome: OutcomeKind | undefined;
  finished: FinishedItem | undefined;
}

const COUNT_OF = { extracted: 'extracted', 'no-metadata': 'noMetadata', failed: 'failed', skipped: 'skipped' } as const;

/** A store in memory with the coordinator's three ports, for tests that look at scheduling and not at SQL. */
export class MemoryStore {
  readonly rows = new Map<number, Row>();
  readonly storedJobs = new Map<number, StoredJob>();
  readonly learned: DurationStatistics[] = [];
  /** Paths that the cache holds as they are. */
  readonly cached = new Set<string>();
  /** Paths of which the cache holds a file of the same size and time, with the fingerprint that it has. */
  readonly maybeMoved = new Map<string, string>();
  /** What every call that writes throws, once it is set: a disk that is full. */
  fault: Error | undefined;

  readonly items: ItemStore = {
    add: (files, { jobId, lookUpSinceMs }) => this.#add(files, jobId, lookUpSinceMs !== undefined),
    ready: (jobId, afterId, nowMs, limit) => this.#open(jobId, 'ready', afterId, nowMs).slice(0, limit),
    toCompare: (jobId, afterId, limit) => this.#open(jobId, 'to compare', afterId, Infinity).slice(0, limit),
    nextRetryMs: (jobId, nowMs) => {
      const times = this.#of(jobId).flatMap(({ state, notBeforeMs }) =>
        state !== 'done' && notBeforeMs > nowMs ? [notBeforeMs] : [],
      );
      return times.length === 0 ? undefined : Math.min(...times);
    },
    makeReady: (itemIds) => {
      this.#checkDisk();
      for (const itemId of itemIds) {
        const row = this.rows.get(itemId);
        if (row?.state === 'to compare') row.state = 'ready';
      }
    },
    retry: (retries) => {
      this.#checkDisk();
      for (const { itemId, progress, notBeforeMs } of retries) {
        const row = this.rows.get(itemId);
        if (row !== undefined && row.state !== 'done') Object.assign(row, { progress, notBeforeMs });
      }
    },
    counts: (jobId) => this.#count(this.#of(jobId)),
    open: (jobId) => this.#of(jobId).filter(({ state }) => state !== 'done'),
  };

  readonly records: RecordStore = {
    finish: (jobId, _keyId, items) => {
      this.#checkDisk();
      return items.flatMap((item) => {
        const row = this.rows.get(item.itemId);
        if (row?.jobId !== jobId || row.state === 'done') return [];
        Object.assign(row, { state: 'done', outcome: item.result.outcome, finished: item });
        return [item.itemId];
      });
    },
    adoptMoved: (_jobId, _keyId, item, fingerprint) => {
      this.#checkDisk();
      const row = this.rows.get(item.itemId);
      if (row === undefined || this.maybeMoved.get(joinPath(item.folder, item.name)) !== fingerprint) return undefined;
      Object.assign(row, { state: 'done', outcome: 'extracted', fromCache: true });
      return { ...NO_COUNTS, done: 1, doneBytes: row.sizeBytes, fromCache: 1, extracted: 1 };
    },
  };

  readonly jobs: JobStore = {
    create: (spec) => {
      const id = this.storedJobs.size + 1;
      const job: StoredJob = {
        id,
        spec,
        state: 'queued',
        message: undefined,
        keyId: 1,
        crawlEnded: false,
        createdAtMs: Date.now(),
        endedAtMs: undefined,
        activeMs: 0,
      };
      this.storedJobs.set(id, job);
      return job;
    },
    get: (jobId) => this.storedJobs.get(jobId),
    list: (limit) => [...this.storedJobs.values()].reverse().slice(0, limit),
    setState: (jobId, state, message) => {
      this.#changeJob(jobId, { state, message });
    },
    setCrawlEnded: (jobId) => {
      this.#changeJob(jobId, { crawlEnded: true });
    },
    addActiveMs: (jobId, ms) => {
      this.#changeJob(jobId, { activeMs: (this.storedJobs.get(jobId)?.activeMs ?? 0) + ms });
    },
    durations: (profile) => this.learned.filter((known) => known.profile === profile),
    saveDurations: (statistics) => {
      this.#checkDisk();
      this.learned.push(...statistics);
    },
  };

  /** What became of a file, by its path. */
  rowOf(path: string): Row {
    const row = [...this.rows.values()].find(({ folder, name }) => joinPath(folder, name) === path);
    if (row === undefined) throw new Error(`${path} was not found by the crawl`);
    return row;
  }

  #checkDisk(): void {
    if (this.fault !== undefined) throw this.fault;
  }

  #changeJob(jobId: number, change: Partial<StoredJob>): void {
    this.#checkDisk();
    const job = this.storedJobs.get(jobId);
    if (job !== undefined) this.storedJobs.set(jobId, { ...job, ...change });
  }

  #of(jobId: number): Row[] {
    return [...this.rows.values()].filter((row) => row.jobId === jobId);
  }

  #open(jobId: number, state: Row['state'], afterId: number, nowMs: number): ReadyItem[] {
    return this.#of(jobId)
      .filter((row) => row.state === state && row.itemId > afterId && row.notBeforeMs <= nowMs)
      .map(({ itemId, folder, name, sizeBytes, progress }) => ({
        itemId,
        folder,
        name,
        sizeBytes,
        modifiedMs: 0,
        progress,
      }));
  }

  #add(found: readonly FoundFiles[], jobId: number, lookUp: boolean): AddedItems {
    this.#checkDisk();
    const known = new Set(this.#of(jobId).map(({ folder, name }) => joinPath(folder, name)));
    const added: Row[] = [];
    for (const { folder, names, sizes, faults } of found) {
      for (const [at, name] of names.entries()) {
        const path = joinPath(folder, name);
        if (known.has(path)) continue;
        known.add(path);
        added.push(this.#newRow(jobId, folder, name, sizes[at] ?? 0, faults?.[at], lookUp));
      }
    }
    for (const row of added) this.rows.set(row.itemId, row);
    return { counts: this.#count(added), open: added.filter(({ state }) => state !== 'done') };
  }

  #newRow(
    jobId: number,
    folder: string,
    name: string,
    sizeBytes: number,
    fault: FoundFault | undefined,
    lookUp: boolean,
  ): Row {
    const path = joinPath(folder, name);
    const isCached = lookUp && this.cached.has(path);
    const outcome = fault !== undefined ? (fault.skipped ? 'skipped' : 'failed') : isCached ? 'extracted' : undefined;
    this.#lastItemId += 1;
    return {
      itemId: this.#lastItemId,
      jobId,
      folder,
      name,
      sizeBytes,
      state: outcome !== undefined ? 'done' : lookUp && this.maybeMoved.has(path) ? 'to compare' : 'ready',
      progress: { attempts: 0, suspicions: 0 },
      notBeforeMs: 0,
      fromCache: isCached,
      outcome,
      finished: undefined,
    };
  }

  #lastItemId = 0;

  #count(rows: readonly Row[]): JobCounts {
    const counts: Record<keyof JobCounts, number> = { ...NO_COUNTS };
    for (const { state, sizeBytes, fromCache, outcome } of rows) {
      counts.found += 1;
      counts.foundBytes += sizeBytes;
      if (state !== 'done') continue;
      counts.done += 1;
      counts.doneBytes += sizeBytes;
      if (fromCache) counts.fromCache += 1;
      if (outcome !== undefined) counts[COUNT_OF[outcome]] += 1;
    }
    return counts;
  }
}

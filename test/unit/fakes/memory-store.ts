import type {
  AddedItems,
  DurationStatistics,
  FinishedItem,
  FoundFault,
  FoundFiles,
  ItemCursor,
  ItemStore,
  JobStore,
  MachineSpeed,
  MachineStatisticsStore,
  ReadyItem,
  RecordStore,
  RequeuedItems,
  StoredJob,
} from '../../../src-main/coordinator/ports.ts';
import type { FaultCode } from '../../../src-protocol/model/fault.ts';
import type { ItemProgress } from '../../../src-protocol/model/item.ts';
import { addCounts, type JobCounts, NO_COUNTS, subtractCounts } from '../../../src-protocol/model/job.ts';
import { joinPath } from '../../../src-protocol/model/path-join.ts';
import type { OutcomeKind } from '../../../src-protocol/model/record.ts';

interface Row {
  readonly itemId: number;
  readonly jobId: number;
  readonly folder: string;
  readonly name: string;
  sizeBytes: number;
  modifiedMs: number;
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
  readonly machineSpeeds = new Map<string, MachineSpeed>();
  /** Paths that the cache holds as they are. */
  readonly cached = new Set<string>();
  /** Paths of which the cache holds a file of the same size and time, with the fingerprint that it has. */
  readonly maybeMoved = new Map<string, string>();
  readonly hiddenJobs = new Set<number>();
  /** Items that are gone through in one slice. */
  sliceItems = 100;
  removedAtOnce = 50;
  /** What every call that writes throws, once it is set: a disk that is full. */
  fault: Error | undefined;

  readonly items: ItemStore = {
    add: (files, { jobId, lookUpSinceMs, takeChanged = false }) =>
      this.#add(files, jobId, lookUpSinceMs !== undefined, takeChanged),
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
    tally: (jobId, after) => {
      const { rows, next } = this.#slice(jobId, after);
      return { counts: this.#count(rows), open: rows.filter(({ state }) => state !== 'done'), next };
    },
    failed: (jobId, codes, after) => {
      const { rows, next } = this.#slice(jobId, after);
      return { itemIds: rows.filter((row) => hasFailed(row, codes)).map(({ itemId }) => itemId), next };
    },
    requeue: (jobId, itemIds, codes) => {
      this.#checkDisk();
      const rows = itemIds.flatMap((itemId) => this.rows.get(itemId) ?? []);
      return this.#reopen(rows.filter((row) => row.jobId === jobId && hasFailed(row, codes)));
    },
    removeSome: (jobId) => {
      const rows = this.#of(jobId).slice(0, this.removedAtOnce);
      for (const { itemId } of rows) this.rows.delete(itemId);
      return rows.length > 0;
    },
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
    removeUnheld: () => Promise.resolve(),
  };

  readonly jobs: JobStore = {
    create: (spec) => {
      this.#lastJobId += 1;
      const id = this.#lastJobId;
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
    get: (jobId) => (this.hiddenJobs.has(jobId) ? undefined : this.storedJobs.get(jobId)),
    list: (limit) => [...this.storedJobs.values()].reverse().slice(0, limit),
    unfinished: () =>
      [...this.storedJobs.values()].filter(({ state }) => ['queued', 'running', 'interrupted'].includes(state)),
    setPriority: (jobId, priority) => {
      const job = this.storedJobs.get(jobId);
      if (job !== undefined) this.#changeJob(jobId, { spec: { ...job.spec, priority } });
    },
    hide: (jobId) => {
      this.hiddenJobs.add(jobId);
    },
    hidden: () => [...this.hiddenJobs],
    remove: (jobId) => {
      this.storedJobs.delete(jobId);
      this.hiddenJobs.delete(jobId);
    },
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

  readonly machines: Pick<MachineStatisticsStore, 'speeds' | 'saveSpeeds'> = {
    speeds: () => [...this.machineSpeeds.values()],
    saveSpeeds: (learned) => {
      for (const speed of learned) this.machineSpeeds.set(speed.name, speed);
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
      .map(({ itemId, folder, name, sizeBytes, modifiedMs, progress }) => ({
        itemId,
        folder,
        name,
        sizeBytes,
        modifiedMs,
        progress,
      }));
  }

  #add(found: readonly FoundFiles[], jobId: number, lookUp: boolean, takeChanged: boolean): AddedItems {
    this.#checkDisk();
    const known = new Map(this.#of(jobId).map((row) => [joinPath(row.folder, row.name), row]));
    const added: Row[] = [];
    const changed: Row[] = [];
    let changes = NO_COUNTS;
    for (const { folder, names, sizes, modifiedMs, faults } of found) {
      for (const [at, name] of names.entries()) {
        const path = joinPath(folder, name);
        const row = known.get(path);
        const now = { sizeBytes: sizes[at] ?? 0, modifiedMs: modifiedMs[at] ?? 0 };
        if (row === undefined) {
          const newRow = this.#newRow(jobId, folder, name, now, faults?.[at], lookUp);
          known.set(path, newRow);
          added.push(newRow);
        } else if (takeChanged && row.state === 'done' && !isSameFile(row, now)) {
          changes = subtractCounts(changes, this.#count([row]));
          Object.assign(row, { ...now, state: 'ready' });
          changes = addCounts(changes, this.#count([row]));
          changed.push(row);
        }
      }
    }
    for (const row of added) this.rows.set(row.itemId, row);
    return {
      counts: addCounts(this.#count(added), changes),
      open: [...added.filter(({ state }) => state !== 'done'), ...changed],
    };
  }

  #slice(jobId: number, after: ItemCursor | undefined): { rows: Row[]; next: ItemCursor | undefined } {
    const rows = this.#of(jobId).filter(({ itemId }) => itemId > (after?.folderId ?? 0));
    const last = rows[this.sliceItems - 1];
    return {
      rows: rows.slice(0, this.sliceItems),
      next: last === undefined ? undefined : { folderId: last.itemId, name: new Uint8Array() },
    };
  }

  #reopen(rows: readonly Row[]): RequeuedItems {
    const before = this.#count(rows);
    for (const row of rows)
      Object.assign(row, { state: 'ready', progress: { attempts: 0, suspicions: 0 }, notBeforeMs: 0 });
    return { counts: subtractCounts(this.#count(rows), before), open: rows };
  }

  #newRow(
    jobId: number,
    folder: string,
    name: string,
    file: { readonly sizeBytes: number; readonly modifiedMs: number },
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
      ...file,
      state: outcome !== undefined ? 'done' : lookUp && this.maybeMoved.has(path) ? 'to compare' : 'ready',
      progress: { attempts: 0, suspicions: 0 },
      notBeforeMs: 0,
      fromCache: isCached,
      outcome,
      finished: undefined,
    };
  }

  #lastItemId = 0;
  #lastJobId = 0;

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

function hasFailed({ state, outcome, finished }: Row, codes: readonly FaultCode[] | undefined): boolean {
  if (state !== 'done' || outcome !== 'failed') return false;
  const code = finished?.result.fault?.code;
  return codes === undefined || (code !== undefined && codes.includes(code));
}

function isSameFile(row: Row, now: { readonly sizeBytes: number; readonly modifiedMs: number }): boolean {
  return row.sizeBytes === now.sizeBytes && row.modifiedMs === now.modifiedMs;
}

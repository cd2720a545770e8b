import { vi } from 'vitest';
import type { ItemOutcome } from '../../../src-main/coordinator/coordinator-events.ts';
import { Coordinator, type CoordinatorPorts } from '../../../src-main/coordinator/coordinator.ts';
import type { Reading } from '../../../src-main/coordinator/places.ts';
import type { CrawlJob, FoundFiles, Intake, Log, StoredJob } from '../../../src-main/coordinator/ports.ts';
import type { JobSpec, JobState } from '../../../src-protocol/model/job.ts';
import { splitPath } from '../../../src-protocol/model/path-join.ts';
import type { JobProgress } from '../../../src-protocol/model/progress.ts';
import { MemoryStore } from './memory-store.ts';
import { type SimulationOptions, SimulatedWorkers } from './simulated-workers.ts';

export const SPEC: JobSpec = {
  sources: ['/f'],
  listed: false,
  include: [],
  exclude: [],
  hidden: true,
  followSymlinks: false,
  extraction: { profile: 'complete', hashes: [], timeoutMs: 60_000 },
  cache: 'use',
  priority: 'normal',
  maxAttempts: 3,
  limits: {},
  watch: false,
  assignments: [],
};

export const SILENT: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // nobody reads this log
}

/** Files of one folder, all of one size. */
export function found(names: readonly string[], folder = '/f'): FoundFiles {
  return { source: 0, folder, names, sizes: names.map(() => 1_000), modifiedMs: names.map(() => 0) };
}

export interface FakeIntake extends Intake {
  readonly crawls: CrawlJob[];
}

/** A folder of its own for each source: what is in it is what it says at the moment that it is looked at. */
export function folderIntake(filesOf: (source: string) => readonly FoundFiles[], lookMs = 5): FakeIntake {
  const crawls: CrawlJob[] = [];
  return {
    crawls,
    crawl: async (job, onFound, signal) => {
      crawls.push(job);
      await new Promise((resolve) => setTimeout(resolve, lookMs));
      for (const source of job.spec.sources) if (!signal.aborted) await onFound(filesOf(source));
    },
    fingerprint: (path) => Promise.resolve(`print of ${path}`),
  };
}

/** Finds the given batches, one every `everyMs`; a job without any finds nothing. */
export function fakeIntake(batches: readonly (readonly FoundFiles[])[], everyMs = 5): FakeIntake {
  const crawls: CrawlJob[] = [];
  return {
    crawls,
    crawl: async (job, onFound, signal) => {
      crawls.push(job);
      for (const batch of batches) {
        await new Promise((resolve) => setTimeout(resolve, everyMs));
        if (signal.aborted) return;
        await onFound(batch);
      }
    },
    fingerprint: (path) => Promise.resolve(`print of ${path}`),
  };
}

export interface EngineOptions extends SimulationOptions {
  readonly names?: readonly string[];
  readonly intake?: Intake;
  readonly store?: MemoryStore;
  readonly onReading?: (reading: Reading) => void;
  readonly onStoreFull?: () => void;
  readonly listFileOf?: CoordinatorPorts['listFileOf'];
}

export interface EndedJob {
  readonly job: StoredJob;
  readonly progress: JobProgress;
}

/** A coordinator with everything around it simulated. Needs fake timers; `settle` lets them run until a job has ended. */
export class SimulatedEngine implements AsyncDisposable {
  readonly store: MemoryStore;
  readonly workers: SimulatedWorkers;
  readonly coordinator: Coordinator;
  readonly progress: JobProgress[] = [];
  readonly ended: EndedJob[] = [];
  readonly setAside: string[] = [];
  /** Jobs as they were told, whenever one was new or had changed. */
  readonly told: StoredJob[] = [];
  readonly outcomes: { readonly jobId: number; readonly item: ItemOutcome }[] = [];
  wantsItems = true;

  constructor({
    names = [],
    intake,
    store = new MemoryStore(),
    onReading,
    onStoreFull,
    listFileOf = () => undefined,
    ...simulation
  }: EngineOptions) {
    this.store = store;
    this.workers = new SimulatedWorkers(simulation);
    this.coordinator = new Coordinator(
      {
        items: store.items,
        records: store.records,
        jobs: store.jobs,
        machines: store.machines,
        intake: intake ?? fakeIntake([[found(names)]]),
        workers: this.workers,
        extractors: [{ id: 'simulated', version: '1' }],
        clock: { nowMs: () => Date.now() },
        log: SILENT,
        cacheLimits: { ttlMs: 1e9, maxBytes: 1e9 },
        random: () => 0.5,
        listFileOf,
      },
      {
        onProgress: (progress) => this.progress.push(progress),
        onEnd: (job, progress) => this.ended.push({ job, progress }),
        onExtractorSetAside: (extractorId) => this.setAside.push(extractorId),
        onJob: (job) => this.told.push(job),
        onItems: (jobId, items) => this.outcomes.push(...items.map((item) => ({ jobId, item }))),
        wantsItems: () => this.wantsItems,
        ...(onReading && { onReading }),
        ...(onStoreFull && { onStoreFull }),
      },
    );
  }

  run(spec: Partial<JobSpec> = {}): StoredJob {
    const job = this.coordinator.create({ ...SPEC, ...spec });
    this.coordinator.start(job.id);
    return job;
  }

  stateOf(job: StoredJob): JobState | undefined {
    return this.store.jobs.get(job.id)?.state;
  }

  /** Names of the files that workers were asked for, in order. */
  get leasedNames(): string[] {
    return this.workers.leases.flatMap(({ lease }) => lease.items.map(({ path }) => splitPath(path).name));
  }

  /** Lets time pass until so many jobs have ended; throws when they do not within `withinMs` of simulated time. */
  async settle(withinMs = 600_000, jobs = 1): Promise<EndedJob> {
    for (let passedMs = 0; this.ended.length < jobs; passedMs += 100) {
      if (passedMs >= withinMs) throw new Error(`the job has not ended within ${withinMs} ms`);
      await vi.advanceTimersByTimeAsync(100);
    }
    const last = this.ended.at(-1);
    if (last === undefined) throw new Error('no job has ended');
    return last;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.coordinator[Symbol.asyncDispose]();
  }
}

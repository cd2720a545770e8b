import type { FromWorker } from '../../src-protocol/messages/worker.ts';
import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import { extractionKey } from '../../src-protocol/model/extraction.ts';
import type { FormatFamily } from '../../src-protocol/model/format.ts';
import type { JobEvent, JobSpec, JobState, Priority } from '../../src-protocol/model/job.ts';
import { nextJobState } from '../../src-protocol/model/job.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';
import { unreachable } from '../../src-protocol/model/unreachable.ts';
import type { RunPorts } from './job-run.ts';
import { JobRun } from './job-run.ts';
import type { StoredJob, Worker, WorkerPool } from './ports.ts';

export interface CoordinatorPorts extends RunPorts {
  readonly workers: WorkerPool;
  /** What the workers will extract with: part of the cache's key. */
  readonly extractors: readonly ExtractorDescription[];
}

export interface CoordinatorEvents {
  /** At most ten times a second for each running job, and once at its end. */
  onProgress(progress: JobProgress): void;
  /** A job is not running any more; `message` says why where it did not end by itself. */
  onEnd(job: StoredJob, progress: JobProgress): void;
  /** An extractor fails on everything at a worker. */
  onExtractorSetAside(extractorId: string, message: string): void;
}

interface Place {
  readonly worker: Worker;
  readonly slot: number;
  /** Leases on their way or being read: their jobs by their ids. */
  readonly leases: Map<number, JobRun>;
  /** While this one is out, the worker gets no other. */
  loneLeaseId: number | undefined;
  lastFamily: FormatFamily | undefined;
}

const LEASES_PER_SLOT = 2;
const TICK_MS = 100;
const RANKS: Readonly<Record<Priority, number>> = { critical: 3, high: 2, normal: 1, low: 0 };

/** Owns the running jobs and the workers, and brings the two together. */
export class Coordinator implements AsyncDisposable {
  readonly #ports: CoordinatorPorts;
  readonly #events: CoordinatorEvents;
  readonly #runs = new Map<number, JobRun>();
  readonly #places: Place[] = [];
  readonly #rss = new Map<Worker, number>();
  readonly #tick: NodeJS.Timeout;
  #leaseId = 0;
  #dispatching: NodeJS.Immediate | undefined;

  constructor(ports: CoordinatorPorts, events: CoordinatorEvents) {
    this.#ports = ports;
    this.#events = events;
    this.#tick = setInterval(() => {
      for (const run of this.#runs.values()) this.#events.onProgress(this.#progressOf(run));
      this.#wakeDispatch(); // a slow lease at the end of a job may be due for a second slot
    }, TICK_MS);
  }

  /** Stores a new job; it runs once it is started. */
  create(spec: JobSpec): StoredJob {
    return this.#ports.jobs.create(spec, extractionKey(this.#ports.extractors, spec.extraction));
  }

  /**
   * Starts a job, or goes on with one that was interrupted or paused. `listFile` holds the job's listed sources. Throws where
   * the job's state does not allow it.
   */
  start(jobId: number, listFile: string | undefined): void {
    const paused = this.#runs.get(jobId);
    const job = this.#change(jobId, 'start');
    if (paused !== undefined) {
      paused.unpause();
      return;
    }
    const run: JobRun = new JobRun(job, this.#ports, {
      onWork: () => {
        this.#wakeWorkers();
      },
      onComplete: () => {
        this.#end(run, 'complete');
      },
      onFault: (error) => {
        this.#end(run, 'fail', error instanceof Error ? error.message : String(error));
      },
    });
    this.#runs.set(jobId, run);
    this.#ports.log.info({ jobId }, 'job.started');
    run.start(listFile);
  }

  /** No more leases from now on; what is out is finished. */
  pause(jobId: number): void {
    this.#change(jobId, 'pause');
    this.#runs.get(jobId)?.pause();
  }

  /** Ends a job for good; what was recorded stays. */
  cancel(jobId: number): void {
    const run = this.#runs.get(jobId);
    if (run === undefined) this.#change(jobId, 'cancel');
    else this.#end(run, 'cancel');
  }

  /** Ends all runs at once, so that they can be resumed. */
  interruptAll(): void {
    for (const run of [...this.#runs.values()]) this.#end(run, 'interrupt');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.interruptAll();
    clearInterval(this.#tick);
    clearImmediate(this.#dispatching);
    await this.#ports.workers[Symbol.asyncDispose]();
  }

  #change(jobId: number, event: JobEvent, message?: string): StoredJob {
    const job = this.#ports.jobs.get(jobId);
    if (job === undefined) throw new Error(`There is no job ${jobId.toString()}. “metaextract jobs” lists all.`);
    // a job that was running when the program was killed is found as running, and is started again
    const state = event === 'start' && job.state === 'running' && !this.#runs.has(jobId) ? 'interrupted' : job.state;
    const next = nextJobState(state, event);
    if (next === undefined) throw new Error(`Job ${jobId.toString()} is ${job.state}: it cannot ${VERBS[event]}.`);
    this.#ports.jobs.setState(jobId, next, message);
    return { ...job, state: next, message };
  }

  #end(run: JobRun, event: 'complete' | 'cancel' | 'interrupt' | 'fail', message?: string): void {
    const jobId = run.job.id;
    if (!this.#runs.delete(jobId)) return;
    const job = this.#storeEnd(run, event, message);
    for (const place of this.#places) {
      for (const [leaseId, owner] of place.leases) if (owner === run) place.leases.delete(leaseId);
    }
    this.#ports.log.info({ jobId, state: job.state, message: job.message }, 'job.ended');
    const progress = run.progress(this.#workerProgress(), job.state);
    this.#events.onProgress(progress);
    this.#events.onEnd(job, progress);
  }

  /** A store that cannot be written must not keep a job from ending: it will be found as running, and can be resumed. */
  #storeEnd(run: JobRun, event: JobEvent, message: string | undefined): StoredJob {
    try {
      run.end();
      return this.#change(run.job.id, event, message);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.#ports.log.error({ jobId: run.job.id, event, error: words }, 'job.end-not-stored');
      return { ...run.job, state: 'failed', message: message ?? words };
    }
  }

  #progressOf(run: JobRun): JobProgress {
    const state: JobState = run.isPaused ? 'paused' : 'running';
    return run.progress(this.#workerProgress(), state);
  }

  #workerProgress(): JobProgress['workers'] {
    const workers = new Map<Worker, { name: string; slots: number; busySlots: number; rssBytes: number }>();
    for (const { worker, leases } of this.#places) {
      const known = workers.get(worker) ?? {
        name: worker.name,
        slots: 0,
        busySlots: 0,
        rssBytes: this.#rss.get(worker) ?? 0,
      };
      known.slots += 1;
      if (leases.size > 0) known.busySlots += 1;
      workers.set(worker, known);
    }
    return [...workers.values()];
  }

  #wakeWorkers(): void {
    this.#ports.workers.start({
      onUp: (worker, extractors) => {
        this.#workerUp(worker, extractors);
      },
      onMessage: (worker, message) => {
        this.#hear(worker, message);
      },
      onDown: (worker, reason) => {
        this.#workerDown(worker, reason);
      },
      onFailure: (reason) => {
        for (const run of [...this.#runs.values()]) this.#end(run, 'fail', reason);
      },
    });
    this.#wakeDispatch();
  }

  #workerUp(worker: Worker, extractors: readonly ExtractorDescription[]): void {
    this.#ports.log.info({ worker: worker.name, slots: worker.slots, extractors }, 'worker.up');
    for (let slot = 0; slot < worker.slots; slot++) {
      this.#places.push({ worker, slot, leases: new Map(), loneLeaseId: undefined, lastFamily: undefined });
    }
    this.#wakeDispatch();
  }

  #workerDown(worker: Worker, reason: string): void {
    this.#ports.log.warn({ worker: worker.name, reason }, 'worker.down');
    const gone = this.#places.filter((place) => place.worker === worker);
    for (const place of gone) this.#places.splice(this.#places.indexOf(place), 1);
    this.#rss.delete(worker);
    for (const run of new Set(gone.flatMap((place) => [...place.leases.values()]))) run.onWorkerDown(worker);
  }

  #hear(worker: Worker, message: FromWorker): void {
    switch (message.kind) {
      case 'results':
        this.#ownerOf(worker, message.leaseId)?.run.onResults(message.leaseId, message.results);
        break;
      case 'lease-done': {
        const owner = this.#ownerOf(worker, message.leaseId);
        owner?.place.leases.delete(message.leaseId);
        owner?.run.onLeaseDone(message.leaseId);
        this.#dispatch();
        break;
      }
      case 'beat':
        this.#rss.set(worker, message.rssBytes);
        break;
      case 'extractor-set-aside':
        this.#ports.log.error(
          { worker: worker.name, extractor: message.extractorId, message: message.message },
          'extractor.set-aside',
        );
        this.#events.onExtractorSetAside(message.extractorId, message.message);
        break;
      case 'hello':
        break; // the supervisor has dealt with it
      default:
        unreachable(message);
    }
  }

  #ownerOf(worker: Worker, leaseId: number): { readonly place: Place; readonly run: JobRun } | undefined {
    for (const place of this.#places) {
      const run = place.worker === worker ? place.leases.get(leaseId) : undefined;
      if (run !== undefined) return { place, run };
    }
    return undefined;
  }

  /** Several causes for a look at the slots make one look. */
  #wakeDispatch(): void {
    this.#dispatching ??= setImmediate(() => {
      this.#dispatching = undefined;
      this.#dispatch();
    });
  }

  /** Gives leases to slots with room, the emptiest first, until there is no room or nothing waits. */
  #dispatch(): void {
    const nothingFor = new Set<Worker>();
    for (let depth = 0; depth < LEASES_PER_SLOT; depth++) {
      for (const place of this.#places) {
        if (place.leases.size > depth || nothingFor.has(place.worker) || !place.worker.takesLeases()) continue;
        if (!this.#leaseTo(place)) nothingFor.add(place.worker);
      }
    }
  }

  #leaseTo(place: Place): boolean {
    const { worker, slot, lastFamily } = place;
    const others = this.#places.filter((other) => other !== place);
    const familiesElsewhere = new Set(others.flatMap((other) => other.lastFamily ?? []));
    const atWorker = this.#places.filter((other) => other.worker === worker);
    if (atWorker.some(({ leases, loneLeaseId }) => loneLeaseId !== undefined && leases.has(loneLeaseId))) return false;
    const workerIsBusy = atWorker.some(({ leases }) => leases.size > 0);
    const to = { worker, slot, lastFamily, familiesElsewhere, workerIsBusy, slots: this.#places.length };
    const runs = [...this.#runs.values()].sort(
      (a, b) => RANKS[b.job.spec.priority] - RANKS[a.job.spec.priority] || a.job.id - b.job.id,
    );
    for (const run of runs) {
      const leaseId = this.#leaseId;
      const lease = run.lease(leaseId, to) ?? (place.leases.size === 0 ? run.releaseTail(leaseId, to) : undefined);
      if (lease === undefined) continue;
      this.#leaseId += 1;
      place.leases.set(leaseId, run);
      place.loneLeaseId = lease.alone ? leaseId : undefined;
      place.lastFamily = lease.family;
      return true;
    }
    return false;
  }
}

const VERBS: Readonly<Record<JobEvent, string>> = {
  start: 'be started again; start a new one with the same sources, and what is known is taken from the cache',
  pause: 'be paused',
  interrupt: 'be interrupted',
  complete: 'be completed',
  cancel: 'be cancelled',
  fail: 'fail',
};

import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import type { JobCounts, Priority } from '../../src-protocol/model/job.ts';
import { addCounts, NO_COUNTS } from '../../src-protocol/model/job.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';
import type { FinderPorts } from './file-finder.ts';
import { FileFinder } from './file-finder.ts';
import type { ActiveLease } from './job-leases.ts';
import type { LeaseAnswer, RecordedItem, WorkPorts } from './job-work.ts';
import { JobWork } from './job-work.ts';
import { MovedFileFinder } from './moved-file-finder.ts';
import type {
  CacheLimits,
  FoundFiles,
  ItemCursor,
  Log,
  OpenItem,
  RequeuedItems,
  StoredJob,
  Worker,
  WorkerLoss,
  WorkerMachine,
} from './ports.ts';
import { RecentRate } from './recent-rate.ts';
import { SourceRoots } from './source-roots.ts';
import type { WorkerSlot } from './worker-slot.ts';

export interface RunPorts extends WorkPorts, Omit<FinderPorts, 'gate' | 'arrival' | 'settings'> {
  readonly log: Log;
  readonly cacheLimits: CacheLimits;
}

export interface RunEvents {
  /** There may be something to lease. */
  onWork(): void;
  onRecorded(items: readonly RecordedItem[]): void;
  /** Every file has its outcome. */
  onComplete(): void;
  /** The job cannot go on: a full disk, a store that is gone. */
  onFault(error: unknown): void;
}

/** One running job: what is found, waits, is leased and is recorded of it. It knows nothing of other jobs. */
export class JobRun {
  #job: StoredJob;
  readonly #ports: RunPorts;
  readonly #events: RunEvents;
  readonly #work: JobWork;
  readonly #mover: MovedFileFinder;
  readonly #finder: FileFinder;
  readonly #rate = new RecentRate();
  readonly #abort = new AbortController();
  #counts: JobCounts = NO_COUNTS;
  #isLoaded = false;
  #crawlEnded: boolean;
  #isPaused = false;
  #hasEnded = false;
  #requeues = 0;
  #roots: SourceRoots | undefined;
  #elapsedMs = 0;
  #runningSinceMs: number | undefined;

  constructor(job: StoredJob, ports: RunPorts & FinderPorts, events: RunEvents) {
    this.#job = job;
    this.#ports = ports;
    this.#events = events;
    this.#crawlEnded = job.crawlEnded;
    const onFault = (error: unknown) => {
      this.#fail(error);
    };
    const working = {
      onWork: () => {
        this.#events.onWork();
      },
      onRecorded: (recorded: readonly RecordedItem[]) => {
        this.#recorded(recorded);
      },
      onFault,
    };
    this.#work = new JobWork(job, ports, working);
    const moving = {
      onMoved: (item: OpenItem, counts: JobCounts) => {
        this.#work.forecast.remove(item);
        this.#counts = addCounts(this.#counts, counts);
      },
      onReady: () => {
        this.#work.offer();
      },
    };
    this.#mover = new MovedFileFinder(ports, job, moving, this.#abort.signal);
    const finding = {
      onFound: (files: readonly FoundFiles[]) => {
        this.#found(files);
      },
      onLooked: () => {
        this.#looked();
      },
      onFault,
    };
    this.#finder = new FileFinder(ports, job, finding, this.#abort.signal);
  }

  get job(): StoredJob {
    return this.#job;
  }

  get roots(): SourceRoots {
    return (this.#roots ??= new SourceRoots(this.#job.spec.sources));
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** False while what it has from earlier runs is still being counted. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Whether it would take a lease, at a worker that suits it. */
  get couldTake(): boolean {
    return this.#isOpen && this.#work.hasWaiting && this.#work.limitReached === undefined;
  }

  get leasedFiles(): number {
    return this.#work.leasedFiles;
  }

  get waitingFiles(): number {
    return Math.max(0, this.#counts.found - this.#counts.done - this.#work.leasedFiles);
  }

  /** What keeps it by itself from having anything to lease, in words. */
  get lacks(): string | undefined {
    if (this.#isPaused) return 'somebody to resume it';
    if (!this.#isLoaded) return 'its files to be counted';
    if (this.#work.hasWaiting) return undefined;
    if (!this.#crawlEnded) return 'files to be found';
    if (this.#mover.isRunning) return 'the comparison of files that may have been moved';
    if (this.#work.hasRetries) return 'the next try of files that could not be read';
    return this.#job.spec.watch ? 'new and changed files' : undefined;
  }

  /** Begins, or goes on after an interruption: what was found and recorded stands, the crawl is made again if it was cut. */
  start(listFile: string | undefined): void {
    this.#runningSinceMs = performance.now();
    this.#load(undefined, () => {
      this.#compareMoved();
      this.#work.offer();
      this.#work.start();
      if (!this.#crawlEnded || this.#job.spec.watch) this.#finder.start(listFile);
      else this.#completeIfDone();
    });
  }

  pause(): void {
    this.#isPaused = true;
    this.#finder.pause();
    this.#stopClock();
    this.#work.forecast.pause();
  }

  unpause(): void {
    this.#isPaused = false;
    this.#runningSinceMs = performance.now();
    this.#finder.resume();
    this.#events.onWork();
    this.#completeIfDone();
  }

  prioritise(priority: Priority): void {
    this.#job = { ...this.#job, spec: { ...this.#job.spec, priority } };
  }

  /** The settings have changed. */
  adjust(): void {
    this.#finder.reschedule();
  }

  /** Files that had failed wait once more. */
  requeued({ counts, open }: RequeuedItems): void {
    this.#counts = addCounts(this.#counts, counts);
    for (const item of open) this.#work.forecast.add(item);
    this.#work.offer();
  }

  /** While files are put back in the queue, a part at a time, the job does not complete between two parts. */
  async whileRequeueing<T>(requeue: () => Promise<T>): Promise<T> {
    this.#requeues += 1;
    try {
      return await requeue();
    } finally {
      this.#requeues -= 1;
      this.#completeIfDone();
    }
  }

  /** Ends this run: what has arrived is recorded, what is out is given up. */
  end(): void {
    if (this.#hasEnded) return;
    this.#work.flush();
    this.#hasEnded = true;
    this.#abort.abort();
    this.#work.giveUp();
    this.#stopClock();
    this.#ports.jobs.addActiveMs(this.#job.id, this.#elapsedMs);
    this.#work.saveLearned();
  }

  /** What waits, as this computer would take for it. */
  get backlogMs(): number {
    return this.#work.backlogMs;
  }

  /** Whether workers of a machine, or of this computer where it is undefined, may read any of its files. */
  mayBeReadAt(machine: WorkerMachine | undefined): boolean {
    return this.#work.mayBeReadAt(machine);
  }

  /** In words: what keeps all workers that are there from reading what waits. */
  missingWorkers(there: readonly (WorkerMachine | undefined)[]): string | undefined {
    return this.#work.missingWorkers(there);
  }

  /** Reads more of what waits into memory if little is left there. Returns whether anything could be leased. */
  looksForFiles(): boolean {
    if (this.#isOpen) this.#work.refill();
    return this.couldTake;
  }

  /** The next lease for a slot, sent to it; `queuedMs` is what waits of other jobs before this one. */
  lease(leaseId: number, to: WorkerSlot, queuedMs: number): LeaseAnswer {
    return this.#isOpen ? this.#work.lease(leaseId, to, queuedMs) : 'nothing';
  }

  /** Whether it is at its end, and something that is out should have been done by now. */
  get hasTail(): boolean {
    return this.#isOpen && this.#crawlEnded && !this.#work.hasWaiting && this.#work.hasOverdue;
  }

  /** At the end of a job: gives what is left of the slowest lease to an idle slot as well. */
  releaseTail(leaseId: number, to: WorkerSlot): ActiveLease | undefined {
    return this.hasTail ? this.#work.releaseTail(leaseId, to) : undefined;
  }

  /** Asks for a lease back that waits behind another. */
  askBack(leaseId: number): void {
    this.#work.askBack(leaseId);
  }

  onResults(leaseId: number, results: readonly ItemResult[]): void {
    if (!this.#hasEnded) this.#work.onResults(leaseId, results);
  }

  onLeaseDone(leaseId: number): void {
    this.#work.onLeaseDone(leaseId);
  }

  /** The worker is gone with what it had. */
  onWorkerDown(worker: Worker, loss: WorkerLoss): void {
    this.#work.onWorkerDown(worker, loss);
  }

  progress(workers: JobProgress['workers'], state: JobProgress['state'], waitingFor: string | undefined): JobProgress {
    const counting = !this.#crawlEnded || !this.#isLoaded;
    const eta = counting || state !== 'running' ? undefined : this.#work.forecast.eta();
    return {
      jobId: this.#job.id,
      state,
      counting,
      counts: this.#counts,
      ...this.#rate.sample(performance.now(), this.#counts.done, this.#counts.doneBytes),
      ...(eta === undefined ? {} : { eta }),
      elapsedMs: this.#elapsedMs + (this.#runningSinceMs === undefined ? 0 : performance.now() - this.#runningSinceMs),
      workers,
      leased: this.#work.leased,
      ...(waitingFor === undefined ? {} : { waitingFor }),
    };
  }

  get #isOpen(): boolean {
    return this.#isLoaded && !this.#isPaused && !this.#hasEnded;
  }

  /** Counts what is there from earlier runs, a part at each turn of the event loop. */
  #load(after: ItemCursor | undefined, then: () => void): void {
    if (this.#hasEnded) return;
    try {
      const { counts, open, next } = this.#ports.items.tally(this.#job.id, after);
      this.#counts = addCounts(this.#counts, counts);
      for (const item of open) this.#work.forecast.add(item);
      if (next !== undefined) {
        setImmediate(() => {
          this.#load(next, then);
        });
        return;
      }
      this.#isLoaded = true;
      then();
    } catch (error) {
      this.#fail(error);
    }
  }

  #found(files: readonly FoundFiles[]): void {
    if (this.#hasEnded) return;
    const { cache, watch } = this.#job.spec;
    const lookUpSinceMs = cache === 'use' ? this.#ports.clock.nowMs() - this.#ports.cacheLimits.ttlMs : undefined;
    const context = { jobId: this.#job.id, keyId: this.#job.keyId, lookUpSinceMs, takeChanged: watch };
    const added = this.#ports.items.add(files, context);
    this.#counts = addCounts(this.#counts, added.counts);
    for (const item of added.open) this.#work.forecast.add(item);
    if (added.open.length === 0) return;
    this.#compareMoved();
    if (watch) this.#work.offer();
    else this.#work.offerNew();
  }

  #looked(): void {
    if (this.#hasEnded) return;
    if (!this.#crawlEnded) this.#ports.jobs.setCrawlEnded(this.#job.id);
    this.#crawlEnded = true;
    this.#completeIfDone();
  }

  #compareMoved(): void {
    if (this.#job.spec.cache !== 'use') return;
    const onEnd = () => {
      this.#completeIfDone();
    };
    this.#mover.wake(onEnd, (error) => {
      this.#fail(error);
    });
  }

  #recorded(recorded: readonly RecordedItem[]): void {
    const counts: Record<keyof JobCounts, number> = { ...this.#counts };
    for (const { result, sizeBytes } of recorded) {
      counts.done += 1;
      counts.doneBytes += sizeBytes;
      counts[COUNT_OF[result.outcome]] += 1;
    }
    this.#counts = counts;
    this.#events.onRecorded(recorded);
    this.#completeIfDone();
  }

  #stopClock(): void {
    if (this.#runningSinceMs === undefined) return;
    this.#elapsedMs += performance.now() - this.#runningSinceMs;
    this.#runningSinceMs = undefined;
  }

  #completeIfDone(): void {
    if (!this.#isOpen || !this.#crawlEnded || this.#requeues > 0) return;
    if (this.#job.spec.watch || this.#counts.done < this.#counts.found) return;
    this.#events.onComplete();
  }

  #fail(error: unknown): void {
    if (!this.#hasEnded) this.#events.onFault(error);
  }
}

const COUNT_OF = { extracted: 'extracted', 'no-metadata': 'noMetadata', failed: 'failed', skipped: 'skipped' } as const;

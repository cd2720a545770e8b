import type { ItemResult, ToWorker } from '../../src-protocol/messages/worker.ts';
import { LEASE_ITEMS_MAX } from '../../src-protocol/messages/worker.ts';
import type { Fault } from '../../src-protocol/model/fault.ts';
import { isOfTheContent } from '../../src-protocol/model/fault.ts';
import type { FormatFamily } from '../../src-protocol/model/format.ts';
import { formatOf } from '../../src-protocol/model/format.ts';
import type { ItemEvent } from '../../src-protocol/model/item.ts';
import { decideItem } from '../../src-protocol/model/item.ts';
import type { JobCounts } from '../../src-protocol/model/job.ts';
import { joinPath } from '../../src-protocol/model/path-join.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';
import { DurationModel } from './duration-model.ts';
import { etaRange, Pace } from './eta.ts';
import type { WaitingItem } from './lease-planner.ts';
import { isSuspect, planLease } from './lease-planner.ts';
import { MovedFileFinder } from './moved-file-finder.ts';
import type {
  CacheLimits,
  Clock,
  FinishedItem,
  FoundFiles,
  Intake,
  ItemStore,
  JobStore,
  Log,
  OpenItem,
  RecordStore,
  StoredJob,
  Worker,
} from './ports.ts';
import { Recorder } from './recorder.ts';
import { RecentRate } from './recent-rate.ts';
import { RemainingWork } from './remaining-work.ts';
import { WaitingWindow } from './waiting-window.ts';

export interface RunPorts {
  readonly items: ItemStore;
  readonly records: RecordStore;
  readonly jobs: JobStore;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly log: Log;
  readonly cacheLimits: CacheLimits;
  readonly random: () => number;
}

export interface RunEvents {
  /** There may be something to lease. */
  onWork(): void;
  /** Every file has its outcome. */
  onComplete(): void;
  /** The job cannot go on: a full disk, a store that is gone. */
  onFault(error: unknown): void;
}

/** A place at a worker, as far as this job's leases are concerned. */
export interface WorkerSlot {
  readonly worker: Worker;
  readonly slot: number;
  readonly lastFamily: FormatFamily | undefined;
  readonly familiesElsewhere: ReadonlySet<FormatFamily>;
  /** Whether any slot of the worker has a lease. */
  readonly workerIsBusy: boolean;
  /** Slots of all workers. */
  readonly slots: number;
}

export interface ActiveLease {
  readonly leaseId: number;
  readonly jobId: number;
  readonly worker: Worker;
  readonly slot: number;
  readonly family: FormatFamily;
  /** It holds one file, which is suspected of ending its worker: the worker may get nothing else meanwhile. */
  readonly alone: boolean;
  readonly predictedMs: number;
  readonly sentAtMs: number;
  /** What has no result yet, in the order of reading. */
  readonly remaining: Map<number, WaitingItem>;
}

/** A lease is given to a second slot when it has taken so much longer than predicted, and at least so long. */
const TAIL_FACTOR = 2;
const TAIL_AFTER_MS = 1_000;

/** One running job: what is found, waits, is leased and is recorded of it. It knows nothing of other jobs. */
export class JobRun {
  readonly job: StoredJob;
  readonly #ports: RunPorts;
  readonly #events: RunEvents;
  readonly #model: DurationModel;
  readonly #window: WaitingWindow;
  readonly #recorder: Recorder;
  readonly #mover: MovedFileFinder;
  readonly #leases = new Map<number, ActiveLease>();
  /** Leases whose files are given to two slots. */
  readonly #copied = new Set<number>();
  /** Slots with the formats that they have read. */
  readonly #formatsRead = new WeakMap<Worker, Set<string>>();
  readonly #remaining = new RemainingWork();
  readonly #pace = new Pace();
  readonly #rate = new RecentRate();
  readonly #abort = new AbortController();
  readonly #counts: Record<keyof JobCounts, number>;
  #crawlEnded: boolean;
  #paused = false;
  #leased = 0;
  #elapsedMs = 0;
  #runningSinceMs: number | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(job: StoredJob, ports: RunPorts, events: RunEvents) {
    this.job = job;
    this.#ports = ports;
    this.#events = events;
    this.#crawlEnded = job.crawlEnded;
    this.#model = new DurationModel(job.spec.extraction.profile, ports.jobs.durations(job.spec.extraction.profile));
    this.#window = new WaitingWindow(ports.items, job.id, (item) => this.#model.predictMs(item));
    this.#recorder = new Recorder(
      ports.records,
      job,
      (recorded) => {
        this.#recorded(recorded);
      },
      (error) => {
        this.#fail(error);
      },
    );
    const moved = {
      onMoved: (item: OpenItem, counts: JobCounts) => {
        this.#remaining.remove(item);
        this.#count(counts);
      },
      onReady: () => {
        this.#events.onWork();
      },
    };
    this.#mover = new MovedFileFinder(ports, job, moved, this.#abort.signal);
    this.#counts = { ...ports.items.counts(job.id) };
    for (const item of ports.items.open(job.id)) this.#remaining.add(item);
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  /** Begins, or goes on after an interruption: what was found and recorded stands, the crawl is made again if it was cut. */
  start(listFile: string | undefined): void {
    this.#runningSinceMs = performance.now();
    this.#compareMoved();
    this.#offerWork();
    this.#wakeForRetries();
    if (this.#crawlEnded) {
      this.#completeIfDone();
      return;
    }
    this.#ports.intake
      .crawl(
        { spec: this.job.spec, listFile },
        (files) => {
          this.#found(files);
        },
        this.#abort.signal,
      )
      .then(() => {
        if (this.#ended) return;
        this.#crawlEnded = true;
        this.#ports.jobs.setCrawlEnded(this.job.id);
        this.#completeIfDone();
      })
      .catch((error: unknown) => {
        this.#fail(error);
      });
  }

  pause(): void {
    this.#paused = true;
    this.#stopClock();
    this.#pace.pause();
  }

  unpause(): void {
    this.#paused = false;
    this.#runningSinceMs = performance.now();
    this.#events.onWork();
    this.#completeIfDone();
  }

  /** Ends this run: what has arrived is recorded, what is out is given up. */
  end(): void {
    if (this.#ended) return;
    this.#recorder.flush();
    this.#ended = true;
    this.#abort.abort();
    clearTimeout(this.#retryTimer);
    for (const lease of this.#leases.values()) lease.worker.send({ kind: 'abandon', leaseId: lease.leaseId });
    this.#leases.clear();
    this.#stopClock();
    this.#ports.jobs.addActiveMs(this.job.id, this.#elapsedMs);
    this.#ports.jobs.saveDurations(this.#model.takeChanges());
  }

  /** The next lease for a slot, sent to it; undefined where nothing waits that it could take. */
  lease(leaseId: number, to: WorkerSlot): ActiveLease | undefined {
    if (this.#paused || this.#ended) return undefined;
    this.#refill();
    const plan = planLease({ ...to, waiting: this.#window.items, itemsMax: LEASE_ITEMS_MAX / 2 });
    if (plan === undefined) return undefined;
    this.#window.take(plan.items);
    this.#leased += plan.items.length;
    return this.#send(leaseId, to, plan.items, plan.family, plan.predictedMs);
  }

  /** At the end of a job: gives what is left of the slowest lease to an idle slot as well. The first result stands. */
  releaseTail(leaseId: number, to: WorkerSlot): ActiveLease | undefined {
    if (this.#paused || this.#ended || !this.#crawlEnded || this.#window.size > 0) return undefined;
    const now = performance.now();
    const slow = [...this.#leases.values()]
      .filter((lease) => lease.remaining.size > 0 && !(lease.worker === to.worker && lease.slot === to.slot))
      .filter((lease) => now - lease.sentAtMs > Math.max(TAIL_AFTER_MS, lease.predictedMs * TAIL_FACTOR))
      .filter((lease) => !this.#copied.has(lease.leaseId) && !lease.alone)
      .sort((a, b) => a.sentAtMs - b.sentAtMs)[0];
    const [beingRead, ...behindIt] = [...(slow?.remaining.values() ?? [])];
    if (slow === undefined || beingRead === undefined) return undefined;
    this.#copied.add(slow.leaseId).add(leaseId);
    return this.#send(leaseId, to, [...behindIt, beingRead], slow.family, slow.predictedMs);
  }

  onResults(leaseId: number, results: readonly ItemResult[]): void {
    if (this.#ended) return;
    const lease = this.#leases.get(leaseId);
    for (const result of results) {
      const item = lease?.remaining.get(result.itemId);
      if (lease === undefined || item === undefined) continue; // given to two slots, and the other was first
      this.#forget(item.itemId, leaseId);
      const loading = this.#isFirstOfFormat(lease, item);
      this.#decide(item, { kind: 'result', outcome: result.outcome, fault: result.fault }, result);
      if (result.fault === undefined) this.#model.observe(item, result.durationMs, loading);
    }
  }

  onLeaseDone(leaseId: number): void {
    const lease = this.#leases.get(leaseId);
    this.#leases.delete(leaseId);
    this.#copied.delete(leaseId);
    if (lease !== undefined) this.#lose(lease, true); // a worker that ends a lease without all its results has lost them
  }

  /** The worker is gone with what it had. */
  onWorkerDown(worker: Worker): void {
    const lost = [...this.#leases.values()]
      .filter((lease) => lease.worker === worker)
      .sort((a, b) => a.leaseId - b.leaseId);
    const readSlots = new Set<number>();
    for (const [age, lease] of lost.entries()) {
      this.#leases.delete(lease.leaseId);
      this.#copied.delete(lease.leaseId);
      // a slot's later leases were only waiting, but for the oldest: a slot with nothing to do takes those of another
      this.#lose(lease, !readSlots.has(lease.slot) || age < worker.slots);
      readSlots.add(lease.slot);
    }
    this.#events.onWork();
  }

  progress(workers: JobProgress['workers'], state: JobProgress['state']): JobProgress {
    const elapsedMs =
      this.#elapsedMs + (this.#runningSinceMs === undefined ? 0 : performance.now() - this.#runningSinceMs);
    const pace = this.#pace.value;
    const hasEta = this.#crawlEnded && pace !== undefined && state === 'running';
    return {
      jobId: this.job.id,
      state,
      counting: !this.#crawlEnded,
      counts: { ...this.#counts },
      ...this.#rate.sample(performance.now(), this.#counts.done, this.#counts.doneBytes),
      ...(hasEta ? { eta: etaRange(this.#remaining.predict(this.#model), pace) } : {}),
      elapsedMs,
      workers,
      leased: this.#leased,
    };
  }

  #send(
    leaseId: number,
    to: WorkerSlot,
    items: readonly WaitingItem[],
    family: FormatFamily,
    predictedMs: number,
  ): ActiveLease {
    const { extraction, cache } = this.job.spec;
    const lease: ActiveLease = {
      leaseId,
      jobId: this.job.id,
      worker: to.worker,
      slot: to.slot,
      family,
      alone: items.some(isSuspect),
      predictedMs,
      sentAtMs: performance.now(),
      remaining: new Map(items.map((item) => [item.itemId, item])),
    };
    this.#leases.set(leaseId, lease);
    const message: ToWorker = {
      kind: 'lease',
      lease: {
        leaseId,
        slot: to.slot,
        extraction,
        fingerprints: cache !== 'off',
        items: items.map(({ itemId, folder, name, sizeBytes }) => ({
          itemId,
          path: joinPath(folder, name),
          sizeBytes,
        })),
      },
    };
    to.worker.send(message);
    return lease;
  }

  #found(files: readonly FoundFiles[]): void {
    if (this.#ended) return;
    const { cache } = this.job.spec;
    const lookUpSinceMs = cache === 'use' ? this.#ports.clock.nowMs() - this.#ports.cacheLimits.ttlMs : undefined;
    const added = this.#ports.items.add(files, { jobId: this.job.id, keyId: this.job.keyId, lookUpSinceMs });
    this.#count(added.counts);
    for (const item of added.open) this.#remaining.add(item);
    if (added.open.length === 0) return;
    this.#compareMoved();
    this.#offerWork();
  }

  #refill(): void {
    this.#window.refill(this.#ports.clock.nowMs(), (itemId) => this.#recorder.has(itemId) || this.#isLeased(itemId));
  }

  /** Wakes the workers, which starts them the first time, but only for files that do wait: moved ones need none. */
  #offerWork(): void {
    this.#refill();
    if (this.#window.size > 0) this.#events.onWork();
  }

  #compareMoved(): void {
    if (this.job.spec.cache !== 'use') return;
    this.#mover.wake(
      () => {
        this.#completeIfDone();
      },
      (error) => {
        this.#fail(error);
      },
    );
  }

  #decide(item: WaitingItem, event: ItemEvent, result: ItemResult | undefined): void {
    const { maxAttempts, cache } = this.job.spec;
    const decision = decideItem(item.progress, event, maxAttempts, this.#ports.random());
    if (decision.kind === 'retry') {
      this.#retry({ ...item, progress: decision.progress }, decision.delayMs);
      return;
    }
    const finished = result ?? resultWithoutTags(item.itemId, decision.fault);
    const keepable = finished.fault === undefined || isOfTheContent(finished.fault.code);
    this.#recorder.add({
      itemId: item.itemId,
      sizeBytes: item.sizeBytes,
      result: finished,
      attempts: decision.attempts,
      cacheable: cache !== 'off' && keepable && !finished.changedSinceCrawl && finished.incomplete !== true,
    });
    this.#remaining.remove(item);
    this.#pace.observe(this.#model.predictMs(item), performance.now());
  }

  #retry(item: WaitingItem, delayMs: number): void {
    const notBeforeMs = this.#ports.clock.nowMs() + delayMs;
    try {
      this.#ports.items.retry([{ itemId: item.itemId, progress: item.progress, notBeforeMs }]);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (delayMs === 0) this.#window.giveBack([item]);
    else this.#wakeForRetries();
  }

  #recorded(recorded: readonly FinishedItem[]): void {
    for (const { result, sizeBytes } of recorded) {
      this.#counts.done += 1;
      this.#counts.doneBytes += sizeBytes;
      this.#counts[COUNT_OF[result.outcome]] += 1;
    }
    this.#completeIfDone();
  }

  #count(counts: JobCounts): void {
    for (const field of Object.keys(counts) as (keyof JobCounts)[]) this.#counts[field] += counts[field];
  }

  /** A file has its result from a lease: no other need read it any more. */
  #forget(itemId: number, leaseId: number): void {
    for (const lease of this.#leases.values()) {
      const emptied = lease.remaining.delete(itemId) && lease.remaining.size === 0;
      if (emptied && lease.leaseId !== leaseId) lease.worker.send({ kind: 'abandon', leaseId: lease.leaseId });
    }
  }

  /**
   * `reading`: the lease was being read when it was lost. Any of its files may be to blame: several extractors read it side
   * by side, and the last results may have been lost with the worker.
   */
  #lose(lease: ActiveLease, reading: boolean): void {
    for (const item of lease.remaining.values()) {
      if (this.#isLeased(item.itemId)) continue; // it has been given to another slot as well
      this.#decide(item, { kind: 'lost', reading, alone: lease.alone }, undefined);
    }
  }

  #isFirstOfFormat({ worker, slot }: ActiveLease, { name }: WaitingItem): boolean {
    const read = this.#formatsRead.get(worker) ?? new Set();
    this.#formatsRead.set(worker, read);
    return read.size < read.add(`${slot.toString()} ${formatOf(name)}`).size;
  }

  #isLeased(itemId: number): boolean {
    for (const lease of this.#leases.values()) if (lease.remaining.has(itemId)) return true;
    return false;
  }

  #stopClock(): void {
    if (this.#runningSinceMs === undefined) return;
    this.#elapsedMs += performance.now() - this.#runningSinceMs;
    this.#runningSinceMs = undefined;
  }

  #wakeForRetries(): void {
    clearTimeout(this.#retryTimer);
    const now = this.#ports.clock.nowMs();
    const next = this.#ports.items.nextRetryMs(this.job.id, now);
    if (next === undefined) return;
    this.#retryTimer = setTimeout(
      () => {
        this.#events.onWork();
        this.#wakeForRetries();
      },
      Math.max(10, next - now),
    );
  }

  #completeIfDone(): void {
    if (this.#ended || this.#paused || !this.#crawlEnded) return;
    if (this.#counts.done < this.#counts.found) return;
    this.#events.onComplete();
  }

  #fail(error: unknown): void {
    if (!this.#ended) this.#events.onFault(error);
  }
}

const COUNT_OF = { extracted: 'extracted', 'no-metadata': 'noMetadata', failed: 'failed', skipped: 'skipped' } as const;

/** The result of a file that no worker lives to report on. */
function resultWithoutTags(itemId: number, fault: Fault | undefined): ItemResult {
  return {
    itemId,
    outcome: 'failed',
    ...(fault === undefined ? {} : { fault }),
    changedSinceCrawl: false,
    coreJson: '{}',
    tagNames: '',
    tagValues: '',
    modulesJson: '{}',
    durationMs: 0,
  };
}

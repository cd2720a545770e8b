import type { ItemResult } from '../../src-protocol/messages/worker.ts';
import { LEASE_ITEMS_MAX } from '../../src-protocol/messages/worker.ts';
import type { Fault } from '../../src-protocol/model/fault.ts';
import { isOfTheContent } from '../../src-protocol/model/fault.ts';
import type { FormatFamily } from '../../src-protocol/model/format.ts';
import { formatOf } from '../../src-protocol/model/format.ts';
import type { ItemEvent } from '../../src-protocol/model/item.ts';
import { decideItem } from '../../src-protocol/model/item.ts';
import type { JobLimits } from '../../src-protocol/model/job.ts';
import { DurationModel } from './duration-model.ts';
import { JobForecast } from './job-forecast.ts';
import type { ActiveLease } from './job-leases.ts';
import { JobLeases } from './job-leases.ts';
import { roomWithin } from './job-limits.ts';
import type { PlannedLease, WaitingItem } from './lease-planner.ts';
import { isSuspect, planLease } from './lease-planner.ts';
import { LeaseTimes } from './lease-times.ts';
import type { Clock, FinishedItem, ItemStore, JobSpan, JobStore, RecordStore, StoredJob, Worker } from './ports.ts';
import { Recorder } from './recorder.ts';
import { RetryTimer } from './retry-timer.ts';
import { WaitingWindow } from './waiting-window.ts';

export interface WorkPorts {
  readonly items: ItemStore;
  readonly records: RecordStore;
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onSpan?: ((span: JobSpan) => void) | undefined;
}

/** A result with the file that it is of. */
export interface RecordedItem extends FinishedItem {
  readonly folder: string;
  readonly name: string;
}

export interface WorkEvents {
  /** There may be something to lease. */
  onWork(): void;
  onRecorded(items: readonly RecordedItem[]): void;
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
  /** Resident memory of the worker's process, as it said last. */
  readonly workerRssBytes: number;
  /** Slots of all workers. */
  readonly slots: number;
}

/** `when-quiet`: it has something for the worker once that reads nothing else. */
export type LeaseAnswer = ActiveLease | 'when-quiet' | 'nothing';

/** What waits of a job, goes out to workers and comes back as results. */
export class JobWork {
  readonly forecast: JobForecast;
  readonly #job: StoredJob;
  readonly #ports: WorkPorts;
  readonly #events: WorkEvents;
  readonly #model: DurationModel;
  readonly #window: WaitingWindow;
  readonly #recorder: Recorder<RecordedItem>;
  readonly #leases = new JobLeases();
  readonly #retries: RetryTimer;
  /** Decided on in the message that is being read, and written at its end. */
  readonly #toRetry = new Map<number, { readonly item: WaitingItem; readonly delayMs: number }>();
  readonly #times: LeaseTimes | undefined;
  /** Slots with the formats that they have read. */
  readonly #formatsRead = new WeakMap<Worker, Set<string>>();
  #leased = 0;

  constructor(job: StoredJob, ports: WorkPorts, events: WorkEvents) {
    this.#job = job;
    this.#ports = ports;
    this.#events = events;
    const { profile } = job.spec.extraction;
    this.#model = new DurationModel(profile, ports.jobs.durations(profile));
    this.forecast = new JobForecast(this.#model);
    this.#window = new WaitingWindow(ports.items, job.id, (item) => this.#model.predictMs(item));
    this.#recorder = new Recorder<RecordedItem>(
      ports.records,
      job,
      (recorded) => {
        this.#events.onRecorded(recorded);
      },
      (error) => {
        this.#events.onFault(error);
      },
      ports.onSpan,
    );
    this.#times = ports.onSpan && new LeaseTimes(ports.onSpan);
    this.#retries = new RetryTimer(ports.items, ports.clock, job.id, {
      onDue: () => {
        this.offer();
      },
      onFault: (error) => {
        this.#events.onFault(error);
      },
    });
  }

  /** Files that were leased, over all of this run. */
  get leased(): number {
    return this.#leased;
  }

  /** Files that are out now. */
  get leasedFiles(): number {
    return this.#leases.files;
  }

  /** Whether a file waits in memory to be leased. */
  get hasWaiting(): boolean {
    return this.#window.size > 0;
  }

  get hasRetries(): boolean {
    return this.#retries.isSet;
  }

  /** The limit of the job that keeps it from getting one more lease. */
  get limitReached(): keyof JobLimits | undefined {
    const room = this.#roomAt(0);
    return typeof room === 'string' ? room : undefined;
  }

  /** Goes on with files that wait for a retry from an earlier run. */
  start(): void {
    this.#retries.set();
  }

  /** Records what has arrived. */
  flush(): void {
    this.#recorder.flush();
  }

  /** Gives up what is out. */
  giveUp(): void {
    this.#retries[Symbol.dispose]();
    this.#leases.abandonAll();
  }

  /** Keeps what was learned of durations for the next jobs. */
  saveLearned(): void {
    this.#ports.jobs.saveDurations(this.#model.takeChanges());
  }

  /** Wakes the workers, which starts them the first time, but only for files that do wait: moved ones need none. */
  offer(): void {
    this.#refill();
    if (this.#window.size > 0) this.#events.onWork();
  }

  /** The next lease for a slot, sent to it. */
  lease(leaseId: number, to: WorkerSlot): LeaseAnswer {
    const room = this.#roomAt(to.workerRssBytes);
    if (typeof room === 'string') return 'nothing';
    this.#refill();
    const waiting = this.#window.items;
    const plan = planLease({ ...to, waiting, itemsMax: LEASE_ITEMS_MAX / 2, room });
    if (plan === undefined) return to.workerIsBusy && waiting.some(isSuspect) ? 'when-quiet' : 'nothing';
    this.#window.take(plan.items);
    this.#leased += plan.items.length;
    return this.#send(leaseId, to, plan);
  }

  /** Where nothing waits any more: gives what is left of the slowest lease to an idle slot too. The first result stands. */
  releaseTail(leaseId: number, to: WorkerSlot): ActiveLease | undefined {
    const room = this.#roomAt(to.workerRssBytes);
    const slow = this.#leases.overdue(to, performance.now());
    const [beingRead, ...behindIt] = [...(slow?.remaining.values() ?? [])];
    if (typeof room === 'string' || slow === undefined || beingRead === undefined) return undefined;
    const items = [...behindIt, beingRead];
    if (items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > room.bytesMax) return undefined;
    this.#leases.noteCopy(leaseId, slow.leaseId);
    return this.#send(leaseId, to, { items, family: slow.family, predictedMs: slow.predictedMs });
  }

  /** Asks for a lease back that waits behind another. */
  askBack(leaseId: number): void {
    this.#leases.askBack(leaseId);
  }

  onResults(leaseId: number, results: readonly ItemResult[]): void {
    const lease = this.#leases.get(leaseId);
    if (lease !== undefined) this.#times?.add(lease, results);
    for (const result of results) {
      if (lease !== undefined) lease.readMs += result.durationMs;
      const item = lease?.remaining.get(result.itemId);
      if (lease === undefined || item === undefined) continue; // given to two slots, and the other was first
      this.#leases.forget(item.itemId, leaseId);
      if (result.outcome === 'failed') lease.failed += 1;
      const loading = this.#isFirstOfFormat(lease, item);
      this.#decide(lease.worker, item, { kind: 'result', outcome: result.outcome, fault: result.fault }, result);
      if (result.fault === undefined) this.#model.observe(item, result.durationMs, loading);
    }
    this.#writeRetries();
  }

  onLeaseDone(leaseId: number): void {
    const ended = this.#leases.end(leaseId);
    if (ended === undefined) return;
    this.#times?.end(ended.lease);
    if (ended.askedBack) this.#takeBack(ended.lease);
    else this.#lose(ended.lease, true); // a worker that ends a lease without all its results has lost them
  }

  /** The worker is gone with what it had. */
  onWorkerDown(worker: Worker): void {
    const readSlots = new Set<number>();
    for (const [age, lease] of this.#leases.endAllOf(worker).entries()) {
      // a slot's later leases were only waiting, but for the oldest: a slot with nothing to do takes those of another
      this.#lose(lease, !readSlots.has(lease.slot) || age < worker.slots);
      readSlots.add(lease.slot);
    }
    this.#events.onWork();
  }

  #refill(): void {
    try {
      this.#window.refill(
        this.#ports.clock.nowMs(),
        (itemId) => this.#recorder.has(itemId) || this.#leases.has(itemId) || this.#toRetry.has(itemId),
      );
    } catch (error) {
      this.#events.onFault(error);
    }
  }

  #roomAt(workerRssBytes: number): ReturnType<typeof roomWithin> {
    return roomWithin(this.#job.spec.limits, this.#leases.inFlight, workerRssBytes);
  }

  #send(leaseId: number, to: WorkerSlot, { items, family, predictedMs }: PlannedLease): ActiveLease {
    const lease: ActiveLease = {
      leaseId,
      jobId: this.#job.id,
      worker: to.worker,
      slot: to.slot,
      family,
      alone: items.some(isSuspect),
      predictedMs,
      sentAtMs: performance.now(),
      files: items.length,
      failed: 0,
      remaining: new Map(items.map((item) => [item.itemId, item])),
      readMs: 0,
    };
    this.#leases.send(lease, this.#job.spec);
    return lease;
  }

  #decide(worker: Worker, item: WaitingItem, event: ItemEvent, result: ItemResult | undefined): void {
    const { maxAttempts, cache } = this.#job.spec;
    const decision = decideItem(item.progress, event, maxAttempts, this.#ports.random());
    if (decision.kind === 'retry') {
      const { progress, delayMs } = decision;
      this.#toRetry.set(item.itemId, { item: { ...item, progress }, delayMs });
      return;
    }
    const finished = result ?? resultWithoutTags(item.itemId, decision.fault);
    const keepable = finished.fault === undefined || isOfTheContent(finished.fault.code);
    this.#recorder.add({
      itemId: item.itemId,
      folder: item.folder,
      name: item.name,
      sizeBytes: item.sizeBytes,
      result: finished,
      worker: worker.name,
      attempts: decision.attempts,
      cacheable: cache !== 'off' && keepable && !finished.changedSinceCrawl && finished.incomplete !== true,
    });
    this.forecast.read(item);
  }

  /** Those of a message together: a share that is gone lets all files of a lease fail at once. */
  #writeRetries(): void {
    if (this.#toRetry.size === 0) return;
    const retries = [...this.#toRetry.values()];
    this.#toRetry.clear();
    const now = this.#ports.clock.nowMs();
    try {
      this.#ports.items.retry(
        retries.map(({ item: { itemId, progress }, delayMs }) => ({ itemId, progress, notBeforeMs: now + delayMs })),
      );
    } catch (error) {
      this.#events.onFault(error);
      return;
    }
    this.#window.giveBack(retries.filter(({ delayMs }) => delayMs === 0).map(({ item }) => item));
    for (const { delayMs } of retries) if (delayMs > 0) this.#retries.add(now + delayMs);
  }

  /** Its files were not read: they wait as they did before. */
  #takeBack(lease: ActiveLease): void {
    this.#window.giveBack([...lease.remaining.values()].filter(({ itemId }) => !this.#leases.has(itemId)));
    this.#events.onWork();
  }

  /**
   * `reading`: the lease was being read when it was lost. Any of its files may be to blame: several extractors read it side
   * by side, and the last results may have been lost with the worker.
   */
  #lose(lease: ActiveLease, reading: boolean): void {
    for (const item of lease.remaining.values()) {
      if (this.#leases.has(item.itemId)) continue; // it has been given to another slot as well
      this.#decide(lease.worker, item, { kind: 'lost', reading, alone: lease.alone }, undefined);
    }
    this.#writeRetries();
  }

  #isFirstOfFormat({ worker, slot }: ActiveLease, { name }: WaitingItem): boolean {
    const read = this.#formatsRead.get(worker) ?? new Set();
    this.#formatsRead.set(worker, read);
    return read.size < read.add(`${slot.toString()} ${formatOf(name)}`).size;
  }
}

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

import { resultWithoutTags } from '../../src-protocol/messages/failed-result.ts';
import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import { LEASE_ITEMS_MAX } from '../../src-protocol/messages/worker.ts';
import { isOfTheContent } from '../../src-protocol/model/fault.ts';
import type { ItemEvent } from '../../src-protocol/model/item.ts';
import { decideItem } from '../../src-protocol/model/item.ts';
import type { JobLimits } from '../../src-protocol/model/job.ts';
import { bringMs } from './done-earliest.ts';
import { DurationModel } from './duration-model.ts';
import { FormatsRead } from './formats-read.ts';
import { JobForecast } from './job-forecast.ts';
import type { ActiveLease } from './job-leases.ts';
import { JobLeases } from './job-leases.ts';
import { roomWithin } from './job-limits.ts';
import type { PlannedLease } from './lease-planner.ts';
import { planLease } from './lease-planner.ts';
import { LeaseTimes } from './lease-times.ts';
import type { MachineSpeeds } from './machine-speeds.ts';
import type {
  Clock,
  FinishedItem,
  ItemStore,
  JobSpan,
  JobStore,
  RecordStore,
  StoredJob,
  Worker,
  WorkerLoss,
  WorkerMachine,
} from './ports.ts';
import { Recorder } from './recorder.ts';
import { Retries } from './retries.ts';
import type { WaitingItem } from './waiting-files.ts';
import { isSuspect } from './waiting-files.ts';
import { WaitingWindow } from './waiting-window.ts';
import { WorkerChoices } from './worker-choices.ts';
import type { WorkerSlot } from './worker-slot.ts';
import { SlotFit } from './worker-slot.ts';

export interface WorkPorts {
  readonly items: ItemStore;
  readonly records: RecordStore;
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly speeds: MachineSpeeds;
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

/** So many of the files that wait show whether any worker can come by them. */
const WEIGHED_FOR_WORDS = 50;

/** `when-quiet`: it has something for the worker once that reads nothing else. */
export type LeaseAnswer = ActiveLease | 'when-quiet' | 'nothing';

/** What waits of a job, goes out to workers and comes back as results. */
export class JobWork {
  readonly forecast: JobForecast;
  readonly #job: StoredJob;
  readonly #ports: WorkPorts;
  readonly #events: WorkEvents;
  readonly #model: DurationModel;
  readonly #choices: WorkerChoices;
  readonly #window: WaitingWindow;
  readonly #recorder: Recorder<RecordedItem>;
  readonly #leases = new JobLeases();
  readonly #retries: Retries;
  readonly #times: LeaseTimes | undefined;
  readonly #formatsRead = new FormatsRead();
  #leased = 0;

  constructor(job: StoredJob, ports: WorkPorts, events: WorkEvents) {
    this.#job = job;
    this.#ports = ports;
    this.#events = events;
    const { profile } = job.spec.extraction;
    this.#model = new DurationModel(profile, ports.jobs.durations(profile));
    this.forecast = new JobForecast(this.#model);
    this.#choices = new WorkerChoices(job.spec);
    this.#window = new WaitingWindow(ports.items, job.id, (item) => this.#model.predictMs(item), this.#choices);
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
    this.#retries = new Retries(ports.items, ports.clock, job.id, {
      onNow: (items) => {
        this.#window.giveBack(items);
      },
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

  /** What waits, as this computer would take for it on one slot. */
  get backlogMs(): number {
    const { costMs } = this.#window.files;
    return this.#window.hasAll ? costMs : Math.max(costMs, this.forecast.remainingMs);
  }

  /** Whether any lease takes far longer than predicted. */
  get hasOverdue(): boolean {
    return this.#leases.overdue(performance.now()).length > 0;
  }

  get hasRetries(): boolean {
    return this.#retries.areSet;
  }

  /** The limit of the job that keeps it from getting one more lease. */
  get limitReached(): keyof JobLimits | undefined {
    const room = this.#roomAt(0);
    return typeof room === 'string' ? room : undefined;
  }

  /** Goes on with files that wait for a retry from an earlier run. */
  start(): void {
    this.#retries.start();
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

  /** Files wait, wherever in the queue. */
  offer(): void {
    this.#window.expectMore();
    this.#wake();
  }

  /** Files wait that were not in the queue before. */
  offerNew(): void {
    this.#window.expectNew();
    this.#wake();
  }

  /** Reads more of what waits into memory if little is left there. */
  refill(slots = 0): void {
    try {
      this.#window.refill(
        this.#ports.clock.nowMs(),
        (itemId) => this.#recorder.has(itemId) || this.#leases.has(itemId) || this.#retries.has(itemId),
        slots,
      );
    } catch (error) {
      this.#events.onFault(error);
    }
  }

  /** Whether workers of a machine, or of this computer where it is undefined, may read any of its files. */
  mayBeReadAt(machine: WorkerMachine | undefined): boolean {
    return this.#choices.allowAny(machine);
  }

  /** In words: what keeps all workers that are there from reading what waits. */
  missingWorkers(there: readonly (WorkerMachine | undefined)[]): string | undefined {
    const { files } = this.#window;
    const missing = this.#choices.missing(files.choices, there);
    if (missing !== undefined) return `a worker that may read its files: ${missing}`;
    const some = files.all.slice(0, WEIGHED_FOR_WORDS);
    const canBeRead = some.some((item) =>
      there.some(
        (machine) => this.#choices.allows(this.#choices.of(item.folder), machine) && bringMs(machine, item) < Infinity,
      ),
    );
    return canBeRead ? undefined : 'a worker that sees its files, or that they can be sent to';
  }

  /** The next lease for a slot, sent to it. */
  lease(leaseId: number, to: WorkerSlot, queuedMs: number): LeaseAnswer {
    const room = this.#roomAt(to.workerRssBytes);
    if (typeof room === 'string') return 'nothing';
    this.refill(to.slots);
    const { backlogMs } = this;
    const waiting = this.#window.files;
    const at = this.#fitOf(to, queuedMs + backlogMs);
    const plan = planLease({ ...to, waiting, itemsMax: LEASE_ITEMS_MAX / 2, room, backlogMs, at });
    if (plan === undefined) {
      const hasSuspects = waiting.suspects((choice) => at.allows(choice)).length > 0;
      return to.workerIsBusy && hasSuspects ? 'when-quiet' : 'nothing';
    }
    this.#window.take(plan.items);
    this.#leased += plan.items.length;
    return this.#send(leaseId, to, plan);
  }

  /** Where nothing waits any more: gives what is left of the slowest lease to an idle slot too. The first result stands. */
  releaseTail(leaseId: number, to: WorkerSlot): ActiveLease | undefined {
    const room = this.#roomAt(to.workerRssBytes);
    if (typeof room === 'string') return undefined;
    const fit = this.#fitOf(to, 0);
    for (const slow of this.#leases.overdue(performance.now())) {
      const [beingRead, ...behindIt] = [...slow.remaining.values()];
      if (beingRead === undefined || !this.#leases.mayCopy(slow, to.worker)) continue;
      if (slow.worker === to.worker && slow.slot === to.slot) continue;
      const items = [...behindIt, beingRead];
      const bytes = items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const mayTakeOver = (worker: Worker) => worker !== slow.worker && this.#leases.mayCopy(slow, worker);
      if (bytes > room.bytesMax || !fit.takesOver(items, mayTakeOver)) continue;
      const predictedMs = items.reduce((sum, item) => sum + item.predictedMs, 0);
      const { machine } = to.worker;
      const transferMs = items.reduce((sum, item) => sum + (machine?.transferMs(item.folder, item.sizeBytes) ?? 0), 0);
      const copy = this.#send(leaseId, to, { items, family: slow.family, predictedMs, transferMs });
      this.#leases.noteCopy(copy, slow);
      return copy;
    }
    return undefined;
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
      const loading = this.#formatsRead.isFirst(lease, item.name);
      this.#decide(lease.worker, item, { kind: 'result', outcome: result.outcome, fault: result.fault }, result);
      if (result.fault === undefined) this.#learn(lease, item, result.durationMs, loading);
    }
    this.#retries.write();
  }

  onLeaseDone(leaseId: number): void {
    const ended = this.#leases.end(leaseId);
    if (ended === undefined) return;
    this.#times?.end(ended.lease);
    if (ended.askedBack) this.#takeBack(ended.lease);
    else this.#lose(ended.lease, true); // a worker that ends a lease without all its results has lost them
  }

  /** The worker is gone with what it had. Where the link to it was lost, none of its files can be to blame. */
  onWorkerDown(worker: Worker, loss: WorkerLoss): void {
    const readSlots = new Set<number>();
    for (const [age, lease] of this.#leases.endAllOf(worker).entries()) {
      // a slot's later leases were only waiting, but for the oldest: a slot with nothing to do takes those of another
      if (loss === 'link') this.#takeBack(lease);
      else this.#lose(lease, !readSlots.has(lease.slot) || age < worker.slots);
      readSlots.add(lease.slot);
    }
    this.#events.onWork();
  }

  /** Wakes the workers, which starts them the first time, but only for files that do wait: moved ones need none. */
  #wake(): void {
    this.refill();
    if (this.#window.size > 0) this.#events.onWork();
  }

  #roomAt(workerRssBytes: number): ReturnType<typeof roomWithin> {
    return roomWithin(this.#job.spec.limits, this.#leases.inFlight, workerRssBytes);
  }

  #fitOf(to: WorkerSlot, queuedMs: number): SlotFit {
    return new SlotFit(to, this.#choices, this.#job.spec.limits.workerMemoryBytes ?? Infinity, queuedMs);
  }

  #send(leaseId: number, to: WorkerSlot, plan: PlannedLease): ActiveLease {
    const { items, family } = plan;
    const predictedMs = plan.predictedMs / to.speed;
    const lease: ActiveLease = {
      leaseId,
      jobId: this.#job.id,
      worker: to.worker,
      slot: to.slot,
      family,
      alone: items.some(isSuspect),
      predictedMs,
      leftMs: predictedMs,
      speed: to.speed,
      waitMs: Math.max(to.aheadMs, plan.transferMs) + (to.worker.machine?.delayMs ?? 0),
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
      this.#retries.add({ ...item, progress: decision.progress }, decision.delayMs);
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
    this.#retries.write();
  }

  /** What others take is believed as what this computer would have taken. */
  #learn({ worker }: ActiveLease, item: WaitingItem, durationMs: number, loading: boolean): void {
    const { speeds } = this.#ports;
    const machine = worker.machine?.name;
    if (!loading && this.#model.knows(item)) speeds.observe(machine, this.#model.predictMs(item), durationMs);
    this.#model.observe(item, durationMs * speeds.of(machine), loading);
  }
}

import type { Priority } from '../../src-protocol/model/job.ts';
import { Ageing, effectivePriority, rankOf } from './ageing.ts';
import { DispatchOrder } from './dispatch-order.ts';
import { FairShare } from './fair-share.ts';
import type { ActiveLease } from './job-leases.ts';
import type { JobRun } from './job-run.ts';
import type { Place } from './place.ts';
import type { Places } from './places.ts';
import type { Worker, WorkerLoss } from './ports.ts';
import type { QueueSettings } from './queue-settings.ts';

interface LeaseAtPlace {
  readonly place: Place;
  readonly run: JobRun;
  readonly lease: ActiveLease;
}

/** Decides which job gets the next lease: the one of the highest priority, and among equals the one that has had least. */
export class Dispatcher {
  readonly #places: Places;
  readonly #settings: () => Pick<QueueSettings, 'ageingMs' | 'strategy'>;
  readonly #order: DispatchOrder;
  readonly #runs = new Set<JobRun>();
  readonly #share = new FairShare();
  readonly #ageing = new Ageing();
  /** Workers that come to rest for a job that has files to be read alone. */
  readonly #keptQuiet = new Map<JobRun, Worker>();
  /**
   * Workers of other computers that were left without a lease for now, though files wait: those are done sooner elsewhere.
   * All that waits was weighed for it, which is too much to be done again with every lease that ends anywhere.
   */
  readonly #leftOut = new Set<Worker>();
  #leaseId = 0;

  constructor(places: Places, settings: () => Pick<QueueSettings, 'ageingMs' | 'strategy'>) {
    this.#places = places;
    this.#settings = settings;
    this.#order = new DispatchOrder(() => settings().strategy);
  }

  add(run: JobRun): void {
    this.#runs.add(run);
    this.#share.join(run.job.id, rankOf(run.job.spec.priority));
  }

  remove(run: JobRun): void {
    this.#runs.delete(run);
    this.#share.leave(run.job.id);
    this.#ageing.rests(run.job.id);
    this.#keptQuiet.delete(run);
  }

  /** The priority of a job has been changed. */
  regroup(run: JobRun): void {
    this.#share.join(run.job.id, rankOf(run.job.spec.priority));
    this.#ageing.rests(run.job.id);
  }

  forgetWaiting(): void {
    this.#ageing.forgetAll();
  }

  /** Notes which jobs wait for a lease; to be called now and then. */
  noteWaiting(nowMs: number): void {
    for (const run of this.#runs) {
      if (run.couldTake) this.#ageing.waits(run.job.id, nowMs);
      else this.#ageing.rests(run.job.id);
    }
  }

  effectivePriorityOf({ job }: JobRun, nowMs: number): Priority {
    return effectivePriority(job.spec.priority, this.#ageing.waitedMs(job.id, nowMs), this.#settings().ageingMs);
  }

  /** Time has passed, or something is new: everybody is asked again. */
  lookAgain(nowMs: number): void {
    this.#leftOut.clear();
    this.#places.look(nowMs);
  }

  /** Gives leases to slots with room, one to each and again, until there is no room or nothing waits. */
  dispatch(): void {
    if (this.#runs.size === 0 || this.#places.hungry.size === 0) return;
    for (const run of this.#runs) if (!run.looksForFiles()) this.#rest(run);
    if (![...this.#runs].some((run) => run.couldTake)) return;
    const nothingFor = new Set(this.#leftOut);
    while (this.#giveOneEach(nothingFor)) continue;
  }

  /** At the end of jobs: gives what is left of the slowest leases to slots with nothing to do, the best first. */
  dispatchTails(): void {
    const inTurn = this.#inTurn().filter((run) => run.hasTail);
    if (inTurn.length === 0) return;
    const idle = [...this.#places.hungry].filter(({ worker, leases }) => leases.size === 0 && worker.takesLeases());
    for (const place of this.#bestFirst(idle))
      if (!this.#places.readsAlone(place.worker)) this.#leaseTail(place, inTurn);
  }

  /**
   * A lease has come back. It is charged with what reading its files took, and not with the time that it was out: it has
   * waited behind others then, and the first one for the extractors to start.
   */
  onLeaseDone({ place, run, lease }: LeaseAtPlace): void {
    this.#leftOut.delete(place.worker);
    this.#share.correct(run.job.id, lease.readMs - lease.predictedMs);
    this.#places.take(place, lease.leaseId);
  }

  /**
   * A worker is gone with its leases. The first of each place was being read: its time counts, though there is no result.
   * Where the link was lost, nobody knows of any time but that of the results.
   */
  onWorkerDown(worker: Worker, places: readonly Place[], loss: WorkerLoss): void {
    for (const [run, kept] of this.#keptQuiet) if (kept === worker) this.#keptQuiet.delete(run);
    for (const place of places) {
      const { freeSinceMs } = place;
      // the last first: none of those that waited comes to be read
      for (const [at, { run, lease }] of [...[...place.leases.values()].entries()].reverse()) {
        const outMs = performance.now() - Math.max(lease.sentAtMs, freeSinceMs);
        if (at === 0 && loss === 'process') lease.readMs = Math.max(lease.readMs, outMs);
        this.onLeaseDone({ place, run, lease });
      }
    }
    this.#leftOut.delete(worker);
  }

  /** Those of the highest effective priority first, and of these whoever has waited for long; else it is a matter of shares. */
  #inTurn(): JobRun[] {
    const now = performance.now();
    const turns = [...this.#runs].map((run) => {
      const rank = rankOf(this.effectivePriorityOf(run, now));
      const isAged = rank > rankOf(run.job.spec.priority);
      return { run, rank, agedMs: isAged ? this.#ageing.waitedMs(run.job.id, now) : 0 };
    });
    return turns
      .sort((a, b) => b.rank - a.rank || b.agedMs - a.agedMs || this.#share.compare(a.run.job.id, b.run.job.id))
      .map(({ run }) => run);
  }

  /** Those of workers that are stuck nowhere, then the fastest. */
  #bestFirst(places: readonly Place[]): Place[] {
    const stalledAt = (worker: Worker) => (this.#places.of(worker).some(({ isStalled }) => isStalled) ? 1 : 0);
    return places
      .map((place) => ({ place, stalled: stalledAt(place.worker), speed: this.#places.speedOf(place.worker) }))
      .sort((a, b) => a.stalled - b.stalled || b.speed - a.speed || a.place.number - b.place.number)
      .map(({ place }) => place);
  }

  /** Returns whether any place got a lease. */
  #giveOneEach(nothingFor: Set<Worker>): boolean {
    let given = false;
    const places = [...this.#places.hungry].filter(({ worker }) => !nothingFor.has(worker) && worker.takesLeases());
    for (const place of this.#order.of(places, (worker) => this.#places.leasesAt(worker))) {
      const { worker } = place;
      if (nothingFor.has(worker)) continue;
      if (this.#leaseTo(place)) {
        given = true;
        this.#order.noteServed(place);
      } else {
        nothingFor.add(worker);
        if (worker.machine !== undefined) this.#leftOut.add(worker);
      }
    }
    return given;
  }

  #leaseTo(place: Place): boolean {
    const { worker } = place;
    if (this.#places.readsAlone(worker)) return false;
    const to = this.#places.slotOf(place);
    let queuedMs = 0;
    for (const run of this.#inTurn()) {
      const answer = run.lease(this.#leaseId, to, queuedMs);
      if (answer === 'when-quiet') {
        if (this.#keepQuiet(worker, run)) return false;
      } else if (answer === 'nothing') {
        this.#rest(run);
        queuedMs += run.backlogMs;
      } else {
        this.#keptQuiet.delete(run);
        this.#note(place, run, answer);
        return true;
      }
    }
    return false;
  }

  #rest(run: JobRun): void {
    this.#share.rest(run.job.id);
    this.#keptQuiet.delete(run);
  }

  #leaseTail(place: Place, inTurn: readonly JobRun[]): void {
    const to = this.#places.slotOf(place);
    for (const run of inTurn) {
      const lease = run.releaseTail(this.#leaseId, to);
      if (lease === undefined) continue;
      this.#note(place, run, lease);
      return;
    }
  }

  #note(place: Place, run: JobRun, lease: ActiveLease): void {
    this.#leaseId += 1;
    this.#places.give(place, { run, lease });
    this.#share.charge(run.job.id, lease.predictedMs);
    this.#ageing.rests(run.job.id);
  }

  /**
   * Whether a worker is to come to rest for a job whose turn it is: it gets nothing that is behind in turn meanwhile, or it
   * would never rest. One worker at a time for each job, while the others go on.
   */
  #keepQuiet(worker: Worker, run: JobRun): boolean {
    const before = this.#keptQuiet.get(run);
    const kept = before?.takesLeases() === true ? before : worker;
    this.#keptQuiet.set(run, kept);
    return kept === worker;
  }
}

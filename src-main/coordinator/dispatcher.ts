import type { Priority } from '../../src-protocol/model/job.ts';
import { Ageing, effectivePriority, rankOf } from './ageing.ts';
import { FairShare } from './fair-share.ts';
import type { ActiveLease } from './job-leases.ts';
import type { JobRun } from './job-run.ts';
import type { Place, Places } from './places.ts';
import type { Worker } from './ports.ts';

interface LeaseAtPlace {
  readonly place: Place;
  readonly run: JobRun;
  readonly lease: ActiveLease;
}

const LEASES_PER_SLOT = 2;

/** Decides which job gets the next lease: the one of the highest priority, and among equals the one that has had least. */
export class Dispatcher {
  readonly #places: Places;
  readonly #ageingMs: () => number;
  readonly #runs = new Set<JobRun>();
  readonly #share = new FairShare();
  readonly #ageing = new Ageing();
  /** Workers that come to rest for a job that has files to be read alone. */
  readonly #keptQuiet = new Map<JobRun, Worker>();
  #leaseId = 0;

  constructor(places: Places, ageingMs: () => number) {
    this.#places = places;
    this.#ageingMs = ageingMs;
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
    return effectivePriority(job.spec.priority, this.#ageing.waitedMs(job.id, nowMs), this.#ageingMs());
  }

  /** Gives leases to slots with room, the emptiest first, until there is no room or nothing waits. */
  dispatch(): void {
    if (this.#runs.size === 0) return;
    const nothingFor = new Set<Worker>();
    for (let depth = 0; depth < LEASES_PER_SLOT; depth++) {
      for (const place of this.#places.all) {
        if (place.leases.size > depth || nothingFor.has(place.worker) || !place.worker.takesLeases()) continue;
        if (!this.#leaseTo(place)) nothingFor.add(place.worker);
      }
    }
  }

  /**
   * A lease has come back. It is charged with what reading its files took, and not with the time that it was out: it has
   * waited behind others then, and the first one for the extractors to start.
   */
  onLeaseDone({ place, run, lease }: LeaseAtPlace): void {
    this.#share.correct(run.job.id, lease.readMs - lease.predictedMs);
    this.#places.take(place, lease.leaseId);
  }

  /** A worker is gone with its leases. The first of each place was being read: its time counts, though there is no result. */
  onWorkerDown(worker: Worker, places: readonly Place[]): void {
    for (const [run, kept] of this.#keptQuiet) if (kept === worker) this.#keptQuiet.delete(run);
    for (const place of places) {
      const { freeSinceMs } = place;
      // the last first: none of those that waited comes to be read
      for (const [at, { run, lease }] of [...[...place.leases.values()].entries()].reverse()) {
        const outMs = performance.now() - Math.max(lease.sentAtMs, freeSinceMs);
        if (at === 0) lease.readMs = Math.max(lease.readMs, outMs);
        this.onLeaseDone({ place, run, lease });
      }
    }
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

  #leaseTo(place: Place): boolean {
    const { worker } = place;
    if (this.#places.readsAlone(worker)) return false;
    const inTurn = this.#inTurn();
    const to = this.#places.slotOf(place);
    for (const run of inTurn) {
      const answer = run.lease(this.#leaseId, to);
      if (answer === 'when-quiet') {
        if (this.#keepQuiet(worker, run)) return false;
      } else if (answer === 'nothing') {
        this.#share.rest(run.job.id);
        this.#keptQuiet.delete(run);
      } else {
        this.#keptQuiet.delete(run);
        this.#note(place, run, answer);
        return true;
      }
    }
    return place.leases.size === 0 && this.#leaseTail(place, inTurn);
  }

  #leaseTail(place: Place, inTurn: readonly JobRun[]): boolean {
    const to = this.#places.slotOf(place);
    for (const run of inTurn) {
      const lease = run.releaseTail(this.#leaseId, to);
      if (lease === undefined) continue;
      this.#note(place, run, lease);
      return true;
    }
    return false;
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

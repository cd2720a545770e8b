import type { FormatFamily } from '../../src-protocol/model/format.ts';
import { joinPath } from '../../src-protocol/model/path-join.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';
import type { ActiveLease } from './job-leases.ts';
import type { JobRun } from './job-run.ts';
import type { WorkerSlot } from './job-work.ts';
import type { Worker } from './ports.ts';

interface PlacedLease {
  readonly run: JobRun;
  readonly lease: ActiveLease;
}

/** A lease while a slot reads it, and once more when it is through, given up or lost. Times are by `performance.now()`. */
export interface Reading {
  readonly lease: Pick<ActiveLease, 'leaseId' | 'jobId' | 'worker' | 'family' | 'files' | 'failed'>;
  readonly slot: number;
  readonly beganAtMs: number;
  readonly endedAtMs?: number;
}

/** One slot of a worker that is up. */
export interface Place {
  readonly worker: Worker;
  readonly slot: number;
  /** Leases on their way or being read, oldest first. */
  readonly leases: Map<number, PlacedLease>;
  lastFamily: FormatFamily | undefined;
  /** When it was last through with a lease, by `performance.now()`. */
  freeSinceMs: number;
}

/** What a slot does now. */
export interface SlotLease {
  readonly worker: string;
  readonly slot: number;
  readonly lease:
    | {
        readonly leaseId: number;
        readonly jobId: number;
        readonly family: FormatFamily;
        /** Without a result yet. */
        readonly files: number;
        /** Leases are read in order: probably it is this one. */
        readonly currentPath: string | undefined;
        readonly runningForMs: number;
        readonly predictedMs: number;
      }
    | undefined;
}

/** A file that a worker has been given. */
export interface LeasedFile {
  readonly jobId: number;
  readonly path: string;
}

/** The slots of all workers, with the leases that each has. */
export class Places {
  readonly #onReading: (reading: Reading) => void;
  readonly #places: Place[] = [];
  readonly #rss = new Map<Worker, number>();

  constructor(onReading: (reading: Reading) => void = () => undefined) {
    this.#onReading = onReading;
  }

  get all(): readonly Place[] {
    return this.#places;
  }

  get workers(): readonly Worker[] {
    return [...new Set(this.#places.map(({ worker }) => worker))];
  }

  add(worker: Worker): void {
    for (let slot = 0; slot < worker.slots; slot++)
      this.#places.push({ worker, slot, leases: new Map(), lastFamily: undefined, freeSinceMs: 0 });
  }

  /** Returns the places that were the worker's. */
  remove(worker: Worker): Place[] {
    const gone = this.of(worker);
    for (const place of gone) this.#places.splice(this.#places.indexOf(place), 1);
    this.#rss.delete(worker);
    return gone;
  }

  of(worker: Worker): Place[] {
    return this.#places.filter((place) => place.worker === worker);
  }

  noteRss(worker: Worker, rssBytes: number): void {
    this.#rss.set(worker, rssBytes);
  }

  rssBytesOf(worker: Worker): number {
    return this.#rss.get(worker) ?? 0;
  }

  find(worker: Worker, leaseId: number): (PlacedLease & { readonly place: Place }) | undefined {
    for (const place of this.#places) {
      const placed = place.worker === worker ? place.leases.get(leaseId) : undefined;
      if (placed !== undefined) return { ...placed, place };
    }
    return undefined;
  }

  /** A file without a result yet; the slot that it was meant for need not be the one that reads it. */
  fileAt(workerName: string, itemId: number): LeasedFile | undefined {
    for (const { worker, leases } of this.#places) {
      if (worker.name !== workerName) continue;
      for (const { lease } of leases.values()) {
        const file = lease.remaining.get(itemId);
        if (file !== undefined) return { jobId: lease.jobId, path: joinPath(file.folder, file.name) };
      }
    }
    return undefined;
  }

  /** A job has ended: its leases are nobody's any more. */
  forget(run: JobRun): void {
    for (const place of this.#places) {
      const { leases } = place;
      // the last first: none of those that waited comes to be read
      for (const [leaseId, placed] of [...leases].reverse()) if (placed.run === run) this.take(place, leaseId);
    }
  }

  /** A lease is on its way to a place, behind those that it has. */
  give(place: Place, placed: PlacedLease): void {
    place.leases.set(placed.lease.leaseId, placed);
    place.lastFamily = placed.lease.family;
    if (place.leases.size === 1) this.#tellOf(place, placed);
  }

  /** A lease is at its place no more. */
  take(place: Place, leaseId: number): void {
    const [head] = place.leases.values();
    const placed = place.leases.get(leaseId);
    place.leases.delete(leaseId);
    if (placed === undefined) return;
    const endedAtMs = performance.now();
    if (placed !== head) {
      if (placed.lease.readMs > 0) this.#tellOfOther(place, placed.lease, endedAtMs);
      return;
    }
    this.#tellOf(place, head, endedAtMs);
    place.freeSinceMs = endedAtMs;
    const [next] = place.leases.values();
    if (next !== undefined) this.#tellOf(place, next);
  }

  /** A place as a job sees it that is to lease to it. */
  slotOf({ worker, slot, lastFamily }: Place): WorkerSlot {
    const others = this.#places.filter((other) => other.worker !== worker || other.slot !== slot);
    return {
      worker,
      slot,
      lastFamily,
      familiesElsewhere: new Set(others.flatMap((other) => other.lastFamily ?? [])),
      workerIsBusy: this.of(worker).some(({ leases }) => leases.size > 0),
      workerRssBytes: this.rssBytesOf(worker),
      slots: this.#places.length,
    };
  }

  /** Whether a worker has a file that is read alone. */
  readsAlone(worker: Worker): boolean {
    return this.of(worker).some(({ leases }) => [...leases.values()].some(({ lease }) => lease.alone));
  }

  /**
   * The leases of a job that certainly wait behind others. A worker gives a lease that waits at one slot to another that has
   * nothing to do; it has not done so as long as each of its slots has an older one.
   */
  waitingOf(run: JobRun): ActiveLease[] {
    return this.#places.flatMap(({ worker, leases }) => {
      const oldest = Math.max(...this.of(worker).map((place) => oldestOf(place) ?? Infinity));
      return [...leases.values()]
        .filter((placed) => placed.run === run && placed.lease.leaseId > oldest)
        .map(({ lease }) => lease);
    });
  }

  slots(nowMs: number): SlotLease[] {
    return this.#places.map((place) => {
      const { worker, slot, leases, freeSinceMs } = place;
      const head = leases.values().next().value;
      if (head === undefined) return { worker: worker.name, slot, lease: undefined };
      const { leaseId, jobId, family, remaining, sentAtMs, predictedMs } = head.lease;
      const current = remaining.values().next().value;
      const lease = {
        leaseId,
        jobId,
        family,
        files: remaining.size,
        currentPath: current && joinPath(current.folder, current.name),
        runningForMs: nowMs - Math.max(sentAtMs, freeSinceMs),
        predictedMs,
      };
      return { worker: worker.name, slot, lease };
    });
  }

  progress(): JobProgress['workers'] {
    return this.workers.map((worker) => {
      const places = this.of(worker);
      const busySlots = places.filter(({ leases }) => leases.size > 0).length;
      return { name: worker.name, slots: places.length, busySlots, rssBytes: this.rssBytesOf(worker) };
    });
  }

  #tellOf({ slot, freeSinceMs }: Place, { lease }: PlacedLease, endedAtMs?: number): void {
    const beganAtMs = Math.max(lease.sentAtMs, freeSinceMs);
    this.#onReading({ lease, slot, beganAtMs, ...(endedAtMs === undefined ? {} : { endedAtMs }) });
  }

  /** A lease from behind another was not given back but read: at a slot of the worker that had nothing to do. */
  #tellOfOther({ worker, slot }: Place, lease: ActiveLease, endedAtMs: number): void {
    const idle = this.of(worker).find(({ leases }) => leases.size === 0);
    this.#onReading({ lease, slot: idle?.slot ?? slot, beganAtMs: endedAtMs - lease.readMs, endedAtMs });
  }
}

function oldestOf({ leases }: Place): number | undefined {
  return leases.keys().next().value;
}

import type { FormatFamily } from '../../src-protocol/model/format.ts';
import { joinPath } from '../../src-protocol/model/path-join.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';
import type { ActiveLease } from './job-leases.ts';
import type { JobRun } from './job-run.ts';
import type { MachineSpeeds } from './machine-speeds.ts';
import type { Place, PlacedLease } from './place.ts';
import { aheadMs, hasRoom, isStalled, waitingAt } from './place.ts';
import type { Worker } from './ports.ts';
import type { CountedRival, WorkerSlot } from './worker-slot.ts';

/** A lease while a slot reads it, and once more when it is through, given up or lost. Times are by `performance.now()`. */
export interface Reading {
  readonly lease: Pick<ActiveLease, 'leaseId' | 'jobId' | 'worker' | 'family' | 'files' | 'failed'>;
  readonly slot: number;
  readonly beganAtMs: number;
  readonly endedAtMs?: number;
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

/** Slots, each counted by its speed. */
interface Capacity {
  readonly all: number;
  readonly byMachine: ReadonlyMap<string | undefined, number>;
}

/** A worker with its slots. */
interface Crew {
  readonly worker: Worker;
  readonly places: readonly Place[];
  /** Where each of its leases is. */
  readonly placeOf: Map<number, Place>;
  /** Leases that are read alone. */
  readonly alone: Set<number>;
  rssBytes: number;
  /** What of it is counted on, until its leases change. */
  rival: CountedRival | undefined;
}

/** The slots of all workers, with the leases that each has. */
export class Places {
  readonly #speeds: Pick<MachineSpeeds, 'of'>;
  readonly #onReading: (reading: Reading) => void;
  readonly #crews = new Map<Worker, Crew>();
  readonly #hungry = new Set<Place>();
  readonly #readFamilies = new FamilyCounts();
  #places: Place[] = [];
  #lastNumber = 0;
  #capacity: Capacity | undefined;

  constructor(speeds: Pick<MachineSpeeds, 'of'>, onReading: (reading: Reading) => void = () => undefined) {
    this.#speeds = speeds;
    this.#onReading = onReading;
  }

  get all(): readonly Place[] {
    return this.#places;
  }

  get workers(): readonly Worker[] {
    return [...this.#crews.keys()];
  }

  /** Those that have room for a lease, whether or not their workers take any now. */
  get hungry(): ReadonlySet<Place> {
    return this.#hungry;
  }

  add(worker: Worker): void {
    const places = Array.from({ length: worker.slots }, (_, slot): Place => {
      this.#lastNumber += 1;
      const number = this.#lastNumber;
      return { worker, slot, number, leases: new Map(), lastFamily: undefined, freeSinceMs: 0, isStalled: false };
    });
    this.#crews.set(worker, { worker, places, placeOf: new Map(), alone: new Set(), rssBytes: 0, rival: undefined });
    this.#places.push(...places);
    for (const place of places) this.#hungry.add(place);
    this.#capacity = undefined;
  }

  /** Returns the places that were the worker's. */
  remove(worker: Worker): readonly Place[] {
    const gone = this.of(worker);
    this.#places = this.#places.filter((place) => place.worker !== worker);
    this.#crews.delete(worker);
    this.#capacity = undefined;
    for (const place of gone) {
      this.#hungry.delete(place);
      this.#readFamilies.change(place.lastFamily, undefined);
    }
    return gone;
  }

  of(worker: Worker): readonly Place[] {
    return this.#crews.get(worker)?.places ?? [];
  }

  noteRss(worker: Worker, rssBytes: number): void {
    const crew = this.#crews.get(worker);
    if (crew === undefined) return;
    crew.rssBytes = rssBytes;
    crew.rival = undefined;
  }

  rssBytesOf(worker: Worker): number {
    return this.#crews.get(worker)?.rssBytes ?? 0;
  }

  speedOf({ machine }: Worker): number {
    return this.#speeds.of(machine?.name);
  }

  /** To be called now and then: notes what has changed with time alone. */
  look(nowMs: number): void {
    this.#capacity = undefined;
    for (const place of this.#places) place.isStalled = isStalled(place, nowMs);
    for (const crew of this.#crews.values()) crew.rival = undefined;
  }

  find(worker: Worker, leaseId: number): (PlacedLease & { readonly place: Place }) | undefined {
    const place = this.#crews.get(worker)?.placeOf.get(leaseId);
    const placed = place?.leases.get(leaseId);
    return place && placed && { ...placed, place };
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
    const { lease } = placed;
    const crew = this.#crews.get(place.worker);
    crew?.placeOf.set(lease.leaseId, place);
    if (lease.alone) crew?.alone.add(lease.leaseId);
    place.leases.set(lease.leaseId, placed);
    this.#readFamilies.change(place.lastFamily, lease.family);
    place.lastFamily = lease.family;
    this.#noteRoom(place);
    if (place.leases.size === 1) this.#tellOf(place, placed);
  }

  /** A lease is at its place no more. */
  take(place: Place, leaseId: number): void {
    const [head] = place.leases.values();
    const placed = place.leases.get(leaseId);
    const crew = this.#crews.get(place.worker);
    place.leases.delete(leaseId);
    crew?.placeOf.delete(leaseId);
    crew?.alone.delete(leaseId);
    this.#noteRoom(place);
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
  slotOf(place: Place): WorkerSlot {
    const { worker, slot, lastFamily } = place;
    const { slots, slotsElsewhere } = this.#countSlots(worker);
    return {
      worker,
      slot,
      lastFamily,
      familiesElsewhere: this.#readFamilies.without(lastFamily),
      workerIsBusy: this.leasesAt(worker) > 0,
      workerRssBytes: this.rssBytesOf(worker),
      slots,
      slotsElsewhere,
      speed: this.speedOf(worker),
      aheadMs: aheadMs(place),
      rivals: () => this.#rivalsOf(worker),
    };
  }

  leasesAt(worker: Worker): number {
    return this.#crews.get(worker)?.placeOf.size ?? 0;
  }

  /** Whether a worker has a file that is read alone. */
  readsAlone(worker: Worker): boolean {
    return (this.#crews.get(worker)?.alone.size ?? 0) > 0;
  }

  /**
   * The leases of a job that certainly wait behind others. A worker gives a lease that waits at one slot to another that has
   * nothing to do; it has not done so as long as each of its slots has an older one.
   */
  waitingOf(run: JobRun): ActiveLease[] {
    return [...this.#crews.values()].flatMap(({ places }) =>
      waitingAt(places).flatMap((placed) => (placed.run === run ? [placed.lease] : [])),
    );
  }

  /** The same at workers of this computer that take no leases: they are to end, or are paused, and others have room. */
  waitingInVain(): PlacedLease[] {
    return [...this.#crews.entries()].flatMap(([worker, { places }]) =>
      worker.machine === undefined && !worker.takesLeases() ? waitingAt(places) : [],
    );
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

  #countSlots({ machine }: Worker): { readonly slots: number; readonly slotsElsewhere: number } {
    const { all, byMachine } = (this.#capacity ??= this.#countAll());
    const isOnly = byMachine.size === 1;
    return { slots: all, slotsElsewhere: isOnly ? 0 : all - (byMachine.get(machine?.name) ?? 0) };
  }

  #countAll(): Capacity {
    const byMachine = new Map<string | undefined, number>();
    let all = 0;
    for (const worker of this.workers) {
      const name = worker.machine?.name;
      const slots = worker.slots * this.speedOf(worker);
      byMachine.set(name, (byMachine.get(name) ?? 0) + slots);
      all += slots;
    }
    return { all, byMachine };
  }

  /** The workers of other computers that take leases, with those of their slots that can be counted on. */
  #rivalsOf({ machine }: Worker): CountedRival[] {
    const others = [...this.#crews.values()].filter(
      ({ worker }) => worker.machine?.name !== machine?.name && worker.takesLeases() && !this.readsAlone(worker),
    );
    return others.map((crew) => (crew.rival ??= this.#rivalOf(crew))).filter(({ slots }) => slots > 0);
  }

  #rivalOf({ worker, places, rssBytes }: Crew): CountedRival {
    const counted = places.filter((place) => !place.isStalled);
    const ahead = counted.reduce((sum, place) => sum + aheadMs(place), 0);
    const { machine } = worker;
    return { worker, machine, speed: this.speedOf(worker), aheadMs: ahead, slots: counted.length, rssBytes };
  }

  #noteRoom(place: Place): void {
    const crew = this.#crews.get(place.worker);
    if (crew === undefined) return;
    crew.rival = undefined;
    if (hasRoom(place)) this.#hungry.add(place);
    else this.#hungry.delete(place);
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

/** How many slots have read each family last. */
class FamilyCounts {
  readonly #counts = new Map<FormatFamily, number>();

  change(from: FormatFamily | undefined, to: FormatFamily | undefined): void {
    if (from === to) return;
    this.#add(from, -1);
    this.#add(to, 1);
  }

  /** Those of all slots but one that has read this. */
  without(last: FormatFamily | undefined): Set<FormatFamily> {
    const families = new Set<FormatFamily>();
    for (const [family, count] of this.#counts) if (count > (family === last ? 1 : 0)) families.add(family);
    return families;
  }

  #add(family: FormatFamily | undefined, by: number): void {
    if (family !== undefined) this.#counts.set(family, (this.#counts.get(family) ?? 0) + by);
  }
}

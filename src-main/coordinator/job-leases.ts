import type { ToWorker } from '../../src-protocol/messages/worker.ts';
import type { FormatFamily } from '../../src-protocol/model/format.ts';
import type { JobSpec } from '../../src-protocol/model/job.ts';
import { joinPath } from '../../src-protocol/model/path-join.ts';
import type { InFlight } from './job-limits.ts';
import type { Worker } from './ports.ts';
import type { WaitingItem } from './waiting-files.ts';

export interface ActiveLease {
  readonly leaseId: number;
  readonly jobId: number;
  readonly worker: Worker;
  readonly slot: number;
  readonly family: FormatFamily;
  /** It holds one file, which is suspected of ending its worker: the worker may get nothing else meanwhile. */
  readonly alone: boolean;
  /** What reading it takes at this worker. */
  readonly predictedMs: number;
  /** Of it, what is not read yet. */
  leftMs: number;
  /** 1 as this computer. */
  readonly speed: number;
  /** Until it can be read: others are before it at the slot, and its files may have to be sent. */
  readonly waitMs: number;
  readonly sentAtMs: number;
  /** That it was given. */
  readonly files: number;
  /** Of them, those whose reading failed, also where they are tried again. */
  failed: number;
  /** What has no result yet, in the order of reading. */
  readonly remaining: Map<number, WaitingItem>;
  /** What reading the others took, as the worker says. */
  readMs: number;
}

/** A lease is given to a second slot when it has taken so much longer than predicted, and at least so long. */
const TAIL_FACTOR = 2;
const TAIL_AFTER_MS = 1_000;

/** The leases of one job that are out. */
export class JobLeases {
  readonly #leases = new Map<number, ActiveLease>();
  /** In how many leases each file is. */
  readonly #holders = new Map<number, number>();
  /** For leases whose files are given to several slots: all that have the same ones. */
  readonly #copies = new Map<number, Set<ActiveLease>>();
  /** Leases that were asked back before they were read. */
  readonly #askedBack = new Set<number>();
  #bytes = 0;

  get inFlight(): InFlight {
    return { leases: this.#leases.size, bytes: this.#bytes };
  }

  /** Files that are out, each counted once. */
  get files(): number {
    return this.#holders.size;
  }

  get(leaseId: number): ActiveLease | undefined {
    return this.#leases.get(leaseId);
  }

  send(lease: ActiveLease, { extraction, cache }: JobSpec): void {
    this.#leases.set(lease.leaseId, lease);
    for (const item of lease.remaining.values()) this.#hold(item);
    const message: ToWorker = {
      kind: 'lease',
      lease: {
        leaseId: lease.leaseId,
        slot: lease.slot,
        extraction,
        fingerprints: cache !== 'off',
        items: [...lease.remaining.values()].map(({ itemId, folder, name, sizeBytes }) => ({
          itemId,
          path: joinPath(folder, name),
          sizeBytes,
        })),
      },
    };
    lease.worker.send(message);
  }

  /** Whether a lease that has ended was asked back: its files were not read. */
  end(leaseId: number): { readonly lease: ActiveLease; readonly askedBack: boolean } | undefined {
    const lease = this.#leases.get(leaseId);
    const askedBack = this.#askedBack.delete(leaseId);
    this.#leases.delete(leaseId);
    if (lease !== undefined) this.#copies.get(leaseId)?.delete(lease);
    this.#copies.delete(leaseId);
    if (lease === undefined) return undefined;
    for (const item of lease.remaining.values()) this.#release(item);
    return { lease, askedBack };
  }

  /** Those of a worker that is gone, oldest first. */
  endAllOf(worker: Worker): ActiveLease[] {
    const lost = [...this.#leases.values()]
      .filter((lease) => lease.worker === worker)
      .sort((a, b) => a.leaseId - b.leaseId);
    for (const { leaseId } of lost) this.end(leaseId);
    return lost;
  }

  /** Gives all leases up, whatever was read of them. */
  abandonAll(): void {
    for (const lease of this.#leases.values()) abandon(lease);
    this.#leases.clear();
    this.#holders.clear();
    this.#bytes = 0;
  }

  askBack(leaseId: number): void {
    const lease = this.#leases.get(leaseId);
    if (lease === undefined || this.#askedBack.has(leaseId)) return;
    this.#askedBack.add(leaseId);
    abandon(lease);
  }

  has(itemId: number): boolean {
    return this.#holders.has(itemId);
  }

  /** A file has its result from a lease: no other need read it any more. */
  forget(itemId: number, leaseId: number): void {
    const lease = this.#leases.get(leaseId);
    if (lease !== undefined) this.#strike(lease, itemId);
    if (!this.has(itemId)) return;
    for (const other of this.#leases.values())
      if (this.#strike(other, itemId) && other.remaining.size === 0) abandon(other);
  }

  /** Those that should have been done by now, wherever they were given, the longest out first. */
  overdue(nowMs: number): ActiveLease[] {
    return [...this.#leases.values()]
      .filter((lease) => !lease.alone && isOverdue(lease, nowMs) && this.#areCopiesOverdue(lease, nowMs))
      .sort((a, b) => a.sentAtMs - b.sentAtMs);
  }

  /** A lease is given to a second slot; after that only to other computers, each once, should these be stuck as well. */
  mayCopy({ leaseId }: ActiveLease, { machine }: Worker): boolean {
    const copies = [...(this.#copies.get(leaseId) ?? [])];
    return copies.length < 2 || copies.every(({ worker }) => worker.machine?.name !== machine?.name);
  }

  noteCopy(copy: ActiveLease, of: ActiveLease): void {
    const copies = this.#copies.get(of.leaseId) ?? new Set([of]);
    copies.add(copy);
    this.#copies.set(of.leaseId, copies).set(copy.leaseId, copies);
  }

  #areCopiesOverdue({ leaseId }: ActiveLease, nowMs: number): boolean {
    return [...(this.#copies.get(leaseId) ?? [])].every((copy) => isOverdue(copy, nowMs));
  }

  #strike(lease: ActiveLease, itemId: number): boolean {
    const item = lease.remaining.get(itemId);
    if (item === undefined) return false;
    lease.remaining.delete(itemId);
    lease.leftMs -= item.predictedMs / lease.speed;
    this.#release(item);
    return true;
  }

  #hold({ itemId, sizeBytes }: WaitingItem): void {
    this.#holders.set(itemId, (this.#holders.get(itemId) ?? 0) + 1);
    this.#bytes += sizeBytes;
  }

  #release({ itemId, sizeBytes }: WaitingItem): void {
    const holders = (this.#holders.get(itemId) ?? 1) - 1;
    if (holders === 0) this.#holders.delete(itemId);
    else this.#holders.set(itemId, holders);
    this.#bytes -= sizeBytes;
  }
}

/** Whether a lease takes far longer than predicted. What it waits for its turn and for its files is not held against it. */
export function isOverdue({ remaining, sentAtMs, waitMs, predictedMs }: ActiveLease, nowMs: number): boolean {
  return remaining.size > 0 && nowMs - sentAtMs > waitMs + Math.max(TAIL_AFTER_MS, predictedMs * TAIL_FACTOR);
}

function abandon({ worker, leaseId }: ActiveLease): void {
  worker.send({ kind: 'abandon', leaseId });
}

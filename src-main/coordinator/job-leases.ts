import type { ToWorker } from '../../src-protocol/messages/worker.ts';
import type { FormatFamily } from '../../src-protocol/model/format.ts';
import type { JobSpec } from '../../src-protocol/model/job.ts';
import { joinPath } from '../../src-protocol/model/path-join.ts';
import type { InFlight } from './job-limits.ts';
import type { WaitingItem } from './lease-planner.ts';
import type { Worker } from './ports.ts';

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
  /** Leases whose files are given to two slots. */
  readonly #copied = new Set<number>();
  /** Leases that were asked back before they were read. */
  readonly #askedBack = new Set<number>();

  get inFlight(): InFlight {
    let bytes = 0;
    for (const { remaining } of this.#leases.values())
      for (const { sizeBytes } of remaining.values()) bytes += sizeBytes;
    return { leases: this.#leases.size, bytes };
  }

  /** Files that are out, each counted once. */
  get files(): number {
    if (this.#copied.size > 0)
      return new Set([...this.#leases.values()].flatMap(({ remaining }) => [...remaining.keys()])).size;
    let files = 0;
    for (const { remaining } of this.#leases.values()) files += remaining.size;
    return files;
  }

  get(leaseId: number): ActiveLease | undefined {
    return this.#leases.get(leaseId);
  }

  send(lease: ActiveLease, { extraction, cache }: JobSpec): void {
    this.#leases.set(lease.leaseId, lease);
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
    this.#copied.delete(leaseId);
    return lease && { lease, askedBack };
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
  }

  askBack(leaseId: number): void {
    const lease = this.#leases.get(leaseId);
    if (lease === undefined || this.#askedBack.has(leaseId)) return;
    this.#askedBack.add(leaseId);
    abandon(lease);
  }

  has(itemId: number): boolean {
    for (const lease of this.#leases.values()) if (lease.remaining.has(itemId)) return true;
    return false;
  }

  /** A file has its result from a lease: no other need read it any more. */
  forget(itemId: number, leaseId: number): void {
    for (const lease of this.#leases.values()) {
      const emptied = lease.remaining.delete(itemId) && lease.remaining.size === 0;
      if (emptied && lease.leaseId !== leaseId) abandon(lease);
    }
  }

  /** The lease that is most overdue and is read at another slot than this one, if any is. */
  overdue(to: { readonly worker: Worker; readonly slot: number }, nowMs: number): ActiveLease | undefined {
    return [...this.#leases.values()]
      .filter((lease) => lease.remaining.size > 0 && !(lease.worker === to.worker && lease.slot === to.slot))
      .filter((lease) => nowMs - lease.sentAtMs > Math.max(TAIL_AFTER_MS, lease.predictedMs * TAIL_FACTOR))
      .filter((lease) => !this.#copied.has(lease.leaseId) && !lease.alone)
      .sort((a, b) => a.sentAtMs - b.sentAtMs)[0];
  }

  noteCopy(leaseId: number, ofLeaseId: number): void {
    this.#copied.add(ofLeaseId).add(leaseId);
  }
}

function abandon({ worker, leaseId }: ActiveLease): void {
  worker.send({ kind: 'abandon', leaseId });
}

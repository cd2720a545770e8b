import type { ItemResult } from '../../../src-protocol/messages/item-result.ts';
import type { Lease } from '../../../src-protocol/messages/worker.ts';
import type { PreparedItem } from './file-access.ts';
import type { FilePart } from './own-file.ts';

interface LeaseOut {
  readonly runtime: number;
  readonly items: ReadonlyMap<number, PreparedItem>;
  /** Files that have their result. */
  readonly answered: Set<number>;
}

export interface KnownResult {
  readonly prepared: PreparedItem;
  readonly result: ItemResult;
}

/** Late words about leases that ended so lately are no wonder. */
const REMEMBERED = 1_000;

/** The leases that a machine has, and what it may say and ask of them. */
export class LeasesOut {
  readonly #leases = new Map<number, LeaseOut>();
  readonly #ended = new Set<number>();

  get size(): number {
    return this.#leases.size;
  }

  sizeOf(runtime: number): number {
    let leases = 0;
    for (const lease of this.#leases.values()) if (lease.runtime === runtime) leases += 1;
    return leases;
  }

  add(runtime: number, { leaseId }: Lease, prepared: readonly PreparedItem[]): void {
    const items = new Map(prepared.map((one) => [one.item.itemId, one]));
    this.#leases.set(leaseId, { runtime, items, answered: new Set() });
  }

  /** The results that a runtime may give; `strange` where there are others, or the lease is none of its own. */
  accept(
    runtime: number,
    leaseId: number,
    results: readonly ItemResult[],
  ): { readonly known: KnownResult[]; readonly strange: boolean } {
    const lease = this.#leases.get(leaseId);
    if (lease?.runtime !== runtime) return { known: [], strange: lease !== undefined || !this.#ended.has(leaseId) };
    let strange = false;
    const known = results.flatMap((result) => {
      const prepared = lease.items.get(result.itemId);
      if (prepared === undefined) strange = true;
      if (prepared === undefined || lease.answered.has(result.itemId)) return [];
      lease.answered.add(result.itemId);
      return [{ prepared, result }];
    });
    return { known, strange };
  }

  /** `whole`: all of its files have results. `strange`: the runtime never had it. */
  end(runtime: number, leaseId: number): 'whole' | 'partly' | 'before' | 'strange' {
    const lease = this.#leases.get(leaseId);
    if (lease?.runtime !== runtime) return lease === undefined && this.#ended.has(leaseId) ? 'before' : 'strange';
    this.#forget(leaseId);
    return lease.answered.size === lease.items.size ? 'whole' : 'partly';
  }

  /** A runtime is gone; returns the ids of the leases that it had. */
  endAllOf(runtime: number): number[] {
    const ended = [...this.#leases].filter(([, lease]) => lease.runtime === runtime).map(([leaseId]) => leaseId);
    for (const leaseId of ended) this.#forget(leaseId);
    return ended;
  }

  /** A file that is sent, or a sidecar of it; undefined where the machine was not given it in such a way. */
  partOf(leaseId: number, itemId: number, part: number): FilePart | 'ended' | undefined {
    const lease = this.#leases.get(leaseId);
    if (lease === undefined) return this.#ended.has(leaseId) ? 'ended' : undefined;
    return lease.items.get(itemId)?.file?.parts[part];
  }

  #forget(leaseId: number): void {
    this.#leases.delete(leaseId);
    this.#ended.add(leaseId);
    const [oldest] = this.#ended;
    if (this.#ended.size > REMEMBERED && oldest !== undefined) this.#ended.delete(oldest);
  }
}

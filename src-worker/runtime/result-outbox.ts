import type { ItemResult } from '../../src-protocol/messages/item-result.ts';

const HOLD_MS = 25;
const BATCH_MAX = 64;

/** Holds results back for a moment, so that many cross the border between processes as one message. */
export class ResultOutbox {
  readonly #byLease = new Map<number, ItemResult[]>();
  readonly #send: (leaseId: number, results: ItemResult[]) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (leaseId: number, results: ItemResult[]) => void) {
    this.#send = send;
  }

  add(leaseId: number, result: ItemResult): void {
    const results = this.#byLease.get(leaseId) ?? [];
    results.push(result);
    this.#byLease.set(leaseId, results);
    if (results.length >= BATCH_MAX) this.flush();
    else
      this.#timer ??= setTimeout(() => {
        this.flush();
      }, HOLD_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [leaseId, results] of this.#byLease) this.#send(leaseId, results);
    this.#byLease.clear();
  }
}

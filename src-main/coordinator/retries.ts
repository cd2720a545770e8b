import type { Clock, ItemStore } from './ports.ts';
import { RetryTimer } from './retry-timer.ts';
import type { WaitingItem } from './waiting-files.ts';

export interface RetriesEvents {
  /** These are to be read again at once. */
  onNow(items: readonly WaitingItem[]): void;
  /** Files in the store are to be read again by now. */
  onDue(): void;
  onFault(error: unknown): void;
}

/**
 * Files of a job that are to be read once more. They are decided on in the message that is being read, and written at its
 * end, together: a share that is gone lets all files of a lease fail at once.
 */
export class Retries implements Disposable {
  readonly #items: ItemStore;
  readonly #clock: Clock;
  readonly #events: RetriesEvents;
  readonly #timer: RetryTimer;
  readonly #toWrite = new Map<number, { readonly item: WaitingItem; readonly delayMs: number }>();

  constructor(items: ItemStore, clock: Clock, jobId: number, events: RetriesEvents) {
    this.#items = items;
    this.#clock = clock;
    this.#events = events;
    this.#timer = new RetryTimer(items, clock, jobId, events);
  }

  /** Whether any file waits for its time. */
  get areSet(): boolean {
    return this.#timer.isSet;
  }

  /** Whether a file is not written yet. */
  has(itemId: number): boolean {
    return this.#toWrite.has(itemId);
  }

  /** Goes on with files that wait from an earlier run. */
  start(): void {
    this.#timer.set();
  }

  /** `item` has the progress that it will have. */
  add(item: WaitingItem, delayMs: number): void {
    this.#toWrite.set(item.itemId, { item, delayMs });
  }

  write(): void {
    if (this.#toWrite.size === 0) return;
    const retries = [...this.#toWrite.values()];
    this.#toWrite.clear();
    const now = this.#clock.nowMs();
    try {
      this.#items.retry(
        retries.map(({ item: { itemId, progress }, delayMs }) => ({ itemId, progress, notBeforeMs: now + delayMs })),
      );
    } catch (error) {
      this.#events.onFault(error);
      return;
    }
    this.#events.onNow(retries.filter(({ delayMs }) => delayMs === 0).map(({ item }) => item));
    for (const { delayMs } of retries) if (delayMs > 0) this.#timer.add(now + delayMs);
  }

  [Symbol.dispose](): void {
    this.#timer[Symbol.dispose]();
  }
}

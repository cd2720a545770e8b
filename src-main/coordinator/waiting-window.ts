import { familyOf, formatOf } from '../../src-protocol/model/format.ts';
import type { WaitingItem } from './lease-planner.ts';
import type { ItemStore, ReadyItem } from './ports.ts';

const WINDOW_ITEMS = 1_500;
const REFILL_BELOW = 700;

/**
 * The part of a job's queue that is in memory: a bounded number of items, read from the store in order. When its end is
 * reached it begins again, for items that came back for a retry; items that are leased or here already are left out.
 */
export class WaitingWindow {
  readonly #items = new Map<number, WaitingItem>();
  readonly #store: Pick<ItemStore, 'ready'>;
  readonly #jobId: number;
  readonly #predictMs: (item: ReadyItem) => number;
  #cursor = 0;

  constructor(store: Pick<ItemStore, 'ready'>, jobId: number, predictMs: (item: ReadyItem) => number) {
    this.#store = store;
    this.#jobId = jobId;
    this.#predictMs = predictMs;
  }

  get items(): readonly WaitingItem[] {
    return [...this.#items.values()];
  }

  get size(): number {
    return this.#items.size;
  }

  /** Reads more from the store when little is left; `isTaken` tells which items are out, or back but not recorded. */
  refill(nowMs: number, isTaken: (itemId: number) => boolean): void {
    if (this.#items.size >= REFILL_BELOW) return;
    const fromStart = this.#cursor === 0;
    const read = this.#read(nowMs, isTaken);
    if (read < WINDOW_ITEMS) {
      this.#cursor = 0;
      if (!fromStart && this.#items.size === 0) this.#read(nowMs, isTaken);
    }
  }

  take(items: readonly WaitingItem[]): void {
    for (const { itemId } of items) this.#items.delete(itemId);
  }

  /** Takes items back whose worker was lost. */
  giveBack(items: readonly WaitingItem[]): void {
    for (const item of items) this.#items.set(item.itemId, item);
  }

  #read(nowMs: number, isTaken: (itemId: number) => boolean): number {
    const items = this.#store.ready(this.#jobId, this.#cursor, nowMs, WINDOW_ITEMS);
    for (const item of items) {
      this.#cursor = item.itemId;
      if (isTaken(item.itemId) || this.#items.has(item.itemId)) continue;
      this.#items.set(item.itemId, {
        ...item,
        family: familyOf(formatOf(item.name)),
        predictedMs: this.#predictMs(item),
      });
    }
    return items.length;
  }
}

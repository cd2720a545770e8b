import { familyOf, formatOf } from '../../src-protocol/model/format.ts';
import type { ItemStore, ReadyItem } from './ports.ts';
import type { WaitingItem } from './waiting-files.ts';
import { WaitingFiles } from './waiting-files.ts';

const READ_ITEMS = 1_500;
const REFILL_BELOW = 700;
/** With very many slots more is in memory, so that leases do not shrink before the end of the job is near. */
const ITEMS_PER_SLOT = 12;

/**
 * The part of a job's queue that is in memory: a bounded number of items, read from the store in order. When its end is
 * reached it begins again, for items that came back for a retry; items that are leased or here already are left out. Once
 * all has been looked through, the store is left alone until `expectMore` says that something may wait there.
 */
export class WaitingWindow {
  readonly files: WaitingFiles;
  readonly #store: Pick<ItemStore, 'ready'>;
  readonly #jobId: number;
  readonly #predictMs: (item: ReadyItem) => number;
  #cursor = 0;
  /** Times that the end of the queue is to be reached before all of it has been looked at since more was expected. */
  #endsToReach = 1;

  constructor(
    store: Pick<ItemStore, 'ready'>,
    jobId: number,
    predictMs: (item: ReadyItem) => number,
    choiceOf?: (folder: string) => number,
  ) {
    this.#store = store;
    this.#jobId = jobId;
    this.#predictMs = predictMs;
    this.files = new WaitingFiles([], choiceOf);
  }

  get items(): readonly WaitingItem[] {
    return this.files.all;
  }

  get size(): number {
    return this.files.size;
  }

  /** Whether nothing waits that is not here. */
  get hasAll(): boolean {
    return this.#endsToReach === 0;
  }

  /** Items have become ready in the store. */
  expectMore(): void {
    this.#endsToReach = this.#cursor === 0 ? 1 : 2;
  }

  /** Reads more from the store when little is left; `isTaken` tells which items are out, or back but not recorded. */
  refill(nowMs: number, isTaken: (itemId: number) => boolean, slots = 0): void {
    if (this.hasAll || this.size >= Math.max(REFILL_BELOW, slots * ITEMS_PER_SLOT)) return;
    const isEnd = this.#readOn(nowMs, isTaken);
    if (isEnd && this.size === 0 && this.#endsToReach > 0) this.#readOn(nowMs, isTaken);
  }

  take(items: readonly WaitingItem[]): void {
    this.files.take(items);
  }

  /** Takes items back whose worker was lost. */
  giveBack(items: readonly WaitingItem[]): void {
    this.files.add(items);
  }

  /** Returns whether the end of the queue was reached. */
  #readOn(nowMs: number, isTaken: (itemId: number) => boolean): boolean {
    const items = this.#store.ready(this.#jobId, this.#cursor, nowMs, READ_ITEMS);
    const isEnd = items.length < READ_ITEMS;
    this.#cursor = isEnd ? 0 : (items.at(-1)?.itemId ?? 0);
    if (isEnd) this.#endsToReach -= 1;
    this.files.add(
      items
        .filter(({ itemId }) => !isTaken(itemId) && !this.files.has(itemId))
        .map((item) => ({
          ...item,
          family: familyOf(formatOf(item.name)),
          predictedMs: this.#predictMs(item),
        })),
    );
    return isEnd;
  }
}

import { familyOf, formatOf } from '../../src-protocol/model/format.ts';
import type { ItemStore, ReadyItem } from './ports.ts';
import type { WaitingItem } from './waiting-files.ts';
import { WaitingFiles } from './waiting-files.ts';

const READ_ITEMS = 1_500;
const REFILL_BELOW = 700;
/** With very many slots more is in memory, so that leases do not shrink before the end of the job is near. */
const ITEMS_PER_SLOT = 12;

/** After so many looks into the store for the files of one choice the others have their turn. */
const READS_AT_ONCE = 4;

/** Which workers may read which files, by numbers from 0 on; see WorkerChoices. */
export interface Choices {
  readonly count: number;
  of(folder: string): number;
}

/** How far the queue has been looked through for the files of one choice. */
interface Search {
  /** What comes after it was not looked at yet. */
  cursor: number;
  /** Times that the end of the queue is to be reached before all of it has been looked at since more was expected. */
  endsToReach: number;
}

const ONE: Choices = { count: 1, of: () => 0 };

/**
 * The part of a job's queue that is in memory: a bounded number of items, read from the store in order. Once all has been
 * looked through, the store is left alone until something may wait there: new items, which come at the end, or ones that came
 * back for a retry, for which it is gone through from the beginning. Items that are leased or here already are left out. The
 * files of each choice of workers have a share of their own: else a folder of one machine would keep those of all others out.
 */
export class WaitingWindow {
  readonly files: WaitingFiles;
  readonly #store: Pick<ItemStore, 'ready'>;
  readonly #jobId: number;
  readonly #predictMs: (item: ReadyItem) => number;
  readonly #choices: Choices;
  /** By choice. */
  readonly #searches: readonly Search[];

  constructor(
    store: Pick<ItemStore, 'ready'>,
    jobId: number,
    predictMs: (item: ReadyItem) => number,
    choices: Choices = ONE,
  ) {
    this.#store = store;
    this.#jobId = jobId;
    this.#predictMs = predictMs;
    this.#choices = choices;
    this.#searches = Array.from({ length: choices.count }, () => ({ cursor: 0, endsToReach: 1 }));
    this.files = new WaitingFiles([], (folder) => choices.of(folder));
  }

  get items(): readonly WaitingItem[] {
    return this.files.all;
  }

  get size(): number {
    return this.files.size;
  }

  /** Whether nothing waits that is not here. */
  get hasAll(): boolean {
    return this.#searches.every(({ endsToReach }) => endsToReach === 0);
  }

  /** Items have become ready in the store, wherever. */
  expectMore(): void {
    for (const search of this.#searches) search.endsToReach = search.cursor === 0 ? 1 : 2;
  }

  /** Items have come that were not in the store before. */
  expectNew(): void {
    for (const search of this.#searches) search.endsToReach = Math.max(1, search.endsToReach);
  }

  /** Reads more from the store when little is left; `isTaken` tells which items are out, or back but not recorded. */
  refill(nowMs: number, isTaken: (itemId: number) => boolean, slots = 0): void {
    const share = Math.max(REFILL_BELOW, slots * ITEMS_PER_SLOT) / this.#searches.length;
    for (const [choice, search] of this.#searches.entries()) {
      if (search.endsToReach === 0 || this.files.sizeOf(choice) >= share) continue;
      for (let reads = 0; reads < READS_AT_ONCE; reads++) {
        this.#readOn(choice, search, nowMs, isTaken);
        if (search.endsToReach === 0 || this.files.sizeOf(choice) > 0) break;
      }
    }
  }

  take(items: readonly WaitingItem[]): void {
    this.files.take(items);
  }

  /** Takes items back whose worker was lost. */
  giveBack(items: readonly WaitingItem[]): void {
    this.files.add(items);
  }

  #readOn(choice: number, search: Search, nowMs: number, isTaken: (itemId: number) => boolean): void {
    const items = this.#store.ready(this.#jobId, search.cursor, nowMs, READ_ITEMS);
    search.cursor = items.at(-1)?.itemId ?? search.cursor;
    if (items.length < READ_ITEMS) {
      search.endsToReach -= 1;
      if (search.endsToReach > 0) search.cursor = 0;
    }
    this.files.add(
      items
        .filter(
          ({ itemId, folder }) => this.#choices.of(folder) === choice && !isTaken(itemId) && !this.files.has(itemId),
        )
        .map((item) => this.#waitingOf(item)),
    );
  }

  /** Part by part: spread into a larger object, each of tens of thousands a second would take 300 bytes of memory. */
  #waitingOf(item: ReadyItem): WaitingItem {
    const { itemId, folder, name, sizeBytes, modifiedMs, progress } = item;
    const family = familyOf(formatOf(name));
    return { itemId, folder, name, sizeBytes, modifiedMs, progress, family, predictedMs: this.#predictMs(item) };
  }
}

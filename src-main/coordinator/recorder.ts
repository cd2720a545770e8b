import type { FinishedItem, JobSpan, RecordStore } from './ports.ts';

/** In items without a record: a transaction of so many takes some milliseconds, and its own cost is little beside theirs. */
const BATCH_WEIGHT = 1_024;
/** At least: larger ones count by their bytes. */
const RECORD_WEIGHT = 4;
const BATCH_BYTES = 4_000_000;
const HOLD_MS = 50;

/** Gathers results and records them in transactions. Faults of the store go to `onFault`, once. */
export class Recorder<Item extends FinishedItem> {
  readonly #store: Pick<RecordStore, 'finish'>;
  readonly #jobId: number;
  readonly #keyId: number;
  readonly #onRecorded: (recorded: readonly Item[]) => void;
  readonly #onFault: (error: unknown) => void;
  readonly #onSpan: ((span: JobSpan) => void) | undefined;
  #waiting = new Map<number, Item>();
  #weight = 0;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    store: Pick<RecordStore, 'finish'>,
    job: { readonly id: number; readonly keyId: number },
    onRecorded: (recorded: readonly Item[]) => void,
    onFault: (error: unknown) => void,
    onSpan?: (span: JobSpan) => void,
  ) {
    this.#store = store;
    this.#jobId = job.id;
    this.#keyId = job.keyId;
    this.#onRecorded = onRecorded;
    this.#onFault = onFault;
    this.#onSpan = onSpan;
  }

  /** Whether an item has its result, though the store does not know it yet. */
  has(itemId: number): boolean {
    return this.#waiting.has(itemId);
  }

  add(item: Item): void {
    this.#waiting.set(item.itemId, item);
    this.#weight += item.result.tagNames === '' ? 1 : RECORD_WEIGHT;
    this.#bytes += item.result.tagValues.length;
    if (this.#weight >= BATCH_WEIGHT || this.#bytes >= BATCH_BYTES) this.flush();
    else
      this.#timer ??= setTimeout(() => {
        this.flush();
      }, HOLD_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const items = [...this.#waiting.values()];
    if (items.length === 0) return;
    this.#waiting.clear();
    this.#weight = 0;
    this.#bytes = 0;
    try {
      const beganAtMs = performance.now();
      const finished = this.#store.finish(this.#jobId, this.#keyId, items);
      this.#onSpan?.({
        jobId: this.#jobId,
        name: 'record',
        beganAtMs,
        endedAtMs: performance.now(),
        attributes: { files: finished.length },
      });
      this.#onRecorded(finished.length === items.length ? items : itemsOf(items, finished));
    } catch (error) {
      this.#onFault(error);
    }
  }
}

function itemsOf<Item extends FinishedItem>(items: readonly Item[], itemIds: readonly number[]): Item[] {
  const wanted = new Set(itemIds);
  return items.filter(({ itemId }) => wanted.has(itemId));
}

import type { JobCounts } from '../../src-protocol/model/job.ts';
import { joinPath } from '../../src-protocol/model/path-join.ts';
import type { CompareItem, Intake, ItemStore, OpenItem, RecordStore } from './ports.ts';

const AT_ONCE = 8;
const BATCH_ITEMS = 256;

export interface MovedFileEvents {
  onMoved(item: OpenItem, counts: JobCounts): void;
  /** Some items were not moved files and wait for a worker now. */
  onReady(): void;
}

/** Compares files that may have been moved with what the cache knows of files of the same size and time. */
export class MovedFileFinder {
  readonly #items: ItemStore;
  readonly #records: RecordStore;
  readonly #intake: Intake;
  readonly #job: { readonly id: number; readonly keyId: number };
  readonly #events: MovedFileEvents;
  readonly #signal: AbortSignal;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(
    stores: { readonly items: ItemStore; readonly records: RecordStore; readonly intake: Intake },
    job: { readonly id: number; readonly keyId: number },
    events: MovedFileEvents,
    signal: AbortSignal,
  ) {
    this.#items = stores.items;
    this.#records = stores.records;
    this.#intake = stores.intake;
    this.#job = job;
    this.#events = events;
    this.#signal = signal;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Works through all items that wait to be compared; called again whenever there may be more. */
  wake(onEnd: () => void, onFault: (error: unknown) => void): void {
    this.#again = true;
    this.#running ??= this.#run().then(
      () => {
        this.#running = undefined;
        onEnd();
      },
      (error: unknown) => {
        this.#running = undefined;
        onFault(error);
      },
    );
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#isAborted()) {
      this.#again = false;
      for (let batch = this.#nextBatch(); batch.length > 0; batch = this.#nextBatch()) {
        const notMoved: number[] = [];
        const waiting = [...batch];
        await Promise.all(Array.from({ length: AT_ONCE }, () => this.#compareAll(waiting, notMoved)));
        if (this.#isAborted()) return;
        this.#items.makeReady(notMoved);
        if (notMoved.length > 0) this.#events.onReady();
      }
    }
  }

  #nextBatch(): CompareItem[] {
    return this.#isAborted() ? [] : this.#items.toCompare(this.#job.id, 0, BATCH_ITEMS);
  }

  #isAborted(): boolean {
    return this.#signal.aborted;
  }

  async #compareAll(waiting: CompareItem[], notMoved: number[]): Promise<void> {
    for (let item = waiting.shift(); item !== undefined && !this.#isAborted(); item = waiting.shift()) {
      const fingerprint = await this.#intake.fingerprint(joinPath(item.folder, item.name), item.sizeBytes);
      if (this.#isAborted()) return;
      const counts =
        fingerprint === undefined
          ? undefined
          : this.#records.adoptMoved(this.#job.id, this.#job.keyId, item, fingerprint);
      if (counts === undefined) notMoved.push(item.itemId);
      else this.#events.onMoved(item, counts);
    }
  }
}

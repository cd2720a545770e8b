import type { ExtractorDescription } from '../../../src-protocol/model/extraction.ts';
import type { Worker, WorkerEvents } from '../../coordinator/ports.ts';

/** Workers that are up, told to the coordinator once it asks, and all that it hears of them from then on. */
export class ReportedWorkers {
  readonly #up = new Map<Worker, readonly ExtractorDescription[]>();
  #events: WorkerEvents | undefined;

  /** What is said of them by whoever has them. */
  readonly listeners: Omit<WorkerEvents, 'onFailure'> = {
    onUp: (worker, extractors) => {
      this.#up.set(worker, extractors);
      this.#events?.onUp(worker, extractors);
    },
    onMessage: (worker, message) => {
      if (this.#up.has(worker)) this.#events?.onMessage(worker, message);
    },
    onDown: (worker, reason, loss) => {
      if (this.#up.delete(worker)) this.#events?.onDown(worker, reason, loss);
    },
    onMayTakeMore: () => {
      this.#events?.onMayTakeMore();
    },
  };

  get size(): number {
    return this.#up.size;
  }

  /** Tells of those that are up, the first time only. */
  report(events: WorkerEvents): void {
    if (this.#events !== undefined) return;
    this.#events = events;
    for (const [worker, extractors] of this.#up) events.onUp(worker, extractors);
  }

  /** Nobody wants to hear of them any more. */
  endReports(): void {
    this.#events = undefined;
  }
}

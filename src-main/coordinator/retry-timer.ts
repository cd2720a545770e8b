import type { Clock, ItemStore } from './ports.ts';

interface RetryTimerEvents {
  readonly onDue: () => void;
  /** The store could not be asked. */
  readonly onFault: (error: unknown) => void;
}

/** Calls when the next file of a job is due for its retry. */
export class RetryTimer implements Disposable {
  readonly #items: Pick<ItemStore, 'nextRetryMs'>;
  readonly #clock: Clock;
  readonly #jobId: number;
  readonly #events: RetryTimerEvents;
  #timer: NodeJS.Timeout | undefined;
  #dueMs = Infinity;

  constructor(items: Pick<ItemStore, 'nextRetryMs'>, clock: Clock, jobId: number, events: RetryTimerEvents) {
    this.#items = items;
    this.#clock = clock;
    this.#jobId = jobId;
    this.#events = events;
  }

  get isSet(): boolean {
    return this.#timer !== undefined;
  }

  /** Looks when the next retry is due. The store looks through all that is open for it: once at the begin, and after each. */
  set(): void {
    this[Symbol.dispose]();
    try {
      const next = this.#items.nextRetryMs(this.#jobId, this.#clock.nowMs());
      if (next !== undefined) this.#arm(next);
    } catch (error) {
      this.#events.onFault(error);
    }
  }

  /** One file more waits for its retry. */
  add(dueMs: number): void {
    if (dueMs < this.#dueMs) this.#arm(dueMs);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dueMs = Infinity;
  }

  #arm(dueMs: number): void {
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(
      () => {
        this.#events.onDue();
        this.set();
      },
      Math.max(10, dueMs - this.#clock.nowMs()),
    );
  }
}

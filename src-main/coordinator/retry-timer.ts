import type { Clock, ItemStore } from './ports.ts';

/** Calls when the next file of a job is due for its retry. */
export class RetryTimer implements Disposable {
  readonly #items: Pick<ItemStore, 'nextRetryMs'>;
  readonly #clock: Clock;
  readonly #jobId: number;
  readonly #onDue: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(items: Pick<ItemStore, 'nextRetryMs'>, clock: Clock, jobId: number, onDue: () => void) {
    this.#items = items;
    this.#clock = clock;
    this.#jobId = jobId;
    this.#onDue = onDue;
  }

  get isSet(): boolean {
    return this.#timer !== undefined;
  }

  /** Looks when the next retry is due; called again whenever that may have changed. */
  set(): void {
    this[Symbol.dispose]();
    const now = this.#clock.nowMs();
    const next = this.#items.nextRetryMs(this.#jobId, now);
    if (next === undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#onDue();
        this.set();
      },
      Math.max(10, next - now),
    );
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

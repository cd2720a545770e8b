import type { Log } from '../../coordinator/ports.ts';
import type { HistoryStore } from '../../store/history-store.ts';

const SAMPLE_INTERVAL_MS = 10_000;
const THIN_EVERY_SAMPLES = 360;

/** Notes values over time, ten seconds apart. */
export class HistorySampler implements Disposable {
  readonly #timer: NodeJS.Timeout;
  #samples = 0;

  constructor(history: HistoryStore, values: () => Readonly<Record<string, number>>, log: Log) {
    this.#timer = setInterval(() => {
      try {
        history.note(values());
        if (this.#samples++ % THIN_EVERY_SAMPLES === 0) history.thin();
      } catch (error) {
        log.warn({ error: String(error) }, 'history.not-noted'); // a full disk: jobs say so themselves
      }
    }, SAMPLE_INTERVAL_MS).unref();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

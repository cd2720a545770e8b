import type { WorkerView } from '../../../src-protocol/contract/workers.ts';
import type { EventHub } from '../events/event-hub.ts';

const LOOK_INTERVAL_MS = 500;
/** With many subscribers each is told more rarely, so that telling them takes nothing from the work. */
const PER_SUBSCRIBER_MS = 10;

/** Tells subscribers, twice a second where they are few, which workers have changed, and which are gone. */
export class WorkerFeed implements Disposable {
  readonly #events: EventHub;
  readonly #workers: () => readonly WorkerView[];
  readonly #timer: NodeJS.Timeout;
  /** What was told of each last, as JSON text. */
  #told = new Map<string, string>();
  #lookedAtMs = -Infinity;

  constructor(events: EventHub, workers: () => readonly WorkerView[]) {
    this.#events = events;
    this.#workers = workers;
    this.#timer = setInterval(() => {
      this.look();
    }, LOOK_INTERVAL_MS).unref();
  }

  look(): void {
    const isDue = performance.now() - this.#lookedAtMs >= this.#events.subscribers * PER_SUBSCRIBER_MS;
    if (!isDue || !this.#events.wants('worker')) return;
    this.#lookedAtMs = performance.now();
    const now = new Map(this.#workers().map((worker) => [worker.id, worker] as const));
    for (const workerId of this.#told.keys())
      if (!now.has(workerId)) this.#events.publish({ kind: 'worker-gone', workerId });
    const told = new Map<string, string>();
    for (const [workerId, worker] of now) {
      const text = JSON.stringify(worker);
      told.set(workerId, text);
      if (this.#told.get(workerId) !== text) this.#events.publish({ kind: 'worker', worker });
    }
    this.#told = told;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

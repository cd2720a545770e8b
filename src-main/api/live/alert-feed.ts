import type { Log } from '../../coordinator/ports.ts';
import type { AlertChange } from '../../resources/alert-watch.ts';
import type { EventHub } from '../events/event-hub.ts';

const LOOK_INTERVAL_MS = 2_000;

/** Tells subscribers, and the log, which alerts begin and end. */
export class AlertFeed implements Disposable {
  readonly #timer: NodeJS.Timeout;

  constructor(events: EventHub, changes: () => readonly AlertChange[], log: Log) {
    this.#timer = setInterval(() => {
      for (const { alert, over } of changes()) {
        log.warn({ ...alert, over }, over ? 'alert.over' : 'alert.begun');
        events.publish({ kind: 'alert', alert, over });
      }
    }, LOOK_INTERVAL_MS).unref();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

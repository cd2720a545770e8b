import type { Event } from '../../../src-protocol/contract/events.ts';
import type { EventHub } from '../events/event-hub.ts';

/** Things that subscribers are told of as a whole whenever they have changed, each by the id that it keeps. */
export interface Fed<T> {
  readonly kind: Event['kind'];
  readonly list: () => readonly T[];
  readonly changed: (thing: T) => Event;
  readonly gone: (id: string) => Event;
}

const LOOK_INTERVAL_MS = 500;
/** With many subscribers each is told more rarely, so that telling them takes nothing from the work. */
const PER_SUBSCRIBER_MS = 10;

/** Tells subscribers, twice a second where they are few, which things have changed, and which are gone. */
export class ChangeFeed<T extends { readonly id: string }> implements Disposable {
  readonly #events: EventHub;
  readonly #fed: Fed<T>;
  readonly #timer: NodeJS.Timeout;
  /** What was told of each last, as JSON text. */
  #told = new Map<string, string>();
  #lookedAtMs = -Infinity;

  constructor(events: EventHub, fed: Fed<T>) {
    this.#events = events;
    this.#fed = fed;
    this.#timer = setInterval(() => {
      this.look();
    }, LOOK_INTERVAL_MS).unref();
  }

  look(): void {
    const { kind, list, changed, gone } = this.#fed;
    const isDue = performance.now() - this.#lookedAtMs >= this.#events.subscribers * PER_SUBSCRIBER_MS;
    if (!isDue || !this.#events.wants(kind)) return;
    this.#lookedAtMs = performance.now();
    const now = new Map(list().map((thing) => [thing.id, thing] as const));
    for (const id of this.#told.keys()) if (!now.has(id)) this.#events.publish(gone(id));
    const told = new Map<string, string>();
    for (const [id, thing] of now) {
      const text = JSON.stringify(thing);
      told.set(id, text);
      if (this.#told.get(id) !== text) this.#events.publish(changed(thing));
    }
    this.#told = told;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

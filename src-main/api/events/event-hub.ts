import { randomBytes } from 'node:crypto';
import type { Event } from '../../../src-protocol/contract/events.ts';
import { isLasting, PendingEvents, type NumberedEvent } from './pending-events.ts';

export interface SubscribeOptions {
  readonly kinds: ReadonlySet<Event['kind']>;
  /** Only what concerns this job. */
  readonly jobId: number | undefined;
  /** The last event that this subscriber has got, from whichever run of the program. */
  readonly lastEventId: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** `id` is for `lastEventId`; progress and other passing things have none. */
export interface SentEvent {
  readonly id: string | undefined;
  readonly event: Event;
}

/** So many lasting events are kept for subscribers that come back. */
const KEPT_EVENTS = 5_000;

interface Subscriber {
  readonly options: SubscribeOptions;
  readonly pending: PendingEvents;
  wake: () => void;
}

/** Hands what happens to everybody who listens; a slow one misses passing things and never slows the others. */
export class EventHub {
  /** Ids of an earlier run of the program mean nothing to this one. */
  readonly #epoch = randomBytes(6).toString('hex');
  readonly #kept: { readonly id: number; readonly event: Event }[] = [];
  readonly #subscribers = new Set<Subscriber>();
  readonly #present: () => readonly Event[];
  #lastId = 0;

  /** `present` tells how what passes stands now (progress, workers, the cache): a subscriber begins with it. */
  constructor(present: () => readonly Event[] = () => []) {
    this.#present = present;
  }

  get subscribers(): number {
    return this.#subscribers.size;
  }

  /** Whether anybody listens to this kind of events, of this job if it is one of a job. */
  wants(kind: Event['kind'], jobId?: number): boolean {
    return [...this.#subscribers].some(
      ({ options }) =>
        options.kinds.has(kind) && (jobId === undefined || options.jobId === undefined || options.jobId === jobId),
    );
  }

  publish(event: Event): void {
    const numbered = isLasting(event) ? this.#keep(event) : { id: undefined, event };
    for (const { options, pending, wake } of this.#subscribers) {
      if (!concerns(event, options)) continue;
      pending.add(numbered);
      wake();
    }
  }

  /**
   * How things stand, and what happens from this call on, or from the last event that the subscriber has got. It ends with
   * the signal, and is to be read only as fast as it can be sent: what happens meanwhile is gathered here.
   */
  subscribe(options: SubscribeOptions): AsyncGenerator<SentEvent, void, void> {
    const pending = new PendingEvents();
    for (const missed of this.#missed(options)) pending.add(missed);
    for (const event of this.#present()) if (concerns(event, options)) pending.add({ id: undefined, event });
    const subscriber: Subscriber = { options, pending, wake: () => undefined };
    this.#subscribers.add(subscriber);
    const leave = () => this.#subscribers.delete(subscriber);
    if (options.signal?.aborted === true) leave();
    else options.signal?.addEventListener('abort', leave, { once: true }); // also where nobody has begun to read
    return this.#read(subscriber);
  }

  async *#read(subscriber: Subscriber): AsyncGenerator<SentEvent, void, void> {
    const { options, pending } = subscriber;
    try {
      while (options.signal?.aborted !== true) {
        const next = pending.take();
        if (next === undefined) await this.#nextWake(subscriber);
        else
          yield { id: next.id === undefined ? undefined : `${this.#epoch}-${next.id.toString()}`, event: next.event };
      }
    } finally {
      this.#subscribers.delete(subscriber);
    }
  }

  #nextWake(subscriber: Subscriber): Promise<void> {
    return new Promise((resolve) => {
      const { signal } = subscriber.options;
      const done = () => {
        signal?.removeEventListener('abort', done);
        subscriber.wake = () => undefined;
        resolve();
      };
      subscriber.wake = done;
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  #keep(event: Event): NumberedEvent {
    this.#lastId += 1;
    const kept = { id: this.#lastId, event };
    this.#kept.push(kept);
    if (this.#kept.length > KEPT_EVENTS) this.#kept.shift();
    return kept;
  }

  #missed(options: SubscribeOptions): readonly NumberedEvent[] {
    if (options.lastEventId === undefined) return [];
    const [epoch, text] = options.lastEventId.split('-');
    const last = Number(text);
    const first = this.#kept[0]?.id ?? this.#lastId + 1;
    if (epoch !== this.#epoch || !Number.isInteger(last) || last > this.#lastId || last < first - 1)
      return [{ id: this.#lastId, event: { kind: 'reset' } }];
    return this.#kept.filter(({ id, event }) => id > last && concerns(event, options));
  }
}

function concerns(event: Event, { kinds, jobId }: SubscribeOptions): boolean {
  if (!kinds.has(event.kind)) return false;
  if (jobId === undefined) return true;
  switch (event.kind) {
    case 'job':
      return event.job.id === jobId;
    case 'job-deleted':
    case 'items':
      return event.jobId === jobId;
    case 'progress':
      return event.progress.jobId === jobId;
    case 'lease':
      return event.block.jobId === jobId;
    case 'alert':
      return event.alert.jobId === undefined || event.alert.jobId === jobId;
    default:
      return true;
  }
}

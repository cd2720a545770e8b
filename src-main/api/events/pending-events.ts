import type { Event } from '../../../src-protocol/contract/events.ts';

/** An event with the id after which a subscriber can go on; only what is never left out has one. */
export interface NumberedEvent {
  readonly id: number | undefined;
  readonly event: Event;
}

/** Lasting events that may wait for one subscriber; with more, it is told to read everything anew. */
const LASTING_MAX = 5_000;
/** Batches of items, leases, or lines of the log, that may wait; the oldest are left out. */
const PASSING_MAX = 200;

/**
 * Of what an event tells only the latest counts, where it has a name here: how a job advances, what a worker or a
 * computer does, how the cache stands. Each tells all of it.
 */
function latestOf(event: Event): string | undefined {
  switch (event.kind) {
    case 'progress':
      return `progress ${event.progress.jobId.toString()}`;
    case 'worker':
      return `worker ${event.worker.id}`;
    case 'machine':
      return `machine ${event.machine.id}`;
    case 'cache':
      return 'cache';
    default:
      return undefined;
  }
}

/** Whether a subscriber that is slow may miss it. */
function isPassing({ kind }: Event): boolean {
  return kind === 'items' || kind === 'lease' || kind === 'log';
}

/** Whether an event is told once and for all, so that a subscriber that misses it would be wrong for good. */
export function isLasting(event: Event): boolean {
  return latestOf(event) === undefined && !isPassing(event);
}

/**
 * What waits for one subscriber, in order and bounded. Where only the latest counts, it waits in the place of the one before;
 * progress of a job that has changed its state since is not told any more.
 */
export class PendingEvents {
  readonly #events = new Map<string, NumberedEvent>();
  #serial = 0;
  #lasting = 0;
  #passing: string[] = [];

  add(numbered: NumberedEvent): void {
    const { event } = numbered;
    const latest = latestOf(event);
    if (latest !== undefined) this.#events.set(latest, numbered);
    else if (isPassing(event)) this.#addPassing(numbered);
    else {
      if (event.kind === 'job') this.#events.delete(`progress ${event.job.id.toString()}`);
      if (event.kind === 'worker-gone') this.#events.delete(`worker ${event.workerId}`);
      if (event.kind === 'machine-gone') this.#events.delete(`machine ${event.machineId}`);
      this.#addLasting(numbered);
    }
  }

  take(): NumberedEvent | undefined {
    const [next] = this.#events;
    if (next === undefined) return undefined;
    const [key, numbered] = next;
    this.#events.delete(key);
    if (isLasting(numbered.event)) this.#lasting -= 1;
    return numbered;
  }

  #addLasting(numbered: NumberedEvent): void {
    if (this.#lasting >= LASTING_MAX) {
      this.#events.clear();
      this.#passing = [];
      this.#lasting = 0;
      this.#put({ id: numbered.id, event: { kind: 'reset' } });
    } else {
      this.#put(numbered);
    }
    this.#lasting += 1;
  }

  #addPassing(numbered: NumberedEvent): void {
    this.#passing.push(this.#put(numbered));
    const tooMany = this.#passing.length > PASSING_MAX ? this.#passing.shift() : undefined;
    if (tooMany !== undefined) this.#events.delete(tooMany);
  }

  #put(numbered: NumberedEvent): string {
    const key = (this.#serial++).toString();
    this.#events.set(key, numbered);
    return key;
  }
}

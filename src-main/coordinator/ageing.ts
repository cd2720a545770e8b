import { Priority } from '../../src-protocol/model/job.ts';

/** From the lowest to the highest. */
const RANKED: readonly Priority[] = Priority.options;

export function rankOf(priority: Priority): number {
  return RANKED.indexOf(priority);
}

/** The priority of a job that has waited for a lease: one more for every `ageingMs`, up to the highest. */
export function effectivePriority(priority: Priority, waitedMs: number, ageingMs: number): Priority {
  const rank = Math.min(rankOf(priority) + stepsAfter(waitedMs, ageingMs), RANKED.length - 1);
  return RANKED[rank] ?? priority;
}

function stepsAfter(waitedMs: number, ageingMs: number): number {
  return Math.floor(Math.max(0, waitedMs) / ageingMs);
}

/** Remembers since when jobs have waited for a lease, by any clock in milliseconds. */
export class Ageing {
  readonly #since = new Map<number, number>();

  /** The job could take a lease and has none; called again, it still waits. */
  waits(jobId: number, nowMs: number): void {
    if (!this.#since.has(jobId)) this.#since.set(jobId, nowMs);
  }

  /** The job has got a lease, or could not take one. */
  rests(jobId: number): void {
    this.#since.delete(jobId);
  }

  /** All begin to wait anew: time in which nobody could get anything makes nobody older. */
  forgetAll(): void {
    this.#since.clear();
  }

  waitedMs(jobId: number, nowMs: number): number {
    return nowMs - (this.#since.get(jobId) ?? nowMs);
  }
}

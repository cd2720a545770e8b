const STEPS = 10;

/** For how long a queue has been growing, step by step, each a tenth of the time that is looked for. */
export class QueueGrowth {
  #last: { readonly atMs: number; readonly files: number } | undefined;
  #steps = 0;

  /** Whether it has grown in each of the last ten steps. */
  add(files: number, nowMs: number, forMinutes: number): boolean {
    const stepMs = (forMinutes * 60_000) / STEPS;
    const sinceMs = nowMs - (this.#last?.atMs ?? -Infinity);
    if (sinceMs < stepMs) return this.#steps >= STEPS;
    // a computer that slept has nothing to say about the time between
    const hasGrown = sinceMs < 3 * stepMs && files > (this.#last?.files ?? Infinity);
    this.#steps = hasGrown ? this.#steps + 1 : 0;
    this.#last = { atMs: nowMs, files };
    return this.#steps >= STEPS;
  }
}

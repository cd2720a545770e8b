/** A job's files that are done, as they are counted from its beginning. */
export interface DoneCount {
  readonly done: number;
  readonly failed: number;
}

const LAST_FILES = 200;

/** What became of the last files of a job, from counts that only grow. */
export class FailureWindow {
  /** Counts from before the last files on, the oldest first. */
  #counts: DoneCount[] = [{ done: 0, failed: 0 }];

  /** Takes the counts of now; returns those of the last 200 files or a few more. */
  add(now: DoneCount): DoneCount {
    // files that failed are tried once more: counts begin anew
    if (now.done < (this.#counts.at(-1)?.done ?? 0)) this.#counts = [now];
    if (now.done > (this.#counts.at(-1)?.done ?? 0)) this.#counts.push(now);
    while ((this.#counts[1]?.done ?? Infinity) <= now.done - LAST_FILES) this.#counts.shift();
    const from = this.#counts[0] ?? now;
    return { done: now.done - from.done, failed: Math.max(0, now.failed - from.failed) };
  }
}

import type { JobCounts } from '../../../src-protocol/model/job.ts';

const REMEMBERED_MAX = 10_000;

/**
 * The counts of jobs that are not running. Counting takes a pass over a job's items, in the store's thread, so that what was
 * counted once is remembered until the job changes.
 */
export class StoredCounts {
  readonly #count: (jobId: number) => Promise<JobCounts>;
  readonly #known = new Map<number, Promise<JobCounts>>();

  constructor(count: (jobId: number) => Promise<JobCounts>) {
    this.#count = count;
  }

  of(jobId: number): Promise<JobCounts> {
    const known = this.#known.get(jobId);
    if (known !== undefined) return known;
    if (this.#known.size >= REMEMBERED_MAX) this.#known.clear();
    const counting = this.#count(jobId);
    this.#known.set(jobId, counting);
    counting.catch(() => this.#known.delete(jobId));
    return counting;
  }

  set(jobId: number, counts: JobCounts): void {
    this.#known.set(jobId, Promise.resolve(counts));
  }

  forget(jobId: number): void {
    this.#known.delete(jobId);
  }
}

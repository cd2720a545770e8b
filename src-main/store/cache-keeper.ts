import type { JobProgress } from '../../src-protocol/model/progress.ts';
import type { CacheLimits, Log, StoredJob } from '../coordinator/ports.ts';
import type { CacheStore } from './cache-store.ts';

/** Keeps the cache in order after each job, one job after the other, while everything else goes on. */
export class CacheKeeper implements AsyncDisposable {
  readonly #cache: CacheStore;
  readonly #limits: CacheLimits;
  readonly #log: Log;
  #work: Promise<void> = Promise.resolve();

  constructor(cache: CacheStore, limits: CacheLimits, log: Log) {
    this.#cache = cache;
    this.#limits = limits;
    this.#log = log;
  }

  afterJob(job: StoredJob, { counts, leased }: JobProgress): void {
    this.#work = this.#work
      .then(async () => {
        if (counts.fromCache > 0) await this.#cache.markUsed(job.id);
        if (leased > 0) await this.#cache.prune(this.#limits);
      })
      .catch((error: unknown) => {
        // the next job tries again; the cache is only larger than it should be until then
        this.#log.warn({ jobId: job.id, error: String(error) }, 'cache.not-kept');
      });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#work;
  }
}

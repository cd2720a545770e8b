import type { JobProgress } from '../../../src-protocol/model/progress.ts';
import type { Log } from '../../coordinator/ports.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { JobService } from '../jobs/job-service.ts';

/** Events of progress that are sent in a second to all subscribers together; with more subscribers each gets fewer. */
const PROGRESS_PER_S = 200;
const JOB_PROGRESS_INTERVAL_MS = 100;

/** Tells subscribers what happens to jobs: changes of state in their order, progress no more often than is of use. */
export class Publisher {
  readonly #hub: EventHub;
  readonly #jobs: JobService;
  readonly #log: Log;
  readonly #progressAtMs = new Map<number, number>();
  #told: Promise<void> = Promise.resolve();

  constructor(hub: EventHub, jobs: JobService, log: Log) {
    this.#log = log;
    this.#hub = hub;
    this.#jobs = jobs;
  }

  progress(progress: JobProgress): void {
    const intervalMs = Math.max(JOB_PROGRESS_INTERVAL_MS, (this.#hub.subscribers * 1_000) / PROGRESS_PER_S);
    const now = performance.now();
    // half an interval of grace: what comes ten times a second must not be told five times
    if (now - (this.#progressAtMs.get(progress.jobId) ?? -Infinity) < intervalMs * 0.75) return;
    this.#progressAtMs.set(progress.jobId, now);
    this.#hub.publish({ kind: 'progress', progress });
  }

  /** A job has another state, priority or message. */
  job(jobId: number): void {
    this.#told = this.#told.then(async () => {
      try {
        this.#hub.publish({ kind: 'job', job: await this.#jobs.get(jobId) });
      } catch (error) {
        // it is deleted, which is told by itself, or could not be counted: what the next change tells is whole again
        this.#log.debug({ jobId, error: String(error) }, 'job.not-told');
      }
    });
  }

  deleted(jobId: number): void {
    this.#progressAtMs.delete(jobId);
    this.#told = this.#told.then(() => {
      this.#hub.publish({ kind: 'job-deleted', jobId });
    });
  }
}

import type { Event } from '../../../src-protocol/contract/events.ts';
import type { JobProgress } from '../../../src-protocol/model/progress.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { JobService } from '../jobs/job-service.ts';

/** Events of progress that are sent in a second to all subscribers together; with more subscribers each gets fewer. */
const PROGRESS_PER_S = 200;
const JOB_PROGRESS_INTERVAL_MS = 100;

/** Tells subscribers what happens to jobs: changes of state in their order, progress no more often than is of use. */
export class Publisher {
  readonly #hub: EventHub;
  readonly #jobs: JobService;
  readonly #progressAtMs = new Map<number, number>();
  #told: Promise<void> = Promise.resolve();

  constructor(hub: EventHub, jobs: JobService) {
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

  /** A job has another state, priority or message, or is gone. */
  job(jobId: number): void {
    this.#told = this.#told.then(async () => {
      this.#hub.publish(await this.#jobEvent(jobId));
    });
  }

  async #jobEvent(jobId: number): Promise<Event> {
    try {
      return { kind: 'job', job: await this.#jobs.get(jobId) };
    } catch {
      this.#progressAtMs.delete(jobId);
      return { kind: 'job-deleted', jobId };
    }
  }
}

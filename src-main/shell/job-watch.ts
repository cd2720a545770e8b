import type { Event } from '../../src-protocol/contract/events.ts';
import type { Job } from '../../src-protocol/contract/jobs.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';

/** What is being worked on, all running jobs together. */
export interface Work {
  readonly jobs: number;
  /** From 0 to 1; undefined while nobody knows how much it is. */
  readonly share: number | undefined;
}

export const JOB_EVENTS: ReadonlySet<Event['kind']> = new Set(['job', 'job-deleted', 'progress']);

/** Knows from the events of the service which jobs run, and which have just ended. */
export class JobWatch {
  readonly #running = new Map<number, JobProgress>();
  /** Jobs that ran and have not ended since: also one that has ended is told anew, when its priority changes. */
  readonly #begun = new Set<number>();
  readonly #onEnd: (job: Job) => void;

  constructor(onEnd: (job: Job) => void) {
    this.#onEnd = onEnd;
  }

  hear(event: Event): void {
    switch (event.kind) {
      case 'progress':
        this.#hearProgress(event.progress);
        break;
      case 'job':
        this.#hearJob(event.job);
        break;
      case 'job-deleted':
        this.#running.delete(event.jobId);
        this.#begun.delete(event.jobId);
        break;
      default:
        break; // nothing about jobs
    }
  }

  /** A job that only watches its folders, or waits, is no work. */
  get work(): Work {
    const busy = [...this.#running.values()].filter(isBusy);
    const found = sum(busy.map(({ counts }) => counts.found));
    const isKnown = found > 0 && !busy.some(({ counting }) => counting);
    return { jobs: busy.length, share: isKnown ? sum(busy.map(({ counts }) => counts.done)) / found : undefined };
  }

  #hearProgress(progress: JobProgress): void {
    if (progress.state !== 'running') {
      this.#running.delete(progress.jobId);
      return;
    }
    this.#running.set(progress.jobId, progress);
    this.#begun.add(progress.jobId);
  }

  #hearJob(job: Job): void {
    if (job.state === 'running') {
      this.#begun.add(job.id);
      if (job.progress !== undefined) this.#running.set(job.id, job.progress);
      return;
    }
    this.#running.delete(job.id);
    if (job.state !== 'completed' && job.state !== 'failed') return;
    if (this.#begun.delete(job.id)) this.#onEnd(job);
  }
}

function isBusy({ counting, counts, waitingFor }: JobProgress): boolean {
  return waitingFor === undefined && (counting || counts.done < counts.found);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

import { Priority } from '../../src-protocol/model/job.ts';
import type { JobRun } from './job-run.ts';

/** How one running job stands in the queue. */
export interface QueuedJob {
  readonly jobId: number;
  readonly priority: Priority;
  /** Higher than its own once it has waited long. */
  readonly effectivePriority: Priority;
  readonly waitingFiles: number;
  readonly leasedFiles: number;
  /** In words, where it does not go on. */
  readonly waitingFor: string | undefined;
  /** Whether it has leases or could take one. */
  readonly isActive: boolean;
}

interface QueueStatus {
  readonly priorities: { priority: Priority; jobs: number; waitingFiles: number; leasedFiles: number }[];
  readonly jobs: {
    jobId: number;
    priority: Priority;
    effectivePriority: Priority;
    waitingFiles: number;
    leasedFiles: number;
    /** Of the slots that its equals have together, 0 to 1. */
    share: number;
    waitingFor?: string;
  }[];
}

/** How a run stands, with what it does not know of itself. */
export function queuedJob(run: JobRun, effectivePriority: Priority, waitingFor: string | undefined): QueuedJob {
  const { job, waitingFiles, leasedFiles } = run;
  const isActive = run.couldTake || leasedFiles > 0;
  const { priority } = job.spec;
  return { jobId: job.id, priority, effectivePriority, waitingFiles, leasedFiles, waitingFor, isActive };
}

/** The queue as the contract has it, the highest priority first. */
export function queueStatus(jobs: readonly QueuedJob[]): QueueStatus {
  const sum = (of: readonly QueuedJob[], field: 'waitingFiles' | 'leasedFiles') =>
    of.reduce((total, job) => total + job[field], 0);
  const highestFirst = [...Priority.options].reverse();
  return {
    priorities: highestFirst.map((priority) => {
      const own = jobs.filter((job) => job.priority === priority);
      return {
        priority,
        jobs: own.length,
        waitingFiles: sum(own, 'waitingFiles'),
        leasedFiles: sum(own, 'leasedFiles'),
      };
    }),
    jobs: [...jobs]
      .sort(
        (a, b) =>
          highestFirst.indexOf(a.effectivePriority) - highestFirst.indexOf(b.effectivePriority) || a.jobId - b.jobId,
      )
      .map(({ isActive, waitingFor, ...job }) => ({
        ...job,
        share: isActive ? 1 / countActiveEquals(jobs, job.effectivePriority) : 0,
        ...(waitingFor === undefined ? {} : { waitingFor }),
      })),
  };
}

function countActiveEquals(jobs: readonly QueuedJob[], priority: Priority): number {
  return jobs.filter(({ isActive, effectivePriority }) => isActive && effectivePriority === priority).length;
}

import { create } from 'zustand';
import { isNotFound } from '../bridge/connection.ts';
import { type Job, newestFirst, useJobs } from './jobs.ts';
import { useRoute } from './route.ts';
import { useJobFetch } from './use-job.ts';

/** The job whose results are looked at; it stays when the screen changes. */
const useChosenJob = create<{ readonly jobId: number | undefined }>(() => ({ jobId: useRoute.getState().jobId }));

useRoute.subscribe(({ jobId }) => {
  if (jobId !== undefined) useChosenJob.setState({ jobId });
});

/**
 * The job that Results, Failures and Insights are about: the chosen one, else the newest. Undefined while the chosen one is
 * being fetched; one that has been deleted is chosen no more.
 */
export function useCurrentJob(): Job | undefined;
/** What is selected of it, so that only a change of that is heard. */
export function useCurrentJob<Part>(select: (job: Job | undefined) => Part): Part;
export function useCurrentJob(select: (job: Job | undefined) => unknown = itself): unknown {
  const chosen = useChosenJob(({ jobId }) => jobId);
  const { error } = useJobFetch(chosen);
  const isNoneChosen = chosen === undefined || isNotFound(error);
  return useJobs(({ jobs }) => {
    const job = chosen === undefined ? undefined : jobs.get(chosen);
    return select(job ?? (isNoneChosen ? newestFirst(jobs)[0] : undefined));
  });
}

function itself(job: Job | undefined): Job | undefined {
  return job;
}

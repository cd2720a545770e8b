import { create } from 'zustand';
import { type Job, newestFirst, useJobs } from './jobs.ts';
import { useRoute } from './route.ts';

/** The job whose results are looked at; it stays when the screen changes. */
const useChosenJob = create<{ readonly jobId: number | undefined }>(() => ({ jobId: useRoute.getState().jobId }));

useRoute.subscribe(({ jobId }) => {
  if (jobId !== undefined) useChosenJob.setState({ jobId });
});

/** The job that Results, Failures and Insights are about: the chosen one, else the newest. */
export function useCurrentJob(): Job | undefined {
  const chosen = useChosenJob(({ jobId }) => jobId);
  return useJobs(({ jobs }) => (chosen === undefined ? undefined : jobs.get(chosen)) ?? newestFirst(jobs)[0]);
}

export function chooseJob(jobId: number): void {
  useChosenJob.setState({ jobId });
}

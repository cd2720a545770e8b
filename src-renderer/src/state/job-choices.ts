import { useShallow } from 'zustand/react/shallow';
import { type Job, jobTitle, newestFirst, useJobs } from './jobs.ts';

const OFFERED_MAX = 50;

/** The jobs that can be looked at, the newest first, each with a note of what it has. */
export function useJobChoices(chosenId: number, noteOf: (job: Job) => string) {
  const jobs = useJobs(useShallow((state) => newestFirst(state.jobs).slice(0, OFFERED_MAX)));
  return jobs.map((job) => ({ id: job.id, text: `${jobTitle(job)} (${noteOf(job)})`, checked: job.id === chosenId }));
}

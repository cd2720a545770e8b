import { useShallow } from 'zustand/react/shallow';
import { counted } from '../../../src-protocol/model/words.ts';
import { type Job, jobTitle, newestFirst, useJobs } from './jobs.ts';
import { go, type ScreenName } from './route.ts';

const OFFERED_MAX = 50;

/** The jobs that a screen can show, the newest first, each with a note of what it has, and the way to them. */
export function useJobChoices(screen: ScreenName, shown: Job, noteOf: (job: Job) => string = filesDone) {
  const jobs = useJobs(useShallow((state) => newestFirst(state.jobs).slice(0, OFFERED_MAX)));
  return {
    title: jobTitle(shown),
    jobs: jobs.map((job) => ({ id: job.id, text: `${jobTitle(job)} (${noteOf(job)})`, checked: job.id === shown.id })),
    onChoose: (id: number) => {
      go(screen, id);
    },
  };
}

function filesDone({ counts }: Job): string {
  return counted(counts.done, 'file');
}

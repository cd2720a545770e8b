import { type Job, isOpen, jobTitle, newestFirst } from '../../state/jobs.ts';

export interface EndedFilter {
  /** `all`, `with-failures`, or the state in which they ended. */
  readonly state: string;
  /** Part of the name or of a path, without regard to case. */
  readonly text: string;
}

/** The jobs that have ended, newest first, without those that are hidden. */
export function endedJobs(jobs: ReadonlyMap<number, Job>, hidden: ReadonlySet<number>): readonly Job[] {
  return newestFirst(jobs).filter((job) => !isOpen(job) && !hidden.has(job.id));
}

export function matching(jobs: readonly Job[], { state, text }: EndedFilter): readonly Job[] {
  const wanted = text.trim().toLowerCase();
  return jobs.filter((job) => endedSo(job, state) && (wanted === '' || textOf(job).includes(wanted)));
}

function endedSo({ state, counts }: Job, wanted: string): boolean {
  if (wanted === 'with-failures') return counts.failed + counts.skipped > 0;
  return wanted === 'all' || state === wanted;
}

function textOf(job: Job): string {
  return [jobTitle(job), ...job.request.sources].join('\n').toLowerCase();
}

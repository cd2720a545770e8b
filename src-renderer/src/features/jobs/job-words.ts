import { count, counted, duration, percent, timeLeft } from '../../../../src-protocol/model/words.ts';
import { unreachable } from '../../../../src-protocol/model/unreachable.ts';
import type { Job } from '../../state/jobs.ts';
import type { Tone } from '../../ui/badge.tsx';

/** The state of a job in a word. */
export function stateBadge(job: Job): { readonly text: string; readonly tone: Tone } {
  switch (job.state) {
    case 'queued':
      return { text: 'Queued', tone: 'neutral' };
    case 'running':
      if (isWatching(job)) return { text: 'Watching', tone: 'accent' };
      return job.waitingFor === undefined ? { text: 'Running', tone: 'accent' } : { text: 'Waiting', tone: 'warn' };
    case 'paused':
      return { text: 'Paused', tone: 'neutral' };
    case 'interrupted':
      return { text: 'Interrupted', tone: 'warn' };
    case 'completed':
      return { text: 'Done', tone: 'accent' };
    case 'cancelled':
      return { text: 'Cancelled', tone: 'neutral' };
    case 'failed':
      return { text: 'Stopped', tone: 'bad' };
    default:
      return unreachable(job.state);
  }
}

/** How a job goes on, or how it ended: `about 4–6 minutes left`, `still counting`, `done in 3 min 2 s`. */
export function standing(job: Job): string {
  const { state, counting, waitingFor, progress, activeMs } = job;
  switch (state) {
    case 'queued':
      return 'waits for its turn';
    case 'paused':
      return 'paused';
    case 'interrupted':
      return 'interrupted, resume it to go on';
    case 'completed':
      return `done in ${duration(activeMs)}`;
    case 'cancelled':
      return `cancelled after ${duration(activeMs)}`;
    case 'failed':
      return `stopped after ${duration(activeMs)}`;
    case 'running':
      if (waitingFor !== undefined) return `waits for ${waitingFor}`;
      if (isWatching(job)) return 'waits for new files';
      if (counting) return 'still counting';
      return progress?.eta === undefined ? 'working' : timeLeft(progress.eta);
    default:
      return unreachable(state);
  }
}

/** Everything is done, and it stays for what is new. */
function isWatching({ state, request, counting, counts }: Job): boolean {
  return state === 'running' && request.watch && !counting && counts.done === counts.found;
}

/** `48,211 of 67,904 files`; while they are counted `48,211 of 58,940 found so far`. */
export function filesInWords({ counting, counts, state }: Job): string {
  if (state === 'completed') return counted(counts.found, 'file');
  const of = `${count(counts.done)} of ${count(counts.found)}`;
  return counting ? `${of} found so far` : `${of} ${counts.found === 1 ? 'file' : 'files'}`;
}

/** The one number of a job: how much is done, or while that cannot be said, how many files are. */
export function headline({ counting, counts, state }: Job): string {
  if (state === 'completed') return '100 %';
  return counting ? count(counts.done) : percent(counts.done, counts.found);
}

/** What a job reads: its first source, and how many more there are. */
export function sourcesInWords({ request, sourceCount }: Job): { readonly path: string; readonly more: string } {
  const [path = ''] = request.sources;
  return { path, more: sourceCount > 1 ? ` and ${counted(sourceCount - 1, 'more', 'more')}` : '' };
}

export function canPause({ state }: Job): boolean {
  return state === 'running';
}

/** A job that failed as a whole goes on once what stopped it has been put right. */
export function canResume({ state }: Job): boolean {
  return state === 'paused' || state === 'interrupted' || state === 'failed';
}

export function canRetry({ state, counts }: Job): boolean {
  return state !== 'queued' && counts.failed + counts.skipped > 0;
}

interface OfJob {
  readonly job: Job;
}

/** Progress comes ten times a second, and changes nothing about what can be done. */
export function hasSameActions({ job: a }: OfJob, { job: b }: OfJob): boolean {
  return (
    a.state === b.state &&
    a.request.priority === b.request.priority &&
    canRetry(a) === canRetry(b) &&
    a.counts.done > 0 === b.counts.done > 0
  );
}

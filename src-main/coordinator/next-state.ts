import type { JobEvent, JobState } from '../../src-protocol/model/job.ts';
import { nextJobState } from '../../src-protocol/model/job.ts';
import type { StoredJob } from './ports.ts';
import { JobRefused } from './ports.ts';

/**
 * The state that an event brings a job to. `isLeft`: nobody has it, though it may be stored as running, as the program was
 * killed; it is started again then. Throws where its state does not allow the event.
 */
export function stateAfter({ id, state }: StoredJob, event: JobEvent, isLeft: boolean): JobState {
  const isInterrupted = isLeft && state === 'running' && (event === 'start' || event === 'retry');
  const next = nextJobState(isInterrupted ? 'interrupted' : state, event);
  if (next === undefined) throw new JobRefused(`Job ${id.toString()} is ${state}: it cannot ${VERBS[event]}.`);
  return next;
}

const VERBS: Readonly<Record<JobEvent, string>> = {
  start: 'be started again; start a new one with the same sources, and what is known is taken from the cache',
  pause: 'be paused',
  interrupt: 'be interrupted',
  complete: 'be completed',
  cancel: 'be cancelled',
  fail: 'fail',
  retry: 'have files read once more',
};

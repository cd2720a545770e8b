import type { Priority } from '../../../../src-protocol/model/job.ts';
import { isOpen, type Job } from '../../state/jobs.ts';
import { PRIORITIES } from '../../ui/priorities.ts';

/** The open jobs of a priority by number, oldest first. */
export function openJobIds(jobs: ReadonlyMap<number, Job>, priority: Priority): readonly number[] {
  return [...jobs.values()]
    .filter((job) => isOpen(job) && job.request.priority === priority)
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}

/** The next priority above (-1) or below (1), or undefined at the end. */
export function neighbourOf(priority: Priority, step: -1 | 1): Priority | undefined {
  return PRIORITIES[PRIORITIES.indexOf(priority) + step];
}

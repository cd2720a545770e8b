import type { StoredJob } from '../coordinator/ports.ts';
import type { StoreView } from '../store/store.ts';
import { CommandFault } from './exit.ts';

/** Faults: CommandFault where there is no such job. */
export function jobOf({ jobs }: Pick<StoreView, 'jobs'>, jobId: number): StoredJob {
  const job = jobs.get(jobId);
  if (job === undefined) throw new CommandFault(`There is no job ${jobId.toString()}. “metaextract jobs” lists all.`);
  return job;
}

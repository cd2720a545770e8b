import type { JobLimits } from '../../src-protocol/model/job.ts';

/** What a job has at the workers now. */
export interface InFlight {
  readonly leases: number;
  readonly bytes: number;
}

/** What its next lease may hold. */
export interface LeaseRoom {
  readonly bytesMax: number;
  /** Nothing of the job is out: a file that is larger than its limit may go, alone. */
  readonly mayExceed: boolean;
}

export const UNLIMITED: LeaseRoom = { bytesMax: Infinity, mayExceed: true };

/**
 * Room for one more lease, or the limit that leaves none. A lease that waits at a slot counts as one that is read: a
 * worker with an idle slot reads it there at once.
 */
export function roomWithin(limits: JobLimits, inFlight: InFlight, workerRssBytes: number): LeaseRoom | keyof JobLimits {
  const { slots = Infinity, bytesInFlight = Infinity, workerMemoryBytes = Infinity } = limits;
  if (workerRssBytes > workerMemoryBytes) return 'workerMemoryBytes';
  if (inFlight.leases >= slots) return 'slots';
  if (inFlight.leases > 0 && inFlight.bytes >= bytesInFlight) return 'bytesInFlight';
  return { bytesMax: bytesInFlight - inFlight.bytes, mayExceed: inFlight.leases === 0 };
}

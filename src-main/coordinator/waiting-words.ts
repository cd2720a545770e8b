import { rankOf } from './ageing.ts';
import type { JobRun } from './job-run.ts';
import type { Places } from './places.ts';

/** What keeps a running job from going on, in words that follow “waits for”; undefined where nothing does. */
export function waitingFor(
  run: JobRun,
  all: readonly JobRun[],
  places: Places,
  heldFor: string | undefined,
): string | undefined {
  if (heldFor !== undefined) return heldFor;
  if (run.leasedFiles > 0 && !run.isPaused) return undefined;
  if (run.lacks !== undefined) return run.lacks;
  if (!run.couldTake) return undefined;
  const { limits, priority } = run.job.spec;
  const { workers } = places;
  if (workers.length === 0 && run.mayBeReadAt(undefined)) return 'a worker to start';
  if (workers.length > 0 && !workers.some((worker) => worker.takesLeases())) return 'a worker that takes files';
  const missing = run.missingWorkers(workers.map(({ machine }) => machine));
  if (missing !== undefined) return missing;
  const mostBytes = limits.workerMemoryBytes ?? Infinity;
  if (workers.every((worker) => places.rssBytesOf(worker) > mostBytes)) return 'a worker that uses less memory';
  const isOutranked = all.some((other) => rankOf(other.job.spec.priority) > rankOf(priority) && other.couldTake);
  return isOutranked ? 'jobs of higher priority' : 'a free slot';
}

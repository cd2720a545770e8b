import type { RuntimeView } from './runtime-view.ts';

type ScaledRuntime = Pick<RuntimeView, 'id' | 'slots' | 'leases' | 'isPaused' | 'isLeaving'>;

export interface ScaleSteps {
  /** Slots of each runtime to start. */
  readonly start: readonly number[];
  /** Ids of runtimes to let finish. */
  readonly drain: readonly string[];
}

/**
 * What leads from the runtimes that there are, the oldest first, to `wanted` that work, within the layout: the slots of each
 * where there are as many as there may be.
 *
 * - A runtime that has no place in the layout any more goes, whatever it does.
 * - Of more than are wanted the idle go first, and of these the newest: the old ones have their ExifTool warm.
 * - A paused one was paused by a person. It stays, takes its place in the layout, and does not count as working.
 * - One that is leaving has nothing to do with it: it does not come back.
 */
export function scaleSteps(layout: readonly number[], runtimes: readonly ScaledRuntime[], wanted: number): ScaleSteps {
  const free = [...layout];
  const misfits: string[] = [];
  const working: ScaledRuntime[] = [];
  for (const runtime of runtimes.filter(({ isLeaving }) => !isLeaving)) {
    const at = free.indexOf(runtime.slots);
    if (at < 0) {
      misfits.push(runtime.id);
      continue;
    }
    free.splice(at, 1);
    if (!runtime.isPaused) working.push(runtime);
  }
  const surplus = Math.max(0, working.length - wanted);
  const leave = working
    .toReversed()
    .sort((a, b) => Number(a.leases > 0) - Number(b.leases > 0))
    .slice(0, surplus);
  const largestFirst = free.sort((a, b) => b - a);
  return {
    start: largestFirst.slice(0, Math.max(0, wanted - working.length)),
    drain: [...misfits, ...leave.map(({ id }) => id)],
  };
}

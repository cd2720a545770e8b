import { availableParallelism } from 'node:os';

/** One Node process keeps so many ExifTool processes busy: it uses about an eighth of what they use. */
const SLOTS_PER_RUNTIME_MAX = 4;
/**
 * Where runtimes come and go, there are so many to choose from on a small machine too: with one process for four slots, a
 * laptop of four cores could have all of them or none. A smaller one costs the memory of one more Node process.
 */
const STEPS = 4;

/** What a person may have set of the runtimes; what is absent follows from the machine. */
export interface RuntimeWishes {
  readonly max?: number | undefined;
  readonly slots?: number | undefined;
  readonly leaveCores: number;
}

/** Slots of each runtime, as few processes as will do, for work that is there from the beginning to the end. */
export function fixedLayout(slots: number): number[] {
  return spread(slots, Math.ceil(slots / SLOTS_PER_RUNTIME_MAX));
}

/**
 * Slots of each runtime where there are as many as there may be; runtimes come and go within it. There is one slot for each
 * core, but for those that are left to the person, and at least one. A number of slots that is set is kept; a number of
 * runtimes that is set brings a slot for each.
 */
export function scalableLayout({ max, slots, leaveCores }: RuntimeWishes, cores = availableParallelism()): number[] {
  const ofCores = Math.max(1, cores - leaveCores);
  const total = slots ?? Math.max(ofCores, max ?? 0);
  const each = Math.min(SLOTS_PER_RUNTIME_MAX, Math.ceil(total / STEPS));
  return spread(total, Math.min(total, max ?? Math.ceil(total / each)));
}

/** As evenly as it goes, the larger ones first. */
function spread(slots: number, runtimes: number): number[] {
  return Array.from({ length: runtimes }, (_, index) => Math.floor((slots + index) / runtimes)).reverse();
}

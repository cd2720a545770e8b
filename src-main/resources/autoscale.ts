import { bytes, counted } from '../../src-protocol/model/words.ts';
import type { Load } from './load-sampler.ts';
import { memoryReserveBytes, RUNTIME_BYTES, SLOT_BYTES } from './memory-needs.ts';

export interface ScaleInputs {
  /** Of a clock that never goes back. */
  readonly nowMs: number;
  /** Runtimes that are kept even when nothing is to be done. */
  readonly min: number;
  /** Slots of each runtime where there are as many as there may be. */
  readonly layout: readonly number[];
  /** Cores left to the person; 0 where the machine only serves. */
  readonly leaveCores: number;
  /** What could be leased now: nothing of jobs that are paused or held. */
  readonly waitingFiles: number;
  /** Time that all of it will take one slot; 0 where nothing is known yet. */
  readonly predictedMs: number;
  /** Runtimes that work or are starting. */
  readonly runtimes: number;
  readonly busySlots: number;
  /** Resident memory of the runtimes' own processes. */
  readonly runtimesRssBytes: number;
  readonly load: Load;
}

interface Need {
  readonly atMs: number;
  readonly runtimes: number;
}

/** What is remembered from one decision to the next. */
export interface ScaleState {
  readonly wanted: number;
  /** What was needed lately, the oldest first. */
  readonly needs: readonly Need[];
  /** When memory was last so short that a runtime was taken away. */
  readonly shortMemoryAtMs: number | undefined;
}

export interface ScaleDecision {
  readonly wanted: number;
  /** Why so many: a sentence. */
  readonly reason: string;
  readonly state: ScaleState;
}

export interface ScalePace {
  /** So long fewer runtimes must be enough before there are fewer. */
  readonly shrinkAfterMs: number;
}

/** A start takes about half a second and warms its ExifTool; files come in bursts with pauses between. */
export const DEFAULT_PACE: ScalePace = { shrinkAfterMs: 30_000 };

export const INITIAL_SCALE: ScaleState = { wanted: 0, needs: [], shortMemoryAtMs: undefined };

/** One more slot pays for its start where it takes at least so much work from the others. */
const WORK_PER_SLOT_MS = 2_000;
/** For files of which nothing is known yet. */
const USUAL_FILE_MS = 10;
/** So much of all cores' time waits for the disk: more files at once only make it seek more. */
const DISK_IS_BUSY_SHARE = 0.4;
/** Memory that a runtime had comes back only when it has finished: the next one is taken away no sooner. */
const MEMORY_STEP_MS = 5_000;
/** After memory was short nothing is added for so long, or a runtime would come and go for ever. */
const MEMORY_CALM_MS = 60_000;

/**
 * How many runtimes there are to be. As many as what waits will keep busy, at once; fewer only when fewer were enough for the
 * whole of `shrinkAfterMs`, so that it never flaps. Never outside of the bounds. Memory comes before speed.
 */
export function decideScale(before: ScaleState, inputs: ScaleInputs, pace: ScalePace = DEFAULT_PACE): ScaleDecision {
  const { nowMs, layout, runtimes } = inputs;
  const highest = layout.length;
  const lowest = Math.min(inputs.min, highest);
  const withWork = runtimesFor(slotsWithWork(inputs), layout);
  const unlessOthers = Math.min(withWork, runtimesFor(slotsBesideOthers(inputs), layout));
  // more runtimes than were wanted: one was started, as there was something to do, before this was asked
  const wantedBefore = Math.min(highest, Math.max(before.wanted, runtimes));
  const need = Math.max(lowest, unlessOthers);
  const needs = [
    ...before.needs.filter(({ atMs }) => nowMs - atMs < pace.shrinkAfterMs),
    { atMs: nowMs, runtimes: runtimes > before.wanted ? Math.max(need, wantedBefore) : need },
  ];
  const lately = Math.max(...needs.map((each) => each.runtimes));
  const decide = (wanted: number, reason: string, shortMemoryAtMs = before.shortMemoryAtMs): ScaleDecision => {
    const bounded = Math.min(highest, Math.max(lowest, wanted));
    return { wanted: bounded, reason, state: { wanted: bounded, needs, shortMemoryAtMs } };
  };

  if (highest === 0) return decide(0, 'All runtimes have been drained; set the scale or start the work to have them again.');
  const free = bytes(inputs.load.memoryFreeBytes);
  const sinceShortMs = nowMs - (before.shortMemoryAtMs ?? -Infinity);
  const least = Math.max(lowest, Math.min(1, withWork));
  if (inputs.load.memoryFreeBytes < memoryReserveBytes(inputs.load.memoryTotalBytes) && wantedBefore > least) {
    const isDue = sinceShortMs >= MEMORY_STEP_MS;
    const wanted = Math.min(lately, isDue ? wantedBefore - 1 : wantedBefore);
    return decide(wanted, `Memory is short: ${free} free.`, isDue ? nowMs : before.shortMemoryAtMs);
  }
  if (lately <= wantedBefore) return decide(lately, calmReason(inputs, need, lately));

  const withMemory = sinceShortMs < MEMORY_CALM_MS ? wantedBefore : runtimes + runtimesThatFit(inputs);
  const withDisk = diskIsBusy(inputs.load) ? Math.max(wantedBefore, Math.ceil(highest / 2)) : highest;
  const wanted = Math.max(wantedBefore, least, Math.min(lately, withMemory, withDisk));
  if (wanted === lately) return decide(wanted, calmReason(inputs, need, lately));
  if (withMemory <= withDisk) {
    return decide(wanted, `There is work for ${counted(lately, 'runtime')}; memory, ${free} free, is the limit.`);
  }
  return decide(wanted, `There is work for ${counted(lately, 'runtime')}; the disk, which all wait for, is the limit.`);
}

/** Slots that have something to do, and those that what waits would keep busy for a while. */
function slotsWithWork({ busySlots, waitingFiles, predictedMs }: ScaleInputs): number {
  const workMs = predictedMs > 0 ? predictedMs : waitingFiles * USUAL_FILE_MS;
  return busySlots + Math.min(waitingFiles, Math.ceil(workMs / WORK_PER_SLOT_MS));
}

/**
 * Cores that other programs leave, at least one. What is left to the person covers what they use of it. A machine that only
 * serves takes its share of what there is.
 */
function slotsBesideOthers({ leaveCores, load, busySlots }: ScaleInputs): number {
  if (leaveCores === 0) return Infinity;
  const ofOthers = coresOfOthers(load, busySlots);
  return ofOthers > leaveCores ? Math.max(1, load.cores - ofOthers) : Infinity;
}

/** Whole cores that neither a slot nor this process uses. A slot uses one, or less where it waits. */
export function coresOfOthers({ cores, cpuShare, process }: Load, busySlots: number): number {
  return Math.max(0, Math.floor(cores * cpuShare - process.cpuShare - busySlots));
}

function diskIsBusy({ ioWaitShare }: Load): boolean {
  return (ioWaitShare ?? 0) >= DISK_IS_BUSY_SHARE;
}

/** How many more there is memory for, with as much left as is kept in reserve twice over. */
function runtimesThatFit({ load, layout, runtimes, runtimesRssBytes }: ScaleInputs): number {
  const rssEach = Math.max(RUNTIME_BYTES, runtimes > 0 ? runtimesRssBytes / runtimes : 0);
  const bytesEach = rssEach + SLOT_BYTES * Math.max(...layout);
  const spare = load.memoryFreeBytes - 2 * memoryReserveBytes(load.memoryTotalBytes);
  return Math.max(0, Math.floor(spare / bytesEach));
}

/** The fewest runtimes of the layout that have so many slots; all, where it has not so many. */
function runtimesFor(slots: number, layout: readonly number[]): number {
  let [runtimes, had] = [0, 0];
  for (const each of layout) {
    if (had >= slots) break;
    had += each;
    runtimes += 1;
  }
  return runtimes;
}

function calmReason(inputs: ScaleInputs, need: number, wanted: number): string {
  const { waitingFiles, busySlots, load, layout } = inputs;
  if (wanted > need) return 'Fewer would be enough now; they stay for a while, as more may come.';
  if (waitingFiles === 0 && busySlots === 0) return wanted > 0 ? 'Nothing waits; these are kept ready.' : 'Nothing waits.';
  if (need < runtimesFor(slotsWithWork(inputs), layout)) {
    return `Other programs use ${counted(coresOfOthers(load, busySlots), 'core')} of ${load.cores}.`;
  }
  if (wanted === layout.length && waitingFiles > 0) {
    return `${counted(waitingFiles, 'file waits', 'files wait')}: as many as there may be.`;
  }
  return waitingFiles > 0
    ? `${counted(waitingFiles, 'file waits', 'files wait')}, which is no more work than for these.`
    : `${counted(busySlots, 'slot is', 'slots are')} busy, and nothing waits.`;
}

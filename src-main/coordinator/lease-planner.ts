import type { FormatFamily } from '../../src-protocol/model/format.ts';
import type { LeaseRoom } from './job-limits.ts';
import { UNLIMITED } from './job-limits.ts';
import type { ReadyItem } from './ports.ts';

/** A file that waits in memory for its lease. */
export interface WaitingItem extends ReadyItem {
  readonly family: FormatFamily;
  /** As predicted when it came into memory. */
  readonly predictedMs: number;
}

export interface PlanRequest {
  /** Files that wait, in any order. */
  readonly waiting: readonly WaitingItem[];
  /** What the slot read last: its extractor has that family's modules in memory. */
  readonly lastFamily: FormatFamily | undefined;
  /** What the other slots read last. */
  readonly familiesElsewhere: ReadonlySet<FormatFamily>;
  /** Whether the slot's worker reads anything: a suspect waits until it does not. */
  readonly workerIsBusy: boolean;
  readonly slots: number;
  readonly itemsMax: number;
  /** What the job's limits allow. */
  readonly room?: LeaseRoom;
}

export interface PlannedLease {
  readonly family: FormatFamily;
  readonly items: readonly WaitingItem[];
  readonly predictedMs: number;
}

/** Long enough that the way there and back is nothing, short enough to stop or to lose. */
export const LEASE_TARGET_MS = 400;
const SHORTEST_TARGET_MS = 30;
/** Towards the end leases shrink, so that all slots end together: so many leases per slot of what is left. */
const LEASES_PER_SLOT_LEFT = 3;

/**
 * Chooses the next lease: files of one family, the expensive ones first, together about as long as the target. A file that
 * is suspected of ending its worker waits until nothing else does. It goes alone then, to a worker that reads nothing else:
 * whatever that one had would be suspected with it. Were suspects first, somebody who ends workers from outside would hit
 * the same file after every restart, until it is set aside for nothing. Undefined where nothing waits for this slot.
 */
export function planLease(request: PlanRequest): PlannedLease | undefined {
  const { waiting, slots, itemsMax, room = UNLIMITED, ...slot } = request;
  const fitting = thatFit(waiting, room);
  const families = groupByFamily(fitting.filter((item) => !isSuspect(item)));
  const family = chooseFamily(families, slot.lastFamily, slot.familiesElsewhere);
  if (family === undefined) {
    const suspect = slot.workerIsBusy ? undefined : leastSuspected(fitting);
    return suspect && leaseOf([suspect], suspect.family);
  }

  const targetMs = Math.max(
    SHORTEST_TARGET_MS,
    Math.min(LEASE_TARGET_MS, costMs(waiting) / (slots * LEASES_PER_SLOT_LEFT)),
  );
  const costliestFirst = [...(families.get(family) ?? [])].sort(
    (a, b) => b.predictedMs - a.predictedMs || a.itemId - b.itemId,
  );
  const items: WaitingItem[] = [];
  let sumMs = 0;
  let sumBytes = 0;
  for (const item of costliestFirst) {
    if (items.length > 0 && (sumMs + item.predictedMs > targetMs || items.length >= itemsMax)) break;
    if (items.length > 0 && sumBytes + item.sizeBytes > room.bytesMax) continue;
    items.push(item);
    sumMs += item.predictedMs;
    sumBytes += item.sizeBytes;
  }
  return leaseOf(items, family);
}

/** A file that is too large for any room is let through when it may go alone, and nothing smaller is left. */
function thatFit(waiting: readonly WaitingItem[], { bytesMax, mayExceed }: LeaseRoom): readonly WaitingItem[] {
  if (bytesMax === Infinity) return waiting;
  const fitting = waiting.filter(({ sizeBytes }) => sizeBytes <= bytesMax);
  return fitting.length === 0 && mayExceed ? waiting : fitting;
}

export function isSuspect({ progress }: WaitingItem): boolean {
  return progress.suspicions > 0;
}

/** The one that is least likely to end the worker, so that a real culprit costs the others no further suspicion. */
function leastSuspected(items: readonly WaitingItem[]): WaitingItem | undefined {
  return items
    .filter(isSuspect)
    .sort((a, b) => a.progress.suspicions - b.progress.suspicions || a.itemId - b.itemId)[0];
}

function chooseFamily(
  families: ReadonlyMap<FormatFamily, readonly WaitingItem[]>,
  last: FormatFamily | undefined,
  elsewhere: ReadonlySet<FormatFamily>,
): FormatFamily | undefined {
  if (last !== undefined && families.has(last)) return last;
  // a family that no other slot reads is worth a detour: its modules are then loaded once, not in every slot
  const weights = [...families].map(([family, items]) => ({
    family,
    weight: costMs(items) / (elsewhere.has(family) ? 4 : 1),
  }));
  return weights.sort((a, b) => b.weight - a.weight)[0]?.family;
}

function leaseOf(items: readonly WaitingItem[], family: FormatFamily): PlannedLease {
  return { items, family, predictedMs: costMs(items) };
}

function costMs(items: readonly WaitingItem[]): number {
  return items.reduce((sum, { predictedMs }) => sum + predictedMs, 0);
}

function groupByFamily(items: readonly WaitingItem[]): ReadonlyMap<FormatFamily, readonly WaitingItem[]> {
  const groups = new Map<FormatFamily, WaitingItem[]>();
  for (const item of items) {
    const group = groups.get(item.family);
    if (group === undefined) groups.set(item.family, [item]);
    else group.push(item);
  }
  return groups;
}

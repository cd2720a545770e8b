import type { FormatFamily } from '../../src-protocol/model/format.ts';
import type { LeaseRoom } from './job-limits.ts';
import { UNLIMITED } from './job-limits.ts';
import type { Shelf, WaitingFiles, WaitingItem } from './waiting-files.ts';
import { costliestLast } from './waiting-files.ts';

/** What a lease that is being planned holds already. */
export interface PlannedSoFar {
  readonly predictedMs: number;
  readonly transferMs: number;
}

/** A worker that is not like all others for a job: it may not read everything, is slow or fast, or is sent files. */
export interface PlanAt {
  /** 1 as this computer. */
  readonly speed: number;
  /** Whether it may read the files of a choice; see WorkerChoices. */
  allows(choice: number): boolean;
  /** What bringing a file takes; Infinity where it is not to be read here, but left for others. */
  transferMs(item: WaitingItem, before: PlannedSoFar): number;
}

export interface PlanRequest {
  readonly waiting: WaitingFiles;
  /** What the slot read last: its extractor has that family's modules in memory. */
  readonly lastFamily: FormatFamily | undefined;
  /** What the other slots read last. */
  readonly familiesElsewhere: ReadonlySet<FormatFamily>;
  /** Whether the slot's worker reads anything: a suspect waits until it does not. */
  readonly workerIsBusy: boolean;
  /** Slots of all workers, each counted by its speed. */
  readonly slots: number;
  readonly itemsMax: number;
  /** All that waits, where that is more than is in memory; as this computer would take for it. */
  readonly backlogMs?: number;
  /** What the job's limits allow. */
  readonly room?: LeaseRoom;
  /** Without it: a worker of this computer that may read everything. */
  readonly at?: PlanAt;
}

export interface PlannedLease {
  readonly family: FormatFamily;
  readonly items: readonly WaitingItem[];
  /** As this computer would take. */
  readonly predictedMs: number;
  /** Until all of it is where it is read. */
  readonly transferMs: number;
}

/** Long enough that the way there and back is nothing, short enough to stop or to lose. */
export const LEASE_TARGET_MS = 400;
const SHORTEST_TARGET_MS = 30;
/** Towards the end leases shrink, so that all slots end together: so many leases per slot of what is left. */
const LEASES_PER_SLOT_LEFT = 3;
/** The files of a lease are brought while the one before is read, which should not wait much longer for them. */
const TRANSFER_MAX_MS = 1_000;
/** After so many files of a family that had better be read elsewhere it is given up for now: each is weighed against all. */
const REFUSALS_MAX = 32;

const HERE: PlanAt = { speed: 1, allows: () => true, transferMs: () => 0 };

/**
 * Chooses the next lease: files of one family, the expensive ones first, together about as long as the target. A file that
 * is suspected of ending its worker waits until nothing else does. It goes alone then, to a worker that reads nothing else:
 * whatever that one had would be suspected with it. Were suspects first, somebody who ends workers from outside would hit
 * the same file after every restart, until it is set aside for nothing. Undefined where nothing waits for this slot.
 */
export function planLease(request: PlanRequest): PlannedLease | undefined {
  const { room = UNLIMITED } = request;
  const within = planWithin(request, room.bytesMax);
  if (within !== 'nothing fits') return within;
  // a file that is too large for any room is let through when it may go alone, and nothing smaller is left
  if (!room.mayExceed || room.bytesMax === Infinity) return undefined;
  const beyond = planWithin({ ...request, itemsMax: 1 }, Infinity);
  return beyond === 'nothing fits' ? undefined : beyond;
}

function planWithin(request: PlanRequest, bytesMax: number): PlannedLease | 'nothing fits' | undefined {
  const { waiting, workerIsBusy, at = HERE } = request;
  const allows = (choice: number) => at.allows(choice);
  const targetMs = targetOf(request, at.speed);
  for (const shelves of familiesInTurn(waiting.shelves(allows), request)) {
    const lease = fill(shelves, { ...request, at, bytesMax, targetMs });
    if (lease !== undefined) return lease;
  }
  const suspect = waiting.hasSuspects ? leastSuspected(waiting.suspects(allows), at, bytesMax) : undefined;
  if (suspect === undefined) return 'nothing fits';
  return workerIsBusy ? undefined : suspect;
}

function targetOf({ waiting, slots, backlogMs }: PlanRequest, speed: number): number {
  const leftMs = Math.max(backlogMs ?? 0, waiting.costMs);
  const readMs = Math.max(SHORTEST_TARGET_MS, Math.min(LEASE_TARGET_MS, leftMs / (slots * LEASES_PER_SLOT_LEFT)));
  return readMs * speed;
}

/** The one that the slot has in memory, then by what waits of each. */
function familiesInTurn(
  shelves: readonly Shelf[],
  { lastFamily, familiesElsewhere }: PlanRequest,
): (readonly Shelf[])[] {
  const families = new Map<FormatFamily, Shelf[]>();
  for (const shelf of shelves) families.set(shelf.family, [...(families.get(shelf.family) ?? []), shelf]);
  // a family that no other slot reads is worth a detour: its modules are then loaded once, not in every slot
  const weightOf = (family: FormatFamily, of: readonly Shelf[]) =>
    family === lastFamily ? Infinity : costMs(of) / (familiesElsewhere.has(family) ? 4 : 1);
  return [...families]
    .map(([family, of]) => ({ of, weight: weightOf(family, of) }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ of }) => of);
}

function fill(
  shelves: readonly Shelf[],
  {
    at,
    bytesMax,
    targetMs,
    itemsMax,
  }: { readonly at: PlanAt; readonly bytesMax: number; readonly targetMs: number; readonly itemsMax: number },
): PlannedLease | undefined {
  const items: WaitingItem[] = [];
  let predictedMs = 0;
  let transferMs = 0;
  let bytes = 0;
  let refusals = 0;
  let toSkip = 0;
  const waiting = costliestLast(shelves);
  for (let index = waiting.length - 1; index >= 0; index--) {
    const item = waiting[index] as WaitingItem;
    if (bytes + item.sizeBytes > bytesMax || toSkip-- > 0) continue;
    if (items.length > 0 && (predictedMs + item.predictedMs > targetMs || items.length >= itemsMax)) break;
    const itemTransferMs = at.transferMs(item, { predictedMs, transferMs });
    if (itemTransferMs === Infinity) {
      refusals += 1;
      if (refusals === REFUSALS_MAX) break;
      toSkip = 2 * refusals; // its neighbours are much like it: cheaper ones are come to all the sooner
      continue;
    }
    if (items.length > 0 && transferMs + itemTransferMs > TRANSFER_MAX_MS) break;
    items.push(item);
    predictedMs += item.predictedMs;
    transferMs += itemTransferMs;
    bytes += item.sizeBytes;
  }
  const [first] = items;
  return first && { items, family: first.family, predictedMs, transferMs };
}

/** The one that is least likely to end the worker, so that a real culprit costs the others no further suspicion. */
function leastSuspected(suspects: readonly WaitingItem[], at: PlanAt, bytesMax: number): PlannedLease | undefined {
  const inTurn = suspects
    .filter(({ sizeBytes }) => sizeBytes <= bytesMax)
    .sort((a, b) => a.progress.suspicions - b.progress.suspicions || a.itemId - b.itemId);
  for (const item of inTurn) {
    const transferMs = at.transferMs(item, { predictedMs: 0, transferMs: 0 });
    if (transferMs < Infinity) return leaseOf(item, transferMs);
  }
  return undefined;
}

function leaseOf(item: WaitingItem, transferMs: number): PlannedLease {
  return { items: [item], family: item.family, predictedMs: item.predictedMs, transferMs };
}

function costMs(shelves: readonly { readonly costMs: number }[]): number {
  return shelves.reduce((sum, shelf) => sum + shelf.costMs, 0);
}

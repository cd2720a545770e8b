import type { FormatFamily } from '../../src-protocol/model/format.ts';
import type { ActiveLease } from './job-leases.ts';
import { isOverdue } from './job-leases.ts';
import type { JobRun } from './job-run.ts';
import type { Worker } from './ports.ts';

const LEASES_PER_SLOT = 2;
/** A worker that is far away has more of them on their way. */
const LEASES_PER_SLOT_MAX = 8;

export interface PlacedLease {
  readonly run: JobRun;
  readonly lease: ActiveLease;
}

/** One slot of a worker that is up. */
export interface Place {
  readonly worker: Worker;
  readonly slot: number;
  /** Grows with each place that there has ever been. */
  readonly number: number;
  /** Leases on their way or being read, oldest first. */
  readonly leases: Map<number, PlacedLease>;
  lastFamily: FormatFamily | undefined;
  /** When it was last through with a lease, by `performance.now()`. */
  freeSinceMs: number;
  /** What it reads takes far longer than predicted: nobody counts on it. */
  isStalled: boolean;
}

/** What reading all that a place has will take, in milliseconds there. */
export function aheadMs({ leases }: Place): number {
  let sumMs = 0;
  for (const { lease } of leases.values()) sumMs += Math.max(0, lease.leftMs);
  return sumMs;
}

/** Two leases, so that no slot waits for a round trip; more where the round trip takes longer than reading them. */
export function hasRoom(place: Place): boolean {
  const { size } = place.leases;
  if (size < LEASES_PER_SLOT) return true;
  return size < LEASES_PER_SLOT_MAX && aheadMs(place) < (place.worker.machine?.delayMs ?? 0);
}

export function isStalled({ leases }: Place, nowMs: number): boolean {
  const [head] = leases.values();
  return head !== undefined && isOverdue(head.lease, nowMs);
}

/** Of the places of one worker: the leases that certainly wait behind others there. */
export function waitingAt(places: readonly Place[]): PlacedLease[] {
  const oldest = Math.max(...places.map((place) => oldestOf(place) ?? Infinity));
  return places.flatMap(({ leases }) => [...leases.values()].filter(({ lease }) => lease.leaseId > oldest));
}

function oldestOf({ leases }: Place): number | undefined {
  return leases.keys().next().value;
}

import type { z } from 'zod';
import type { LaneBlock as LaneSchema } from '../../../src-protocol/contract/workers.ts';
import { serverNowMs } from './server-clock.ts';

export type LaneBlock = z.infer<typeof LaneSchema>;

/** How far back the lanes of the slots go. */
export const LANES_MINUTES = 5;

const FORGET_EVERY_MS = 10_000;

/** Leases of the last minutes by number. They change many times a second, and are looked at in steps: nobody is told. */
export const lanes = new Map<number, LaneBlock>();

let forgotAtMs = 0;

export function setLanes(blocks: readonly LaneBlock[]): void {
  lanes.clear();
  for (const block of blocks) lanes.set(block.leaseId, block);
}

export function putLane(block: LaneBlock): void {
  lanes.set(block.leaseId, block);
  if (performance.now() - forgotAtMs < FORGET_EVERY_MS) return;
  forgotAtMs = performance.now();
  const oldestMs = serverNowMs() - LANES_MINUTES * 60_000;
  for (const [leaseId, { endedAt }] of lanes)
    if (endedAt !== undefined && Date.parse(endedAt) < oldestMs) lanes.delete(leaseId);
}

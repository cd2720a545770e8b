import { create } from 'zustand';
import type { z } from 'zod';
import type { LaneBlock as LaneSchema } from '../../../src-protocol/contract/workers.ts';

export type LaneBlock = z.infer<typeof LaneSchema>;

/** How far back the lanes of the slots go. */
export const LANES_MINUTES = 5;

/** Leases of the last minutes by number. */
export const useLanes = create<{ readonly blocks: ReadonlyMap<number, LaneBlock> }>(() => ({ blocks: new Map() }));

export function setLanes(blocks: readonly LaneBlock[]): void {
  useLanes.setState({ blocks: new Map(blocks.map((block) => [block.leaseId, block])) });
}

export function putLane(block: LaneBlock): void {
  useLanes.setState(({ blocks }) => {
    const oldestMs = Date.now() - LANES_MINUTES * 60_000;
    const kept = [...blocks].filter(([, { endedAt }]) => endedAt === undefined || Date.parse(endedAt) > oldestMs);
    return { blocks: new Map(kept).set(block.leaseId, block) };
  });
}

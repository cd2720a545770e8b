import { COORDINATOR_FRAMES, WORKER_FRAMES } from '../../../src-link/frame-schemas.ts';
import type { Random } from '../../fixtures/blocks/random.ts';
import {
  brokenFrame,
  FROM_COORDINATOR,
  FROM_COORDINATOR_NOW,
  FROM_WORKER,
  FROM_WORKER_NOW,
  strangeFrame,
  TO_PROCESSES,
  type FrameStock,
} from './fuzzed-frames.ts';
import type { Door, RawPeer } from './raw-peer.ts';

/** On average. */
export const FRAMES_PER_LINK = 100;

export const TO_COORDINATOR: FrameStock = {
  sequenced: FROM_WORKER,
  now: FROM_WORKER_NOW,
  accepts: (frame, isSequenced) => COORDINATOR_FRAMES[isSequenced ? 'in' : 'inNow'].safeParse(frame).success,
};
/** For one that has no processes. */
export const TO_WORKER: FrameStock = {
  sequenced: FROM_COORDINATOR,
  now: FROM_COORDINATOR_NOW,
  accepts: (frame, isSequenced) => WORKER_FRAMES[isSequenced ? 'in' : 'inNow'].safeParse(frame).success,
};

/** Sends so many frames over one link after another, each of which ends with one that cannot be accepted; returns why. */
export async function fuzz(
  random: Random,
  { peer, door }: { readonly peer: RawPeer; readonly door: Door },
  stock: FrameStock,
  frames: number,
): Promise<string[]> {
  const reasons: string[] = [];
  for (let left = frames; left > 0;) {
    const link = await peer.link(door);
    const burst = Math.min(left, random.integer(1, 2 * FRAMES_PER_LINK));
    let number = 1;
    for (let sent = 1; sent < burst; sent++) {
      const { text, isSequenced } = strangeFrame(random, stock, number);
      link.raw(text);
      if (isSequenced) number += 1;
    }
    const last = random.chance(0.1)
      ? JSON.stringify([[number, random.pick(TO_PROCESSES)]])
      : brokenFrame(random, stock, number);
    if (typeof last === 'string') link.raw(last);
    else link.junk(last);
    reasons.push(await link.closed);
    left -= burst;
  }
  return reasons;
}

import { lanes as blocks } from '../../state/lanes.ts';
import { serverNowMs } from '../../state/server-clock.ts';
import { useSystem } from '../../state/system.ts';
import { slotLanes, type SlotLane } from './slot-lanes.ts';

/** The file that a slot reads, and since when, as far as was seen here. */
export interface Reading {
  readonly path: string;
  readonly sinceMs: number;
}

/** The lanes as they are at one moment, by the server's clock. */
export interface LanesMoment {
  readonly nowMs: number;
  readonly lanes: readonly SlotLane[];
  readonly readings: ReadonlyMap<string, Reading>;
}

export function lanesMoment(previous?: LanesMoment): LanesMoment {
  const nowMs = serverNowMs();
  const lanes = slotLanes(blocks.values(), useSystem.getState().workers, nowMs);
  return { nowMs, lanes, readings: readingsOf(lanes, previous?.readings ?? new Map(), nowMs) };
}

/** A file that was being read before already has been so since then. */
export function readingsOf(
  lanes: readonly Pick<SlotLane, 'key' | 'currentPath'>[],
  before: ReadonlyMap<string, Reading>,
  nowMs: number,
): ReadonlyMap<string, Reading> {
  const readings = new Map<string, Reading>();
  for (const { key, currentPath } of lanes) {
    if (currentPath === undefined) continue;
    const known = before.get(key);
    readings.set(key, known?.path === currentPath ? known : { path: currentPath, sinceMs: nowMs });
  }
  return readings;
}

import { create } from 'zustand';
import type { WorkerView } from '../../../../src-protocol/contract/workers.ts';
import { useSystem } from '../../state/system.ts';

/** How far back the chart of a worker goes. */
export const SPEEDS_MS = 2 * 60_000;
const STEP_MS = 1_000;

interface SpeedPoint {
  readonly atMs: number;
  readonly value: number;
}
type Speeds = ReadonlyMap<string, readonly SpeedPoint[]>;

/** Files a second of each worker over the last minutes, also of those in which another screen was open. */
export const useWorkerSpeeds = create<{ readonly speeds: Speeds }>(() => ({ speeds: new Map() }));

useSystem.subscribe(({ workers }, before) => {
  if (workers === before.workers) return;
  useWorkerSpeeds.setState(({ speeds }) => ({ speeds: withSpeeds(speeds, workers.values(), Date.now()) }));
});

/** The speeds with those of now: a point a second, and none of workers that are gone or of longer ago. */
export function withSpeeds(speeds: Speeds, workers: Iterable<WorkerView>, nowMs: number): Speeds {
  return new Map([...workers].map(({ id, filesPerS }) => [id, withSpeed(speeds.get(id) ?? [], filesPerS, nowMs)]));
}

function withSpeed(points: readonly SpeedPoint[], value: number, nowMs: number): readonly SpeedPoint[] {
  const last = points.at(-1);
  // within a second the newest value stands, or a worker that has just stopped would seem to go on
  const kept = last !== undefined && nowMs - last.atMs < STEP_MS ? points.slice(0, -1) : points;
  const atMs = kept.length < points.length ? (last?.atMs ?? nowMs) : nowMs;
  // the last point before the window holds at its left edge
  const from = kept.findLastIndex((point) => nowMs - point.atMs >= SPEEDS_MS);
  return [...kept.slice(Math.max(0, from)), { atMs, value }];
}

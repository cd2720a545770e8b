import { create } from 'zustand';
import { useSystem } from '../../state/system.ts';

/** How far back the chart of a worker or computer goes. */
export const SPEEDS_MS = 2 * 60_000;
const STEP_MS = 1_000;

interface SpeedPoint {
  readonly atMs: number;
  readonly value: number;
}

/** A worker, or a computer with all of its workers. */
interface Reader {
  readonly id: string;
  readonly filesPerS: number;
}

type Speeds = ReadonlyMap<string, readonly SpeedPoint[]>;

/** Files a second of each worker and other computer over the last minutes, also of those in which another screen was open. */
export const useSpeeds = create<{ readonly speeds: Speeds }>(() => ({ speeds: new Map() }));

useSystem.subscribe(({ workers, machines }, before) => {
  if (workers === before.workers && machines === before.machines) return;
  const readers = [...workers.values(), ...machines.values()];
  useSpeeds.setState(({ speeds }) => ({ speeds: withSpeeds(speeds, readers, Date.now()) }));
});

/** The speeds with those of now: a point a second, and none of those that are gone or of longer ago. */
export function withSpeeds(speeds: Speeds, readers: Iterable<Reader>, nowMs: number): Speeds {
  return new Map([...readers].map(({ id, filesPerS }) => [id, withSpeed(speeds.get(id) ?? [], filesPerS, nowMs)]));
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

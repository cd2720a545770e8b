import { expect } from 'vitest';
import type { SimulatedEngine } from './engine.ts';
import { MemoryStore } from './memory-store.ts';
import type { Reading } from './simulated-workers.ts';

export const ofMs = (ms: number) => (): Reading => ({ ms, end: 'ok' });

/** Runs a job to its end; how long that took, in simulated milliseconds, to 100. */
export async function timeOf(
  engine: SimulatedEngine,
  spec: Parameters<SimulatedEngine['run']>[0] = {},
): Promise<number> {
  const startedAtMs = performance.now();
  engine.run(spec);
  const { progress } = await engine.settle();
  expect(progress.counts.done).toBe(progress.counts.found);
  return performance.now() - startedAtMs;
}

export function readBy(engine: SimulatedEngine, machine: string): number {
  return [...engine.store.rows.values()].filter(({ finished }) => finished?.worker.startsWith(machine) === true).length;
}

/** Durations that earlier jobs have learned of the files of these tests. */
export function knowing(meanMs: number): MemoryStore {
  const store = new MemoryStore();
  store.learned.push({ format: 'jpg', sizeClass: 0, profile: 'complete', count: 1_000, meanMs, squares: 10 });
  return store;
}

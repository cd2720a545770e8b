import { create } from 'zustand';
import type { z } from 'zod';
import type { CacheStatistics as CacheSchema } from '../../../src-protocol/contract/cache.ts';
import type { Machine } from '../../../src-protocol/contract/machines.ts';
import type { Alert } from '../../../src-protocol/contract/system.ts';
import type { WorkerView } from '../../../src-protocol/contract/workers.ts';

export type CacheStatistics = z.infer<typeof CacheSchema>;

interface SystemState {
  /** By id, in the order in which they were heard of. */
  readonly workers: ReadonlyMap<string, WorkerView>;
  /** Other computers that were paired, by id, in the order in which they were heard of. */
  readonly machines: ReadonlyMap<string, Machine>;
  readonly cache: CacheStatistics | undefined;
  /** What needs attention now, by id. */
  readonly alerts: ReadonlyMap<string, Alert>;
}

/** The machine as the coordinator tells it. */
export const useSystem = create<SystemState>(() => ({
  workers: new Map(),
  machines: new Map(),
  cache: undefined,
  alerts: new Map(),
}));

export function setWorkers(workers: readonly WorkerView[]): void {
  useSystem.setState({ workers: new Map(workers.map((worker) => [worker.id, worker])) });
}

export function putWorker(worker: WorkerView): void {
  useSystem.setState(({ workers }) => ({ workers: new Map(workers).set(worker.id, worker) }));
}

export function dropWorker(workerId: string): void {
  useSystem.setState(({ workers }) => ({ workers: new Map([...workers].filter(([id]) => id !== workerId)) }));
}

export function setMachines(machines: readonly Machine[]): void {
  useSystem.setState({ machines: new Map(machines.map((machine) => [machine.id, machine])) });
}

export function putMachine(machine: Machine): void {
  useSystem.setState(({ machines }) => ({ machines: new Map(machines).set(machine.id, machine) }));
}

export function dropMachine(machineId: string): void {
  useSystem.setState(({ machines }) => ({ machines: new Map([...machines].filter(([id]) => id !== machineId)) }));
}

export function setCache(cache: CacheStatistics): void {
  useSystem.setState({ cache });
}

export function setAlerts(alerts: readonly Alert[]): void {
  useSystem.setState({ alerts: new Map(alerts.map((alert) => [alert.id, alert])) });
}

export function putAlert(alert: Alert, isOver: boolean): void {
  useSystem.setState(({ alerts }) => {
    const others = [...alerts].filter(([id]) => id !== alert.id);
    return { alerts: new Map(isOver ? others : [...others, [alert.id, alert]]) };
  });
}

/** Share of the looks into the cache that found something, 0 to 1; undefined where nothing was looked for. */
export function hitRate({ hitsUnchanged, hitsMoved, misses }: CacheStatistics): number | undefined {
  const hits = hitsUnchanged + hitsMoved;
  return hits + misses === 0 ? undefined : hits / (hits + misses);
}

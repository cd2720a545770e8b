import type { Event } from '../../../src-protocol/contract/events.ts';
import type { CacheService } from '../cache/cache-service.ts';
import type { MachineService } from '../machines/machine-service.ts';
import type { WorkerService } from '../workers/worker-service.ts';
import type { Monitor } from './monitor.ts';

interface PresentServices {
  readonly workers: WorkerService;
  readonly machines: MachineService;
  readonly cache: CacheService;
}

/** How all that passes stands now, for a subscriber that begins. */
export function presentState(monitor: Monitor, { workers, machines, cache }: PresentServices): Event[] {
  return [
    ...monitor.progress.map((progress) => ({ kind: 'progress' as const, progress })),
    ...workers.list().map((worker) => ({ kind: 'worker' as const, worker })),
    ...machines.list().map((machine) => ({ kind: 'machine' as const, machine })),
    { kind: 'cache', cache: cache.statistics() },
  ];
}

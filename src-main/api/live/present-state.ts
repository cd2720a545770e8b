import type { Event } from '../../../src-protocol/contract/events.ts';
import type { CacheService } from '../cache/cache-service.ts';
import type { WorkerService } from '../workers/worker-service.ts';
import type { Monitor } from './monitor.ts';

/** How all that passes stands now, for a subscriber that begins. */
export function presentState(monitor: Monitor, workers: WorkerService, cache: CacheService): Event[] {
  return [
    ...monitor.progress.map((progress) => ({ kind: 'progress' as const, progress })),
    ...workers.list().map((worker) => ({ kind: 'worker' as const, worker })),
    { kind: 'cache', cache: cache.statistics() },
  ];
}

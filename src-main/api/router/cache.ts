import type { CacheService } from '../cache/cache-service.ts';
import { procedures } from './procedures.ts';

export function cacheRouter(cache: CacheService) {
  const of = procedures.cache;
  return {
    statistics: of.statistics.handler(() => cache.statistics()),
    history: of.history.handler(({ input }) => ({ days: cache.history(input.days) })),
    prune: of.prune.handler(async ({ input }) => ({ evicted: await cache.prune(input) })),
    clear: of.clear.handler(async () => ({ evicted: await cache.clear() })),
  };
}

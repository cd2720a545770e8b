import type { z } from 'zod';
import type { CacheStatistics } from '../../../src-protocol/contract/cache.ts';
import type { Settings } from '../../../src-protocol/contract/settings.ts';
import type { CacheStatistics as StoredStatistics } from '../../store/cache-statistics.ts';

export type CacheView = z.infer<typeof CacheStatistics>;

/** How the cache stands, as callers see it. */
export function cacheView({ oldestMs, ...statistics }: StoredStatistics, limits: Settings['cache']): CacheView {
  return {
    ...statistics,
    ...(oldestMs === undefined ? {} : { oldestAt: new Date(oldestMs).toISOString() }),
    limits,
  };
}

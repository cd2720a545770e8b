import type { z } from 'zod';
import type { CacheDay, CacheStatistics } from '../../../src-protocol/contract/cache.ts';
import type { Settings } from '../../../src-protocol/contract/settings.ts';
import type { CacheLimits } from '../../coordinator/ports.ts';
import type { CacheStatistics as StoredStatistics } from '../../store/cache-statistics.ts';

const DAY_MS = 86_400_000;

export interface CacheServicePorts {
  readonly statistics: () => StoredStatistics;
  readonly days: (count: number) => z.infer<typeof CacheDay>[];
  readonly keeping: { prune(limits: CacheLimits): Promise<number>; clear(): Promise<number> };
  readonly settings: () => Settings['cache'];
  /** The statistics are other ones now. */
  readonly onChange: (statistics: z.infer<typeof CacheStatistics>) => void;
}

export class CacheService {
  readonly #ports: CacheServicePorts;

  constructor(ports: CacheServicePorts) {
    this.#ports = ports;
  }

  statistics(): z.infer<typeof CacheStatistics> {
    const { oldestMs, ...statistics } = this.#ports.statistics();
    return {
      ...statistics,
      ...(oldestMs === undefined ? {} : { oldestAt: new Date(oldestMs).toISOString() }),
      limits: this.#ports.settings(),
    };
  }

  history(days: number): z.infer<typeof CacheDay>[] {
    return this.#ports.days(days);
  }

  /** Keeps to the limits that are given, and to the settings where none is. */
  async prune(given: { maxBytes?: number | undefined; maxAgeDays?: number | undefined }): Promise<number> {
    const settings = this.#ports.settings();
    const { maxBytes = settings.maxBytes, maxAgeDays = settings.maxAgeDays } = given;
    const evicted = await this.#ports.keeping.prune({ maxBytes, ttlMs: maxAgeDays * DAY_MS });
    this.#ports.onChange(this.statistics());
    return evicted;
  }

  async clear(): Promise<number> {
    const evicted = await this.#ports.keeping.clear();
    this.#ports.onChange(this.statistics());
    return evicted;
  }
}

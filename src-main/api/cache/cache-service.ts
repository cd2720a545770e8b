import type { z } from 'zod';
import type { CacheDay } from '../../../src-protocol/contract/cache.ts';
import type { Settings } from '../../../src-protocol/contract/settings.ts';
import type { CacheLimits } from '../../coordinator/ports.ts';
import type { CacheStatistics } from '../../store/cache-statistics.ts';
import type { EventHub } from '../events/event-hub.ts';
import { cacheView, type CacheView } from './cache-view.ts';

const DAY_MS = 86_400_000;

export interface CacheServicePorts {
  readonly statistics: () => CacheStatistics;
  readonly days: (count: number) => z.infer<typeof CacheDay>[];
  readonly keeping: { prune(limits: CacheLimits): Promise<number>; clear(): Promise<number> };
  readonly settings: () => Settings['cache'];
  readonly events: Pick<EventHub, 'wants' | 'publish'>;
}

export class CacheService {
  readonly #ports: CacheServicePorts;

  constructor(ports: CacheServicePorts) {
    this.#ports = ports;
  }

  statistics(): CacheView {
    return cacheView(this.#ports.statistics(), this.#ports.settings());
  }

  /** The statistics are other ones now: tells those who want to know. */
  publish(): void {
    const { events } = this.#ports;
    if (events.wants('cache')) events.publish({ kind: 'cache', cache: this.statistics() });
  }

  history(days: number): z.infer<typeof CacheDay>[] {
    return this.#ports.days(days);
  }

  /** Keeps to the limits that are given, and to the settings where none is. */
  async prune(given: { maxBytes?: number | undefined; maxAgeDays?: number | undefined }): Promise<number> {
    const settings = this.#ports.settings();
    const { maxBytes = settings.maxBytes, maxAgeDays = settings.maxAgeDays } = given;
    const evicted = await this.#ports.keeping.prune({ maxBytes, ttlMs: maxAgeDays * DAY_MS });
    this.publish();
    return evicted;
  }

  async clear(): Promise<number> {
    const evicted = await this.#ports.keeping.clear();
    this.publish();
    return evicted;
  }
}

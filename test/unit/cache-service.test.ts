import { expect, test } from 'vitest';
import { CacheService } from '../../src-main/api/cache/cache-service.ts';
import { EventHub } from '../../src-main/api/events/event-hub.ts';
import { DEFAULT_SETTINGS } from '../../src-protocol/contract/settings.ts';

const STORED = {
  entries: 0,
  bytes: 0,
  keptForJobs: 0,
  hitsUnchanged: 0,
  hitsMoved: 0,
  misses: 0,
  evicted: 0,
  savedMs: 0,
  oldestMs: undefined,
};

test('how the cache stands is told when it has changed, and added up only for somebody who wants to know', async () => {
  let counted = 0;
  const events = new EventHub();
  const cache = new CacheService({
    statistics: () => ({ ...STORED, entries: ++counted }),
    days: () => [],
    keeping: { prune: () => Promise.resolve(3), clear: () => Promise.resolve(4) },
    settings: () => DEFAULT_SETTINGS.cache,
    events,
  });
  cache.publish();
  expect(await cache.prune({})).toBe(3);
  expect(counted).toBe(0);

  const stopped = new AbortController();
  const heard = events.subscribe({
    kinds: new Set(['cache']),
    jobId: undefined,
    lastEventId: undefined,
    signal: stopped.signal,
  });
  const next = async () => (await heard.next()).value?.event;
  cache.publish();
  expect(await next()).toMatchObject({ kind: 'cache', cache: { entries: 1, limits: DEFAULT_SETTINGS.cache } });
  await cache.clear();
  expect(await next()).toMatchObject({ kind: 'cache', cache: { entries: 2 } });
  stopped.abort();
});

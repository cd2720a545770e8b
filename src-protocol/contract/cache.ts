import { z } from 'zod';
import { act, look, Time } from './procedure.ts';

export const CacheStatistics = z.strictObject({
  entries: z.int(),
  bytes: z.number(),
  keptForJobs: z.int().describe('records that only jobs hold on to'),
  hitsUnchanged: z.int(),
  hitsMoved: z.int(),
  misses: z.int(),
  evicted: z.int(),
  savedMs: z.number(),
  oldestAt: Time.optional(),
  limits: z.strictObject({ maxBytes: z.number(), maxAgeDays: z.number() }),
});

export const CacheDay = z.strictObject({
  day: z.iso.date(),
  hits: z.int(),
  moved: z.int(),
  misses: z.int(),
  evicted: z.int(),
  savedMs: z.number(),
});

export const cache = {
  statistics: look
    .route({ method: 'GET', path: '/cache', tags: ['cache'], summary: 'Entries, size, hits by kind, time saved' })
    .output(CacheStatistics),
  history: look
    .route({ method: 'GET', path: '/cache/history', tags: ['cache'], summary: 'Hits and misses by day' })
    .input(z.object({ days: z.coerce.number().int().min(1).max(3_660).default(90) }))
    .output(z.strictObject({ days: z.array(CacheDay) })),
  prune: act
    .route({ method: 'POST', path: '/cache/prune', tags: ['cache'], summary: 'Forget what is old or over the limit' })
    .input(
      z.strictObject({
        maxBytes: z.number().positive().optional().describe('by default as the settings say; clear forgets everything'),
        maxAgeDays: z.number().positive().max(36_600).optional(),
      }),
    )
    .output(z.strictObject({ evicted: z.int() })),
  clear: act
    .route({ method: 'POST', path: '/cache/clear', tags: ['cache'], summary: 'Forget everything; results stay' })
    .output(z.strictObject({ evicted: z.int() })),
};

import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { FaultCode } from '../model/fault.ts';
import { LogLine } from '../model/log-line.ts';
import { JobProgress } from '../model/progress.ts';
import { OutcomeKind } from '../model/record.ts';
import { CacheStatistics } from './cache.ts';
import { Job } from './jobs.ts';
import { Machine } from './machines.ts';
import { look } from './procedure.ts';
import { Alert } from './system.ts';
import { LaneBlock, WorkerView } from './workers.ts';

/**
 * What happens, as it happens. `job`, `job-deleted`, `worker-gone`, `machine-gone` and `alert` are never left out. `progress`, `worker`,
 * `machine` and `cache` say how a thing stands as a whole: a slow subscriber gets the latest only; of `items`, `lease` (one begins to be
 * read, or ends) and `log` it misses some. `reset` says that something was missed that cannot be told again: read everything
 * anew.
 */
export const Event = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('job'), job: Job }),
  z.strictObject({ kind: z.literal('job-deleted'), jobId: z.int() }),
  z.strictObject({ kind: z.literal('progress'), progress: JobProgress }),
  z.strictObject({
    kind: z.literal('items'),
    jobId: z.int(),
    items: z.array(
      z.strictObject({ itemId: z.int(), path: z.string(), outcome: OutcomeKind, code: FaultCode.optional() }),
    ),
  }),
  z.strictObject({ kind: z.literal('worker'), worker: WorkerView }),
  z.strictObject({ kind: z.literal('worker-gone'), workerId: z.string() }),
  z.strictObject({ kind: z.literal('machine'), machine: Machine }),
  z.strictObject({ kind: z.literal('machine-gone'), machineId: z.string() }),
  z.strictObject({ kind: z.literal('lease'), block: LaneBlock }),
  z.strictObject({ kind: z.literal('cache'), cache: CacheStatistics }),
  z.strictObject({ kind: z.literal('alert'), alert: Alert, over: z.boolean().describe('it does not hold any more') }),
  z.strictObject({ kind: z.literal('log'), line: LogLine }),
  z.strictObject({ kind: z.literal('reset') }),
]);
export type Event = z.infer<typeof Event>;
export const EventKind = z.enum([
  'job',
  'job-deleted',
  'progress',
  'items',
  'worker',
  'worker-gone',
  'machine',
  'machine-gone',
  'lease',
  'cache',
  'alert',
  'log',
  'reset',
]);

export const events = {
  subscribe: look
    .route({
      method: 'GET',
      path: '/events',
      tags: ['events'],
      summary: 'Everything that happens, as server-sent events; Last-Event-ID goes on after an interruption',
    })
    .input(
      z.object({
        kinds: z.array(EventKind).max(20).optional().describe('by default all but log, items and lease'),
        job: z.coerce.number().int().optional().describe('only what concerns this job'),
      }),
    )
    .output(eventIterator(Event)),
};

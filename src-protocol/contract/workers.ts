import { z } from 'zod';
import { act, Id, look, Time } from './procedure.ts';

export const WorkerState = z.enum(['starting', 'idle', 'busy', 'paused', 'draining', 'set-aside']);

/** One lease in the lanes of a worker's slots. */
export const SlotView = z.strictObject({
  slot: z.int(),
  lease: z
    .strictObject({
      leaseId: z.int(),
      jobId: z.int(),
      family: z.string(),
      files: z.int().describe('without a result yet'),
      currentPath: z.string().optional().describe('the file that is being read, as far as is known'),
      startedAt: Time,
      predictedMs: z.number(),
    })
    .optional(),
});

export const WorkerView = z.strictObject({
  id: z.string().describe('stays over restarts: local-1, or attic/local-1 at another computer'),
  machine: z.string().optional().describe('id of the computer that it runs on, where that is another'),
  kind: z.enum(['local', 'remote']),
  state: WorkerState,
  message: z.string().optional().describe('why it is in this state'),
  pid: z.int().optional(),
  slots: z.array(SlotView),
  extractors: z.array(z.strictObject({ id: z.string(), version: z.string() })),
  rssBytes: z.number(),
  filesDone: z.int(),
  filesPerS: z.number(),
  bytesPerS: z.number(),
  failures: z.int().describe('files that failed at it'),
  restarts: z.int(),
  upSince: Time.optional(),
});
export type WorkerView = z.infer<typeof WorkerView>;

/** A lease in the lane of the slot that reads it, or has read it. */
export const LaneBlock = z.strictObject({
  leaseId: z.int(),
  jobId: z.int(),
  workerId: z.string(),
  slot: z.int(),
  family: z.string(),
  files: z.int().describe('that it was given'),
  failed: z.int().describe('of them, so far'),
  startedAt: Time.describe('when its first file began to be read'),
  endedAt: Time.optional().describe('absent while it is read'),
});
export type LaneBlock = z.infer<typeof LaneBlock>;

const WorkerRef = z.object({ id: z.string().min(1).max(200) });

function onWorker(verb: string, summary: string) {
  return act
    .route({ method: 'POST', path: `/workers/{id}/${verb}`, tags: ['workers'], summary })
    .input(WorkerRef)
    .output(WorkerView);
}

export const workers = {
  list: look
    .route({ method: 'GET', path: '/workers', tags: ['workers'], summary: 'Workers with what their slots do' })
    .output(z.strictObject({ workers: z.array(WorkerView) })),
  lanes: look
    .route({
      method: 'GET',
      path: '/workers/lanes',
      tags: ['workers'],
      summary: 'What each slot has read in the last minutes, lease by lease, oldest first',
    })
    .input(
      z.object({
        minutes: z.coerce.number().int().min(1).max(30).default(5),
        job: Id.optional().describe('only the leases of this job'),
      }),
    )
    .output(z.strictObject({ blocks: z.array(LaneBlock) })),
  pause: onWorker('pause', 'Give it no more leases; what it has is finished'),
  resume: onWorker('resume', 'Give it leases again'),
  drain: onWorker('drain', 'Let it finish what it has, and end it'),
  restart: onWorker('restart', 'Let it finish what it has, and replace it by a new one'),
};

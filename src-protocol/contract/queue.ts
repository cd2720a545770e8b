import { z } from 'zod';
import { look } from './procedure.ts';

export const QueueStatus = z.strictObject({
  priorities: z.array(
    z.strictObject({ priority: z.string(), jobs: z.int(), waitingFiles: z.int(), leasedFiles: z.int() }),
  ),
  jobs: z.array(
    z.strictObject({
      jobId: z.int(),
      priority: z.string(),
      effectivePriority: z.string().describe('higher than its own once it has waited long'),
      waitingFiles: z.int(),
      leasedFiles: z.int(),
      share: z.number().describe('of the slots that it is due among its equals, 0 to 1'),
      waitingFor: z.string().optional().describe('in words'),
    }),
  ),
});
export type QueueStatus = z.infer<typeof QueueStatus>;

export const queue = {
  status: look
    .route({ method: 'GET', path: '/queue', tags: ['queue'], summary: 'Depth by priority, what waits and why' })
    .output(QueueStatus),
};

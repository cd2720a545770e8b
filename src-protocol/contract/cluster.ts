import { z } from 'zod';
import { act, look } from './procedure.ts';

export const Scale = z.strictObject({
  minRuntimes: z.int().min(0).max(256),
  maxRuntimes: z.int().min(1).max(256),
});

/** What the machine would need, in words: “4 of 8 cores idle: the disk is the limit”. */
export const Advice = z.strictObject({ code: z.string(), message: z.string() });

export const ClusterStatus = z.strictObject({
  state: z.enum(['running', 'stopped', 'draining']),
  scale: Scale,
  runtimes: z.int().describe('that there are'),
  wanted: z.int().describe('that there are to be'),
  reason: z.string().describe('why so many'),
  slots: z.int(),
  busySlots: z.int(),
  cores: z.int(),
  cpuShare: z.number().describe('of all cores, 0 to 1, over the last seconds'),
  ioWaitShare: z.number().optional().describe('where the system tells it'),
  memoryFreeBytes: z.number(),
  advice: z.array(Advice),
});
export type ClusterStatus = z.infer<typeof ClusterStatus>;

export const cluster = {
  status: look
    .route({ method: 'GET', path: '/cluster/status', tags: ['cluster'], summary: 'Runtimes, load and advice' })
    .output(ClusterStatus),
  start: act
    .route({ method: 'POST', path: '/cluster/start', tags: ['cluster'], summary: 'Let work be leased' })
    .output(ClusterStatus),
  stop: act
    .route({
      method: 'POST',
      path: '/cluster/stop',
      tags: ['cluster'],
      summary: 'Lease nothing more, and end the runtimes once they have finished what they have',
    })
    .output(ClusterStatus),
  scale: act
    .route({ method: 'POST', path: '/cluster/scale', tags: ['cluster'], summary: 'How many runtimes there may be' })
    .input(Scale)
    .output(ClusterStatus),
};

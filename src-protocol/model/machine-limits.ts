import { z } from 'zod';

/** How much of another computer is used; what is absent is as it offers it. */
export const MachineLimits = z.strictObject({
  slots: z
    .int()
    .min(1)
    .max(1_024)
    .optional()
    .describe('files that it reads at the same time; by default what it offers'),
  memoryLimitBytes: z.number().min(1e8).optional().describe('a process of it with more resident memory is replaced'),
});
export type MachineLimits = z.infer<typeof MachineLimits>;

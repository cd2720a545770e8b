import { z } from 'zod';

/** A line of the log: what happened, with ids instead of a sentence. */
export const LogLine = z.strictObject({
  /** ISO 8601 in UTC. */
  at: z.iso.datetime(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  event: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
export type LogLine = z.infer<typeof LogLine>;

import { z } from 'zod';
import { ExtractionOptions } from './extraction.ts';
import { unreachable } from './unreachable.ts';

export const Priority = z.enum(['low', 'normal', 'high', 'critical']);
export type Priority = z.infer<typeof Priority>;

/** `use`: read and write. `refresh`: extract again and write. `off`: neither. */
export const CacheMode = z.enum(['use', 'refresh', 'off']);
export type CacheMode = z.infer<typeof CacheMode>;

/** Everything that describes a job; stored with it, so that it can be resumed or run again. */
export const JobSpec = z.strictObject({
  /** Absolute paths in the form of path-codec.ts: files, folders, or glob patterns. */
  sources: z.array(z.string()),
  /** Whether a list of further paths is handed over besides the sources (read from a file or standard input). */
  listed: z.boolean(),
  include: z.array(z.string()),
  exclude: z.array(z.string()),
  hidden: z.boolean(),
  followSymlinks: z.boolean(),
  extraction: ExtractionOptions,
  cache: CacheMode,
  priority: Priority,
  /** How often a file with a transient fault is tried, the first time included. */
  maxAttempts: z.int().min(1).max(100),
});
export type JobSpec = z.infer<typeof JobSpec>;

export const JobState = z.enum(['queued', 'running', 'paused', 'interrupted', 'completed', 'cancelled', 'failed']);
export type JobState = z.infer<typeof JobState>;

export type JobEvent = 'start' | 'pause' | 'interrupt' | 'complete' | 'cancel' | 'fail';

/** The state after an event, or undefined where the event does not apply: a finished job stays as it is. */
export function nextJobState(state: JobState, event: JobEvent): JobState | undefined {
  switch (state) {
    case 'queued':
    case 'paused':
    case 'interrupted':
      if (event === 'start') return 'running';
      if (event === 'cancel') return 'cancelled';
      if (event === 'interrupt') return 'interrupted';
      if (event === 'fail') return 'failed';
      return undefined;
    case 'running':
      if (event === 'pause') return 'paused';
      if (event === 'interrupt') return 'interrupted';
      if (event === 'complete') return 'completed';
      if (event === 'cancel') return 'cancelled';
      if (event === 'fail') return 'failed';
      return undefined;
    case 'failed':
      return event === 'start' ? 'running' : undefined; // what made it fail (a full disk) may have been put right
    case 'completed':
    case 'cancelled':
      return undefined;
    default:
      return unreachable(state);
  }
}

/** Files of a job by what became of them. `found` grows until the crawl ends. */
export const JobCounts = z.strictObject({
  found: z.int(),
  foundBytes: z.number(),
  done: z.int(),
  doneBytes: z.number(),
  fromCache: z.int(),
  extracted: z.int(),
  noMetadata: z.int(),
  failed: z.int(),
  skipped: z.int(),
});
export type JobCounts = z.infer<typeof JobCounts>;

export const NO_COUNTS: JobCounts = {
  found: 0,
  foundBytes: 0,
  done: 0,
  doneBytes: 0,
  fromCache: 0,
  extracted: 0,
  noMetadata: 0,
  failed: 0,
  skipped: 0,
};

import { z } from 'zod';
import { ExtractionOptions } from './extraction.ts';
import { unreachable } from './unreachable.ts';
import { WorkerAssignment, WorkerChoice } from './worker-choice.ts';

export const Priority = z.enum(['low', 'normal', 'high', 'critical']);
export type Priority = z.infer<typeof Priority>;

/** `use`: read and write. `refresh`: extract again and write. `off`: neither. */
export const CacheMode = z.enum(['use', 'refresh', 'off']);
export type CacheMode = z.infer<typeof CacheMode>;

/** What one job may take of the machine; without one of them, what its share gives it. */
export const JobLimits = z.strictObject({
  /** Files that are read at the same time. */
  slots: z.int().min(1).max(4_096).optional(),
  /** Bytes of files that are leased at the same time; a larger file goes alone. */
  bytesInFlight: z.number().min(1).optional(),
  /** Resident memory of the workers' processes that may read for it; one with more gets nothing of it. */
  workerMemoryBytes: z.number().min(1).optional(),
});
export type JobLimits = z.infer<typeof JobLimits>;

/** Everything that describes a job; stored with it, so that it can be resumed or run again. */
export const JobSpec = z.strictObject({
  /** A name for people. */
  name: z.string().optional(),
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
  limits: JobLimits.default({}),
  /** It stays when all is done, and takes new and changed files. */
  watch: z.boolean().default(false),
  /** Which workers may read its files; without it, all. */
  workers: WorkerChoice.optional(),
  /** The same for what lies under a folder; the longest folder that fits counts, and before `workers`. */
  assignments: z.array(WorkerAssignment).default([]),
});
export type JobSpec = z.infer<typeof JobSpec>;

export const JobState = z.enum(['queued', 'running', 'paused', 'interrupted', 'completed', 'cancelled', 'failed']);
export type JobState = z.infer<typeof JobState>;

/** `retry`: files of it that have failed are to be read once more. */
export type JobEvent = 'start' | 'pause' | 'interrupt' | 'complete' | 'cancel' | 'fail' | 'retry';

/** The state after an event, or undefined where the event does not apply: a finished job stays as it is, but for a retry. */
export function nextJobState(state: JobState, event: JobEvent): JobState | undefined {
  switch (state) {
    case 'queued':
      if (event === 'start') return 'running';
      if (event === 'cancel') return 'cancelled';
      if (event === 'interrupt') return 'interrupted';
      if (event === 'fail') return 'failed';
      return undefined;
    case 'paused':
      if (event === 'start') return 'running';
      if (event === 'cancel') return 'cancelled';
      if (event === 'interrupt') return 'paused'; // a person has paused it: the program's end changes nothing about that
      if (event === 'fail') return 'failed';
      if (event === 'retry') return 'paused';
      return undefined;
    case 'interrupted':
      if (event === 'start' || event === 'retry') return 'running';
      if (event === 'cancel') return 'cancelled';
      if (event === 'interrupt') return 'interrupted';
      if (event === 'fail') return 'failed';
      return undefined;
    case 'running':
      if (event === 'retry') return 'running';
      if (event === 'pause') return 'paused';
      if (event === 'interrupt') return 'interrupted';
      if (event === 'complete') return 'completed';
      if (event === 'cancel') return 'cancelled';
      if (event === 'fail') return 'failed';
      return undefined;
    case 'failed':
      // what made it fail (a full disk) may have been put right
      return event === 'start' || event === 'retry' ? 'running' : undefined;
    case 'completed':
    case 'cancelled':
      return event === 'retry' ? 'running' : undefined;
    default:
      return unreachable(state);
  }
}

/** Whether nothing more will come of a job by itself. */
export function hasEnded(state: JobState): boolean {
  return state === 'completed' || state === 'cancelled' || state === 'failed';
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

export function addCounts(counts: JobCounts, more: JobCounts): JobCounts {
  return combine(counts, more, 1);
}

export function subtractCounts(counts: JobCounts, less: JobCounts): JobCounts {
  return combine(counts, less, -1);
}

function combine(a: JobCounts, b: JobCounts, sign: 1 | -1): JobCounts {
  return {
    found: a.found + sign * b.found,
    foundBytes: a.foundBytes + sign * b.foundBytes,
    done: a.done + sign * b.done,
    doneBytes: a.doneBytes + sign * b.doneBytes,
    fromCache: a.fromCache + sign * b.fromCache,
    extracted: a.extracted + sign * b.extracted,
    noMetadata: a.noMetadata + sign * b.noMetadata,
    failed: a.failed + sign * b.failed,
    skipped: a.skipped + sign * b.skipped,
  };
}

import { z } from 'zod';
import { JobCounts, JobState } from './job.ts';

export const WorkerProgress = z.strictObject({
  name: z.string(),
  slots: z.int(),
  busySlots: z.int(),
  rssBytes: z.number(),
});

/** How a job stands, in full: a listener that misses some has the whole truth again with the next. */
export const JobProgress = z.strictObject({
  jobId: z.int(),
  state: JobState,
  /** Whether files are still being found. */
  counting: z.boolean(),
  counts: JobCounts,
  /** Done in the last seconds. */
  filesPerS: z.number(),
  bytesPerS: z.number(),
  /** Time left as a range in milliseconds; absent while counting, and before anything is known. */
  eta: z.strictObject({ lowMs: z.number(), highMs: z.number() }).optional(),
  /** Time in which this run of the job was not paused. */
  elapsedMs: z.number(),
  /** Empty as long as no worker has been needed. */
  workers: z.array(WorkerProgress),
  /** Files that were handed to workers in this run: 0 says that no extractor was started. */
  leased: z.int(),
  /** What keeps the job from going on, in words. */
  waitingFor: z.string().optional(),
});
export type JobProgress = z.infer<typeof JobProgress>;

import { z } from 'zod';
import { HashAlgorithm, Profile } from '../model/extraction.ts';
import { FaultCode } from '../model/fault.ts';
import { CacheMode, JobCounts, JobLimits, JobState, Priority } from '../model/job.ts';
import { WorkerAssignment, WorkerChoice } from '../model/worker-choice.ts';
import { JobProgress } from '../model/progress.ts';
import { OutcomeKind } from '../model/record.ts';
import { act, Done, Id, JobRef, look, Time } from './procedure.ts';

const Glob = z.string().min(1).max(4_096);
const Path = z.string().min(1).max(32_768);

/** What a job is to do: the body of a submission, and what a job file (JSON or YAML) holds. */
export const JobRequest = z.strictObject({
  name: z.string().min(1).max(200).optional().describe('a name for people'),
  sources: z.array(Path).min(1).max(1_000_000).describe('absolute paths of files and folders, or glob patterns'),
  include: z.array(Glob).max(1_000).default([]).describe('only files that match one of these'),
  exclude: z.array(Glob).max(1_000).default([]).describe('files and folders that match are left out'),
  hidden: z.boolean().default(true).describe('whether names that begin with a dot belong to it'),
  followSymlinks: z.boolean().default(false),
  profile: Profile.default('complete'),
  hashes: z.array(HashAlgorithm).max(8).default([]),
  timeoutS: z.number().min(0.1).max(86_400).default(60).describe('the longest time for one file'),
  retries: z.int().min(0).max(99).default(2).describe('further tries after a fault that may pass'),
  cache: CacheMode.default('use'),
  priority: Priority.default('normal'),
  limits: JobLimits.default({}),
  workers: WorkerChoice.optional().describe('by default all'),
  assignments: z
    .array(WorkerAssignment)
    .max(1_000)
    .default([])
    .describe('workers for what lies under a folder; the longest folder that fits counts, before `workers`'),
  watch: z.boolean().default(false).describe('stay, and take new and changed files once they have stopped growing'),
});
export type JobRequest = z.infer<typeof JobRequest>;

export const Job = z.strictObject({
  id: Id,
  state: JobState,
  message: z.string().optional().describe('why it is in this state, where it did not come to it by itself'),
  waitingFor: z.string().optional().describe('what keeps it from going on, in words'),
  request: JobRequest.extend({ sources: z.array(Path).max(1_000) }).describe(
    'with its first sources; all of them are had by asking for the request',
  ),
  sourceCount: z.int().describe('how many sources it has'),
  counting: z.boolean().describe('whether files are still being found'),
  counts: JobCounts,
  createdAt: Time,
  endedAt: Time.optional(),
  activeMs: z.number().describe('time in which it was running'),
  progress: JobProgress.optional().describe('of a job that is running or paused'),
});
export type Job = z.infer<typeof Job>;

export const FailureGroup = z.strictObject({
  outcome: OutcomeKind,
  code: FaultCode,
  title: z.string().describe('the cause in words'),
  count: z.int(),
  message: z.string().describe('one of the messages'),
});

export const JobSummary = z.strictObject({
  failures: z.array(FailureGroup),
  slowest: z.array(z.strictObject({ path: z.string(), durationMs: z.number(), sizeBytes: z.number() })),
  savedMs: z.number().describe('what the files that the cache held took when they were read'),
});

export const jobs = {
  create: act
    .route({ method: 'POST', path: '/jobs', successStatus: 201, tags: ['jobs'], summary: 'Submit a job' })
    .input(JobRequest)
    .output(Job),
  list: look
    .route({ method: 'GET', path: '/jobs', tags: ['jobs'], summary: 'The jobs, newest first' })
    .input(
      z.object({
        limit: z.coerce.number().int().min(1).max(500).default(50),
        before: Id.optional().describe('only jobs with a smaller number'),
        state: JobState.optional(),
      }),
    )
    .output(z.strictObject({ jobs: z.array(Job) })),
  get: look
    .route({ method: 'GET', path: '/jobs/{id}', tags: ['jobs'], summary: 'One job with its progress' })
    .input(JobRef)
    .output(Job),
  summary: look
    .route({
      method: 'GET',
      path: '/jobs/{id}/summary',
      tags: ['jobs'],
      summary: 'Failures by cause and the slowest files',
    })
    .input(JobRef.extend({ slowest: z.coerce.number().int().min(0).max(100).default(10) }))
    .output(JobSummary),
  request: look
    .route({
      method: 'GET',
      path: '/jobs/{id}/request',
      tags: ['jobs'],
      summary: 'The job as a file that reproduces it',
    })
    .input(JobRef)
    .output(JobRequest),
  pause: act
    .route({
      method: 'POST',
      path: '/jobs/{id}/pause',
      tags: ['jobs'],
      summary: 'Lease no more of it; what is being read is finished',
    })
    .input(JobRef)
    .output(Job),
  resume: act
    .route({
      method: 'POST',
      path: '/jobs/{id}/resume',
      tags: ['jobs'],
      summary: 'Go on with a job that was paused, interrupted or stopped',
    })
    .input(JobRef)
    .output(Job),
  cancel: act
    .route({
      method: 'POST',
      path: '/jobs/{id}/cancel',
      tags: ['jobs'],
      summary: 'End it for good; what was extracted stays',
    })
    .input(JobRef)
    .output(Job),
  retry: act
    .route({
      method: 'POST',
      path: '/jobs/{id}/retry',
      tags: ['jobs'],
      summary: 'Read files that have failed once more: all, of some causes, or some',
    })
    .input(
      JobRef.extend({
        codes: z.array(FaultCode).max(20).optional(),
        items: z.array(Id).min(1).max(10_000).optional(),
      }),
    )
    .output(z.strictObject({ job: Job, files: z.int().describe('how many are read again') })),
  setPriority: act
    .route({ method: 'PUT', path: '/jobs/{id}/priority', tags: ['jobs'], summary: 'Change its priority' })
    .input(JobRef.extend({ priority: Priority }))
    .output(Job),
  delete: act
    .route({
      method: 'DELETE',
      path: '/jobs/{id}',
      tags: ['jobs'],
      summary: 'Forget a job that has ended, with its results; what the cache knows stays',
    })
    .input(JobRef)
    .output(Done),
};

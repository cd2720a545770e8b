import { create } from 'zustand';
import type { z } from 'zod';
import type { Job as JobSchema } from '../../../src-protocol/contract/jobs.ts';
import { hasEnded } from '../../../src-protocol/model/job.ts';
import type { JobProgress } from '../../../src-protocol/model/progress.ts';

export type Job = z.infer<typeof JobSchema>;

/** A moment of a job's throughput. */
export interface Speed {
  readonly atMs: number;
  readonly filesPerS: number;
  readonly bytesPerS: number;
}

interface JobsState {
  /** By number. */
  readonly jobs: ReadonlyMap<number, Job>;
  /** Whether all that the server has at first is there. */
  readonly loaded: boolean;
  /** Of the jobs below this number only some have been read; undefined where all are there. */
  readonly completeFrom: number | undefined;
  /** Of the last minutes, of jobs that have run while this page was open. */
  readonly speeds: ReadonlyMap<number, readonly Speed[]>;
}

/** How many jobs are asked for together. */
export const JOBS_AT_ONCE = 200;
const SPEEDS_KEPT_MS = 10 * 60_000;
const SPEED_STEP_MS = 1_000;

export const useJobs = create<JobsState>(() => ({
  jobs: new Map(),
  loaded: false,
  completeFrom: undefined,
  speeds: new Map(),
}));

/** Takes over the newest jobs in the place of all that was known, and the open ones, which may be older. */
export function setJobs(newest: readonly Job[], open: readonly Job[]): void {
  useJobs.setState({ jobs: byNumber([...open, ...newest]), loaded: true, completeFrom: completeFrom(newest) });
}

/** Takes over the jobs that come next before those that are there. */
export function addOlderJobs(older: readonly Job[]): void {
  useJobs.setState(({ jobs }) => ({
    jobs: new Map([...byNumber(older), ...jobs]), // what is there has been kept up to date
    completeFrom: completeFrom(older),
  }));
}

function byNumber(jobs: readonly Job[]): ReadonlyMap<number, Job> {
  return new Map(jobs.map((job) => [job.id, job]));
}

function completeFrom(page: readonly Job[]): number | undefined {
  return page.length < JOBS_AT_ONCE ? undefined : page.at(-1)?.id;
}

export function putJob(job: Job): void {
  useJobs.setState(({ jobs }) => ({ jobs: new Map(jobs).set(job.id, job) }));
}

export function dropJob(jobId: number): void {
  useJobs.setState(({ jobs, speeds }) => ({ jobs: without(jobs, jobId), speeds: without(speeds, jobId) }));
}

export function putProgress(progress: JobProgress): void {
  useJobs.setState(({ jobs, speeds }) => {
    const job = jobs.get(progress.jobId);
    if (job === undefined) return {};
    return { jobs: new Map(jobs).set(job.id, withProgress(job, progress)), speeds: withSpeed(speeds, progress) };
  });
}

function withProgress({ waitingFor: _before, ...job }: Job, progress: JobProgress): Job {
  const { counting, counts, waitingFor } = progress;
  // that it has ended is told by the job, which says in what time as well
  const state = hasEnded(progress.state) ? job.state : progress.state;
  return { ...job, state, counting, counts, progress, ...(waitingFor !== undefined && { waitingFor }) };
}

function withSpeed(speeds: JobsState['speeds'], { jobId, filesPerS, bytesPerS }: JobProgress): JobsState['speeds'] {
  const known = speeds.get(jobId) ?? [];
  const atMs = Date.now();
  if (atMs - (known.at(-1)?.atMs ?? 0) < SPEED_STEP_MS) return speeds;
  const recent = known.filter((speed) => atMs - speed.atMs < SPEEDS_KEPT_MS);
  return new Map(speeds).set(jobId, [...recent, { atMs, filesPerS, bytesPerS }]);
}

function without<Value>(map: ReadonlyMap<number, Value>, key: number): ReadonlyMap<number, Value> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

/** Newest first. */
export function newestFirst(jobs: ReadonlyMap<number, Job>): readonly Job[] {
  return [...jobs.values()].sort((a, b) => b.id - a.id);
}

/** Whether something is still to come of a job. */
export function isOpen({ state }: Job): boolean {
  return !hasEnded(state);
}

/** What a job is called: its name, or what it reads. */
export function jobTitle({ id, request, sourceCount }: Job): string {
  if (request.name !== undefined) return request.name;
  const [first] = request.sources;
  if (first === undefined) return `Job ${id}`;
  const last = first.split(/[\\/]/).findLast((part) => part !== '') ?? first;
  return sourceCount > 1 ? `${last} and ${sourceCount - 1} more` : last;
}

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
  /** Of the last minutes, of jobs that have run while this page was open. */
  readonly speeds: ReadonlyMap<number, readonly Speed[]>;
}

const SPEEDS_KEPT_MS = 10 * 60_000;
const SPEED_STEP_MS = 1_000;

export const useJobs = create<JobsState>(() => ({ jobs: new Map(), loaded: false, speeds: new Map() }));

export function setJobs(jobs: readonly Job[]): void {
  useJobs.setState({ jobs: new Map(jobs.map((job) => [job.id, job])), loaded: true });
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
  const { state, counting, counts, waitingFor } = progress;
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

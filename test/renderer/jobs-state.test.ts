import { beforeEach, describe, expect, test } from 'vitest';
import { JobRequest } from '../../src-protocol/contract/jobs.ts';
import { type JobState, NO_COUNTS } from '../../src-protocol/model/job.ts';
import {
  addOlderJobs,
  type Job,
  JOBS_AT_ONCE,
  newestFirst,
  putJob,
  putProgress,
  setJobs,
  useJobs,
} from '../../src-renderer/src/state/jobs.ts';

function job(id: number, state: JobState = 'completed', activeMs = 62_000): Job {
  return {
    id,
    state,
    request: JobRequest.parse({ sources: [`/photos/${id}`] }),
    sourceCount: 1,
    counting: false,
    counts: NO_COUNTS,
    createdAt: '2026-01-01T10:00:00.000Z',
    activeMs,
  };
}

/** As the server lists them: newest first. */
function jobsDown(from: number, to: number): readonly Job[] {
  return Array.from({ length: from - to + 1 }, (_, at) => job(from - at));
}

function known(): readonly number[] {
  return newestFirst(useJobs.getState().jobs).map(({ id }) => id);
}

beforeEach(() => {
  setJobs([], []);
});

describe('with more jobs than are asked for together', () => {
  test('the older ones are there once they are asked for, to the first', () => {
    setJobs(jobsDown(450, 251), []);
    expect(useJobs.getState().completeFrom).toBe(251);
    addOlderJobs(jobsDown(250, 51));
    expect(useJobs.getState().completeFrom).toBe(51);
    addOlderJobs(jobsDown(50, 1));
    expect(useJobs.getState().completeFrom).toBeUndefined();
    expect(known()).toEqual(jobsDown(450, 1).map(({ id }) => id));
  });

  test('an old one that is still open is there from the first, and what was heard of it stays', () => {
    setJobs(jobsDown(450, 251), [job(7, 'running')]);
    expect(known()).toHaveLength(JOBS_AT_ONCE + 1);
    putJob(job(7, 'paused'));
    addOlderJobs([job(7, 'running'), job(6)]);
    expect(useJobs.getState().jobs.get(7)?.state).toBe('paused');
  });
});

describe('progress', () => {
  const progress = {
    jobId: 1,
    counting: false,
    counts: { ...NO_COUNTS, found: 5, done: 5 },
    filesPerS: 1,
    bytesPerS: 1,
    elapsedMs: 1,
    workers: [],
    leased: 1,
  };

  test('brings the state of a job along', () => {
    setJobs([job(1, 'running', 0)], []);
    putProgress({ ...progress, state: 'paused' });
    expect(useJobs.getState().jobs.get(1)).toMatchObject({ state: 'paused', counts: { done: 5 } });
  });

  test('does not end a job, of which it does not know how long it took', () => {
    setJobs([job(1, 'running', 0)], []);
    putProgress({ ...progress, state: 'completed' });
    expect(useJobs.getState().jobs.get(1)).toMatchObject({ state: 'running', counts: { done: 5 } });
    putJob(job(1));
    expect(useJobs.getState().jobs.get(1)).toMatchObject({ state: 'completed', activeMs: 62_000 });
  });
});

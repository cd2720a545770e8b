import { describe, expect, test } from 'vitest';
import { JobWatch } from '../../src-main/shell/job-watch.ts';
import { notificationOf, quitQuestion } from '../../src-main/shell/job-words.ts';
import type { Job } from '../../src-protocol/contract/jobs.ts';
import { JobRequest } from '../../src-protocol/contract/jobs.ts';
import { NO_COUNTS, type JobState } from '../../src-protocol/model/job.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';

function progressOf(jobId: number, found: number, done: number, rest: Partial<JobProgress> = {}): JobProgress {
  return {
    jobId,
    state: 'running',
    counting: false,
    counts: { ...NO_COUNTS, found, done },
    filesPerS: 0,
    bytesPerS: 0,
    elapsedMs: 0,
    workers: [],
    leased: 0,
    ...rest,
  };
}

function jobOf(id: number, state: JobState, rest: Partial<Job> = {}): Job {
  return {
    id,
    state,
    request: JobRequest.parse({ sources: ['/photos/Holidays'] }),
    sourceCount: 1,
    counting: false,
    counts: { ...NO_COUNTS, found: 1_200, done: 1_200 },
    createdAt: '2026-01-01T00:00:00.000Z',
    activeMs: 31_000,
    ...rest,
  };
}

describe('the watch over jobs', () => {
  function watched() {
    const ended: number[] = [];
    const watch = new JobWatch((job) => ended.push(job.id));
    return { watch, ended };
  }

  test('adds all running jobs up', () => {
    const { watch } = watched();
    watch.hear({ kind: 'progress', progress: progressOf(1, 100, 50) });
    watch.hear({ kind: 'progress', progress: progressOf(2, 300, 50) });
    expect(watch.work).toEqual({ jobs: 2, share: 0.25 });
  });

  test('knows no share while one of them still counts', () => {
    const { watch } = watched();
    watch.hear({ kind: 'progress', progress: progressOf(1, 100, 50) });
    watch.hear({ kind: 'progress', progress: progressOf(2, 10, 0, { counting: true }) });
    expect(watch.work).toEqual({ jobs: 2, share: undefined });
  });

  test('takes neither what waits, nor is paused, nor only watches its folders, for work', () => {
    const { watch } = watched();
    watch.hear({ kind: 'progress', progress: progressOf(1, 100, 50, { waitingFor: 'the disk is full' }) });
    watch.hear({ kind: 'progress', progress: progressOf(2, 100, 50, { state: 'paused' }) });
    watch.hear({ kind: 'progress', progress: progressOf(3, 100, 100) });
    expect(watch.work.jobs).toBe(0);
  });

  test('tells once of a job that ran and has ended, and not of one that was cancelled or had ended before', () => {
    const { watch, ended } = watched();
    for (const id of [1, 2, 3]) watch.hear({ kind: 'progress', progress: progressOf(id, 10, 5) });
    watch.hear({ kind: 'job', job: jobOf(1, 'completed') });
    watch.hear({ kind: 'job', job: jobOf(1, 'completed') }); // its priority was changed
    watch.hear({ kind: 'job', job: jobOf(2, 'cancelled') });
    watch.hear({ kind: 'job', job: jobOf(3, 'failed') });
    watch.hear({ kind: 'job', job: jobOf(4, 'completed') });
    expect(ended).toEqual([1, 3]);
    expect(watch.work.jobs).toBe(0);
  });

  test('forgets a job that is deleted', () => {
    const { watch, ended } = watched();
    watch.hear({ kind: 'progress', progress: progressOf(1, 10, 5) });
    watch.hear({ kind: 'job-deleted', jobId: 1 });
    watch.hear({ kind: 'job', job: jobOf(1, 'completed') });
    expect([watch.work.jobs, ended]).toEqual([0, []]);
  });
});

describe('words about jobs', () => {
  test('a notification names the job and counts what failed', () => {
    expect(notificationOf(jobOf(1, 'completed'))).toEqual({
      title: 'Holidays is complete',
      body: '1,200 files, none failed.',
    });
    const named = jobOf(2, 'completed', {
      request: JobRequest.parse({ name: 'Archive', sources: ['/x'] }),
      counts: { ...NO_COUNTS, found: 1, done: 1, failed: 1 },
    });
    expect(notificationOf(named)).toEqual({ title: 'Archive is complete', body: '1 file, of which 1 failed.' });
    expect(notificationOf(jobOf(3, 'failed', { message: 'The disk is gone.' }))).toEqual({
      title: 'Holidays has stopped',
      body: 'The disk is gone.',
    });
  });

  test('the question before the end counts the jobs', () => {
    expect(quitQuestion(1).message).toBe('A job is still running');
    expect(quitQuestion(3).message).toBe('3 jobs are still running');
  });
});

import { describe, expect, test } from 'vitest';
import { JobRequest } from '../../src-protocol/contract/jobs.ts';
import { type JobCounts, type JobState, NO_COUNTS, type Priority } from '../../src-protocol/model/job.ts';
import { endedJobs, matching } from '../../src-renderer/src/features/jobs/ended-jobs.ts';
import { filesInWords, headline, standing, stateBadge } from '../../src-renderer/src/features/jobs/job-words.ts';
import { outcomeParts, partsInWords } from '../../src-renderer/src/features/jobs/outcome-parts.ts';
import { neighbourOf, openJobIds } from '../../src-renderer/src/features/jobs/priority-groups.ts';
import type { Job } from '../../src-renderer/src/state/jobs.ts';

interface JobOptions extends Partial<Omit<Job, 'request' | 'counts'>> {
  readonly priority?: Priority;
  readonly name?: string;
  readonly counts?: Partial<JobCounts>;
}

function job(id: number, state: JobState, { priority = 'normal', name, counts, ...more }: JobOptions = {}): Job {
  const source = `/photos/${id}`;
  return {
    id,
    state,
    request: JobRequest.parse({ sources: [source], priority, ...(name !== undefined && { name }) }),
    sourceCount: 1,
    counting: false,
    counts: { ...NO_COUNTS, ...counts },
    createdAt: '2026-01-01T10:00:00.000Z',
    activeMs: 62_000,
    ...more,
  };
}

function byId(...jobs: Job[]): ReadonlyMap<number, Job> {
  return new Map(jobs.map((each) => [each.id, each]));
}

describe('the queue', () => {
  const jobs = byId(
    job(4, 'running'),
    job(1, 'paused'),
    job(2, 'completed'),
    job(3, 'interrupted', { priority: 'high' }),
    job(5, 'queued'),
  );

  test('has the open jobs of a priority, oldest first', () => {
    expect(openJobIds(jobs, 'normal')).toEqual([1, 4, 5]);
    expect(openJobIds(jobs, 'high')).toEqual([3]);
    expect(openJobIds(jobs, 'low')).toEqual([]);
  });

  test('moves a job one priority up or down, and no further than the ends', () => {
    expect(neighbourOf('normal', -1)).toBe('high');
    expect(neighbourOf('normal', 1)).toBe('low');
    expect(neighbourOf('critical', -1)).toBeUndefined();
    expect(neighbourOf('low', 1)).toBeUndefined();
  });
});

describe('the history', () => {
  const jobs = byId(
    job(1, 'completed', { name: 'Alps' }),
    job(2, 'cancelled'),
    job(3, 'completed', { counts: { failed: 2 } }),
    job(4, 'running'),
  );

  test('has what has ended, newest first, without what is about to be deleted', () => {
    expect(endedJobs(jobs, new Set([2])).map(({ id }) => id)).toEqual([3, 1]);
  });

  test('is filtered by how a job ended, and by its name or path', () => {
    const ended = endedJobs(jobs, new Set());
    const found = (state: string, text: string) => matching(ended, { state, text }).map(({ id }) => id);
    expect(found('cancelled', '')).toEqual([2]);
    expect(found('with-failures', '')).toEqual([3]);
    expect(found('all', ' ALPS')).toEqual([1]);
    expect(found('all', '/photos/')).toEqual([3, 2, 1]);
    expect(found('cancelled', 'alps')).toEqual([]);
  });
});

describe('the parts of the bar', () => {
  function partsOf(counts: Partial<JobCounts>) {
    return Object.fromEntries(outcomeParts({ ...NO_COUNTS, ...counts }).map(({ id, count }) => [id, count]));
  }

  test('add up to what is done, though files from the cache count among their outcome too', () => {
    const parts = partsOf({ done: 100, fromCache: 60, extracted: 90, noMetadata: 7, failed: 2, skipped: 1 });
    expect(parts).toEqual({ cached: 60, extracted: 30, 'no-metadata': 7, failed: 3 });
  });

  test('are all cached where nothing was read, but for failures', () => {
    const parts = partsOf({ done: 100, fromCache: 100, extracted: 90, noMetadata: 8, failed: 2 });
    expect(parts).toEqual({ cached: 98, extracted: 0, 'no-metadata': 0, failed: 2 });
  });

  test('are told in words, without those that are not there', () => {
    expect(partsInWords(outcomeParts({ ...NO_COUNTS, done: 1_200, extracted: 1_199, skipped: 1 }))).toBe(
      '1,199 extracted, 1 failed or skipped',
    );
    expect(partsInWords(outcomeParts(NO_COUNTS))).toBe('nothing done yet');
  });
});

describe('how a job stands in words', () => {
  const counts = { found: 200, done: 142 };
  const progress: NonNullable<Job['progress']> = {
    jobId: 1,
    state: 'running',
    counting: false,
    counts: NO_COUNTS,
    filesPerS: 1,
    bytesPerS: 1,
    elapsedMs: 1,
    workers: [],
    leased: 1,
  };

  test('tells the time left as a range once it is known', () => {
    const eta = { lowMs: 240_000, highMs: 355_000 };
    expect(standing(job(1, 'running', { counts, progress: { ...progress, eta } }))).toBe('about 4–6 minutes left');
    expect(standing(job(1, 'running', { counts, progress }))).toBe('working');
  });

  test('makes no promise while files are being found', () => {
    const counted = job(1, 'running', { counts, counting: true, progress });
    expect(standing(counted)).toBe('still counting');
    expect(headline(counted)).toBe('142');
    expect(filesInWords(counted)).toBe('142 of 200 found so far');
  });

  test('says what it waits for', () => {
    const waiting = job(1, 'running', { waitingFor: 'a free slot' });
    expect(standing(waiting)).toBe('waits for a free slot');
    expect(stateBadge(waiting).text).toBe('Waiting');
  });

  test('says how long one took that has ended', () => {
    expect(standing(job(1, 'completed', { counts }))).toBe('done in 1 min 2 s');
    expect(standing(job(1, 'cancelled', { counts }))).toBe('cancelled after 1 min 2 s');
    expect(headline(job(1, 'cancelled', { counts }))).toBe('71 %');
  });
});

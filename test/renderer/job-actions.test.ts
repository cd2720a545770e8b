import { describe, expect, test } from 'vitest';
import { JobRequest } from '../../src-protocol/contract/jobs.ts';
import { type JobCounts, NO_COUNTS } from '../../src-protocol/model/job.ts';
import { hasSameActions } from '../../src-renderer/src/features/jobs/job-words.ts';
import type { Job } from '../../src-renderer/src/state/jobs.ts';

function job(counts: Partial<JobCounts> = {}, more: Partial<Job> = {}): Job {
  return {
    id: 1,
    state: 'running',
    request: JobRequest.parse({ sources: ['/photos'] }),
    sourceCount: 1,
    counting: false,
    counts: { ...NO_COUNTS, ...counts },
    createdAt: '2026-01-01T10:00:00.000Z',
    activeMs: 62_000,
    ...more,
  };
}

describe('what can be done with a job', () => {
  test('stays while it goes on', () => {
    expect(hasSameActions({ job: job({ done: 1 }) }, { job: job({ done: 2, found: 9 }, { activeMs: 63_000 }) })).toBe(
      true,
    );
  });

  test.each([
    ['ends', job({ done: 1 }, { state: 'completed' })],
    ['has its first failure', job({ done: 1, failed: 1 })],
    ['has no result any more', job({ done: 0 })],
    [
      'gets another priority',
      job({ done: 1 }, { request: JobRequest.parse({ sources: ['/photos'], priority: 'high' }) }),
    ],
  ])('changes when it %s', (_what, after) => {
    expect(hasSameActions({ job: job({ done: 1 }) }, { job: after })).toBe(false);
  });
});

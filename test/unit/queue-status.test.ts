import { expect, test } from 'vitest';
import type { QueuedJob } from '../../src-main/coordinator/queue-status.ts';
import { queueStatus } from '../../src-main/coordinator/queue-status.ts';
import { QueueStatus } from '../../src-protocol/contract/queue.ts';

function job(jobId: number, change: Partial<QueuedJob>): QueuedJob {
  const priority = change.priority ?? 'normal';
  return {
    jobId,
    priority,
    effectivePriority: priority,
    waitingFiles: 10,
    leasedFiles: 2,
    waitingFor: undefined,
    isActive: true,
    ...change,
  };
}

test('the status of the queue has its depth by priority, and for each job its share among its equals', () => {
  const status = queueStatus([
    job(1, { priority: 'low', effectivePriority: 'normal' }),
    job(2, {}),
    job(3, {}),
    job(4, { isActive: false, waitingFiles: 0, leasedFiles: 0, waitingFor: 'new and changed files' }),
    job(5, { priority: 'critical', waitingFiles: 1 }),
  ]);
  expect(QueueStatus.parse(status)).toEqual(status);
  expect(status.priorities).toEqual([
    { priority: 'critical', jobs: 1, waitingFiles: 1, leasedFiles: 2 },
    { priority: 'high', jobs: 0, waitingFiles: 0, leasedFiles: 0 },
    { priority: 'normal', jobs: 3, waitingFiles: 20, leasedFiles: 4 },
    { priority: 'low', jobs: 1, waitingFiles: 10, leasedFiles: 2 },
  ]);
  expect(status.jobs.map(({ jobId, share }) => [jobId, share])).toEqual([
    [5, 1],
    [1, 1 / 3],
    [2, 1 / 3],
    [3, 1 / 3],
    [4, 0],
  ]);
  expect(status.jobs[0]).not.toHaveProperty('waitingFor');
  expect(status.jobs.at(-1)?.waitingFor).toBe('new and changed files');
});

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { requestCancel, watchRequests } from '../../src-main/cli/control-requests.ts';
import { temporaryFolder } from './temporary-folder.ts';

function watch(folder: string): number[] {
  const cancelled: number[] = [];
  const watching = watchRequests(folder, (jobId) => cancelled.push(jobId));
  onTestFinished(() => {
    watching[Symbol.dispose]();
  });
  return cancelled;
}

describe('a request to cancel a job', () => {
  test('reaches the owner of the data folder within half a second, once', async () => {
    const folder = temporaryFolder();
    const cancelled = watch(folder);
    requestCancel(folder, 12);
    await vi.waitFor(
      () => {
        expect(cancelled).toEqual([12]);
      },
      { timeout: 2_000 },
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(cancelled).toEqual([12]);
    expect(readdirSync(join(folder, 'requests'))).toEqual([]);
  });

  test('may be one of several, and come while others are waiting', async () => {
    const folder = temporaryFolder();
    const cancelled = watch(folder);
    for (const jobId of [1, 2, 3]) requestCancel(folder, jobId);
    requestCancel(folder, 2);
    await vi.waitFor(() => {
      expect([...cancelled].sort()).toEqual([1, 2, 3]);
    });
  });

  test('to an earlier owner is dropped', async () => {
    const folder = temporaryFolder();
    requestCancel(folder, 5);
    const cancelled = watch(folder);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(cancelled).toEqual([]);
  });

  test('in words that nobody knows is dropped', async () => {
    const folder = temporaryFolder();
    const cancelled = watch(folder);
    mkdirSync(join(folder, 'requests'));
    for (const name of ['cancel-', 'cancel-x', 'dance-1', 'cancel-1.part'])
      writeFileSync(join(folder, 'requests', name), '');
    await vi.waitFor(() => {
      expect(readdirSync(join(folder, 'requests'))).toEqual([]);
    });
    expect(cancelled).toEqual([]);
  });

  test('is not looked for any more after the end', async () => {
    const folder = temporaryFolder();
    const cancelled: number[] = [];
    watchRequests(folder, (jobId) => cancelled.push(jobId))[Symbol.dispose]();
    requestCancel(folder, 1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(cancelled).toEqual([]);
  });
});

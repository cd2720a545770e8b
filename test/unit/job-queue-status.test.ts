import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StoredJob } from '../../src-main/coordinator/ports.ts';
import { Queue } from './fakes/queue.ts';
import type { Reading } from './fakes/simulated-workers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what is told of the queue', () => {
  test('each job says what it waits for', async () => {
    await using queue = new Queue({ files: 500, workers: [1] });
    const first = queue.submit('/a');
    expect(queue.coordinator.waitingFor(first.id)).toBe('files to be found');
    await vi.advanceTimersByTimeAsync(8);
    expect(queue.coordinator.waitingFor(first.id)).toBe('a worker to start');
    await vi.advanceTimersByTimeAsync(100);
    expect(queue.coordinator.waitingFor(first.id)).toBeUndefined();
    const second = queue.submit('/b', { priority: 'low' });
    await vi.advanceTimersByTimeAsync(100);
    expect(queue.coordinator.waitingFor(second.id)).toBe('jobs of higher priority');
    queue.coordinator.pause(second.id);
    expect(queue.coordinator.waitingFor(second.id)).toBe('somebody to resume it');
    expect(queue.coordinator.waitingFor(99)).toBeUndefined();
  });

  test('a job waits for workers that take files, where all are about to end', async () => {
    await using queue = new Queue({ files: 300, workers: [1] });
    const first = queue.submit('/a');
    await vi.advanceTimersByTimeAsync(100);
    queue.worker.isWorn = true;
    const later = queue.submit('/b');
    await vi.advanceTimersByTimeAsync(3_000);
    for (const { id } of [first, later]) expect(queue.coordinator.waitingFor(id)).toBe('a worker that takes files');
  });

  test('its status counts what waits and what is out', async () => {
    await using queue = new Queue({ files: 500, workers: [1] });
    queue.submit('/a');
    queue.submit('/b');
    await vi.advanceTimersByTimeAsync(1_000);
    const { priorities, jobs } = queue.coordinator.queueStatus();
    expect(jobs.map(({ share }) => share)).toEqual([0.5, 0.5]);
    for (const { jobId, waitingFiles, leasedFiles } of jobs) {
      const { found: all, done } = queue.coordinator.progressOf(jobId)?.counts ?? { found: 0, done: 0 };
      expect(waitingFiles + leasedFiles).toBeLessThanOrEqual(all - done);
      expect(waitingFiles).toBeGreaterThan(0);
    }
    expect(priorities.find(({ priority }) => priority === 'normal')).toMatchObject({ jobs: 2 });
  });

  test('every slot says what it reads', async () => {
    await using queue = new Queue({ files: 500, workers: [1, 1] });
    const job = queue.submit('/a');
    await vi.advanceTimersByTimeAsync(1_003);
    const slots = queue.coordinator.leases();
    expect(slots.map(({ worker, slot }) => [worker, slot])).toEqual([
      ['local-1', 0],
      ['local-2', 0],
    ]);
    for (const [at, { lease }] of slots.entries()) {
      expect(lease).toMatchObject({ jobId: job.id, family: 'jpeg' });
      expect(lease?.runningForMs).toBeLessThan(700);
      const reading = queue.workers.running[at]?.readingNow[0] ?? '';
      // results are on their way for a moment, so that it may be a few files behind
      expect(Math.abs(Number(reading.slice(3, 7)) - Number(lease?.currentPath?.slice(3, 7)))).toBeLessThan(8);
    }
    await queue.settle();
    expect(queue.coordinator.leases().map(({ lease }) => lease)).toEqual([undefined, undefined]);
  });

  test('outcomes are told as they are recorded, if anybody wants them', async () => {
    const read = (path: string): Reading => ({
      ms: 5,
      end: path.endsWith('0001.jpg') ? { code: 'corrupt', message: 'half' } : 'ok',
    });
    await using queue = new Queue({ files: 3, read });
    const job = queue.submit('/a');
    await queue.settle();
    const told = queue.outcomes.map(({ jobId, item }) => [jobId, item.path, item.outcome, item.code]);
    expect(told.sort()).toEqual([
      [job.id, '/a/0000.jpg', 'extracted', undefined],
      [job.id, '/a/0001.jpg', 'failed', 'corrupt'],
      [job.id, '/a/0002.jpg', 'extracted', undefined],
    ]);
    queue.wantsItems = false;
    queue.submit('/b');
    await queue.settle(60_000, 2);
    expect(queue.outcomes).toHaveLength(3);
  });

  test('a job is told whenever it is another', async () => {
    await using queue = new Queue({ files: 300 });
    const job = queue.submit('/a');
    queue.coordinator.pause(job.id);
    queue.coordinator.start(job.id);
    await queue.settle();
    expect(queue.told.map(({ state }) => state)).toEqual(['queued', 'running', 'paused', 'running', 'completed']);
  });
});

describe('pausing', () => {
  test('gives back what waits at a worker of many slots, but nothing that may be being read', async () => {
    await using queue = new Queue({ workers: [3], files: 900 });
    const job = queue.submit('/a');
    await vi.advanceTimersByTimeAsync(1_000);
    const reading = queue.worker.readingNow;
    queue.coordinator.pause(job.id);
    const abandoned = queue.worker.sent.filter(({ kind }) => kind === 'abandon');
    expect(abandoned).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(2_000);
    for (const path of reading) expect(queue.store.rowOf(path).finished?.result.outcome).toBe('extracted');
    expect(queue.worker.leasesBySlot).toEqual([0, 0, 0]);
  });

  test('leaves the slots to other jobs at once', async () => {
    await using queue = new Queue({ workers: [2], files: 900 });
    const first = queue.submit('/a');
    await vi.advanceTimersByTimeAsync(1_000);
    queue.submit('/b');
    queue.coordinator.pause(first.id);
    const before = queue.leasesOf('/a');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(queue.leasesOf('/a')).toBe(before);
    expect(queue.readsOf('/b')).toBeGreaterThan(200);
  });
});

describe('after the program was ended', () => {
  test('all jobs that waited or were running go on by themselves, and those that were paused stay so', async () => {
    const first = new Queue({ files: 400 });
    const [a, b, c] = [first.submit('/a'), first.submit('/b'), first.submit('/c')];
    const queued = first.coordinator.create(a.spec);
    await vi.advanceTimersByTimeAsync(500);
    first.coordinator.pause(c.id);
    await first[Symbol.asyncDispose]();
    const { store } = first;
    expect([a, b, c].map(({ id }) => store.jobs.get(id)?.state)).toEqual(['interrupted', 'interrupted', 'paused']);
    store.jobs.setState(b.id, 'running', undefined); // as a kill leaves it
    await using second = new Queue({ files: 400, store });
    second.coordinator.resumeAll();
    await second.settle(60_000, 3);
    expect(second.ended.map(({ job }) => job.id).sort()).toEqual([a.id, b.id, queued.id]);
    expect(second.stateOf(c)).toBe('paused');
    second.coordinator.start(c.id);
    const { job, progress } = await second.settle(60_000, 4);
    expect([job.id, progress.counts.done]).toEqual([c.id, 400]);
  });

  test('a job whose list is gone is left as it is, and keeps no other from going on', async () => {
    const first = new Queue({ files: 100 });
    const [listed, other] = [first.submit('/a', { listed: true }), first.submit('/b')];
    await first[Symbol.asyncDispose]();
    const listFileOf = (job: StoredJob) => {
      if (job.spec.listed) throw new Error('its list is gone');
      return undefined;
    };
    await using second = new Queue({ files: 100, store: first.store, listFileOf });
    second.coordinator.resumeAll();
    await second.settle();
    expect(second.stateOf(listed)).toBe('interrupted');
    expect(second.stateOf(other)).toBe('completed');
  });
});

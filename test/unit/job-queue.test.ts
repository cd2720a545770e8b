import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { JobSpec, Priority } from '../../src-protocol/model/job.ts';
import { folderIntake, found, SimulatedEngine } from './fakes/engine.ts';
import { MemoryStore } from './fakes/memory-store.ts';
import { Queue, readsBelow } from './fakes/queue.ts';
import type { Reading } from './fakes/simulated-workers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('jobs of one priority', () => {
  test('share the slots evenly, whichever was first', async () => {
    await using queue = new Queue();
    queue.submit('/a');
    queue.submit('/b');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(queue.readsOf('/a') / queue.readsOf('/b')).toBeGreaterThan(0.9);
    expect(queue.readsOf('/a') / queue.readsOf('/b')).toBeLessThan(1.1);
  });

  test('share time and not files, where the files of one take longer than anybody thought', async () => {
    const read = (path: string): Reading => ({ ms: path.startsWith('/a/') ? 40 : 10, end: 'ok' });
    await using queue = new Queue({ read });
    queue.submit('/a');
    queue.submit('/b');
    await vi.advanceTimersByTimeAsync(8_000);
    const share = (4 * queue.readsOf('/a')) / queue.readsOf('/b');
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1.1);
  });

  test('that join later get their share from then on and nothing of what they missed', async () => {
    await using queue = new Queue({ files: 5_000 });
    queue.submit('/a');
    await vi.advanceTimersByTimeAsync(10_000);
    queue.submit('/b');
    await vi.advanceTimersByTimeAsync(1_500);
    const [a, b] = [queue.readsOf('/a'), queue.readsOf('/b')];
    await vi.advanceTimersByTimeAsync(6_000);
    const share = (queue.readsOf('/a') - a) / (queue.readsOf('/b') - b);
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1.1);
  });

  test('share as well when one of them was paused meanwhile', async () => {
    await using queue = new Queue({ files: 5_000 });
    const first = queue.submit('/a');
    queue.submit('/b');
    await vi.advanceTimersByTimeAsync(1_000);
    queue.coordinator.pause(first.id);
    await vi.advanceTimersByTimeAsync(5_000);
    queue.coordinator.start(first.id);
    await vi.advanceTimersByTimeAsync(1_500);
    const [a, b] = [queue.readsOf('/a'), queue.readsOf('/b')];
    await vi.advanceTimersByTimeAsync(6_000);
    const share = (queue.readsOf('/a') - a) / (queue.readsOf('/b') - b);
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1.1);
  });

  test('have equal parts of the slot time, however many they are and whatever their files take', async () => {
    const formats = ['jpg', 'png', 'mp3', 'pdf'];
    const anyQueue = fc.record({
      jobs: fc.array(fc.integer({ min: 15, max: 60 }), { minLength: 2, maxLength: 4 }),
      workers: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(anyQueue, async ({ jobs, workers }) => {
        const store = new MemoryStore();
        for (const [at, meanMs] of jobs.entries()) {
          const format = formats[at] ?? '';
          store.learned.push({ format, sizeClass: 0, profile: 'complete', count: 1_000, meanMs, squares: 1_000 });
        }
        const read = (path: string): Reading => ({ ms: jobs[Number(path.split('/')[1])] ?? 1, end: 'ok' });
        const filesOf = (source: string) => {
          const format = formats[Number(source.slice(1))] ?? '';
          return [
            found(
              Array.from({ length: 4_000 }, (_, file) => `${file}.${format}`),
              source,
            ),
          ];
        };
        await using engine = new SimulatedEngine({ intake: folderIntake(filesOf), store, workers, read });
        for (const at of jobs.keys()) engine.run({ sources: [`/${at}`] });
        await vi.advanceTimersByTimeAsync(10_000);
        const timeMs = jobs.map((ms, at) => ms * readsBelow(engine, `/${at}`));
        const mean = timeMs.reduce((sum, each) => sum + each) / jobs.length;
        // at any moment a job may be a lease ahead of another, or one behind
        for (const each of timeMs) expect(Math.abs(each - mean)).toBeLessThan(0.1 * mean + 500);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});

describe('jobs of different priorities', () => {
  test('end in the order of their priorities', async () => {
    await using queue = new Queue({ files: 150 });
    const priorities: Priority[] = ['low', 'normal', 'high', 'critical'];
    for (const priority of priorities) queue.submit(`/${priority}`, { priority });
    await queue.settle(60_000, 4);
    expect(queue.ended.map(({ job }) => job.spec.priority)).toEqual(['critical', 'high', 'normal', 'low']);
  });

  test('a higher one overtakes at the next lease', async () => {
    await using queue = new Queue({ files: 500 });
    queue.submit('/low', { priority: 'low' });
    await vi.advanceTimersByTimeAsync(1_000);
    queue.submit('/high', { priority: 'high' });
    await vi.advanceTimersByTimeAsync(20);
    const before = queue.leasesOf('/low');
    while (queue.leasesOf('/high') < 6) await vi.advanceTimersByTimeAsync(10);
    expect(queue.leasesOf('/low')).toBe(before);
  });

  test('a lower one takes what a higher one leaves', async () => {
    await using queue = new Queue({ files: 300, workers: [4] });
    queue.submit('/high', { priority: 'high', limits: { slots: 1 } });
    queue.submit('/low', { priority: 'low' });
    await vi.advanceTimersByTimeAsync(600);
    expect(queue.readsOf('/low')).toBeGreaterThan(queue.readsOf('/high'));
    expect(queue.readsOf('/high')).toBeGreaterThan(0);
  });

  test('a priority can be changed while jobs run, and is stored', async () => {
    await using queue = new Queue({ files: 300 });
    const first = queue.submit('/a');
    const second = queue.submit('/b');
    await vi.advanceTimersByTimeAsync(500);
    queue.coordinator.setPriority(second.id, 'critical');
    expect(queue.store.jobs.get(second.id)?.spec.priority).toBe('critical');
    expect(queue.told.at(-1)).toMatchObject({ id: second.id, spec: { priority: 'critical' } });
    await vi.advanceTimersByTimeAsync(20);
    const before = queue.leasesOf('/a');
    await queue.settle(60_000, 1);
    expect(queue.ended[0]?.job.id).toBe(second.id);
    expect(queue.leasesOf('/a')).toBeLessThanOrEqual(before + 4); // what was left of the slots when its end drew near
    await queue.settle(60_000, 2);
    expect(queue.ended[1]?.job.id).toBe(first.id);
    expect(() => {
      queue.coordinator.setPriority(first.id, 'low');
    }).toThrow('Job 1 is completed');
  });

  test('the priority of a job that waits to be started is changed as well', async () => {
    await using queue = new Queue();
    const job = queue.coordinator.create({ ...(await specOf(queue)), priority: 'low' });
    queue.coordinator.setPriority(job.id, 'high');
    expect(queue.store.jobs.get(job.id)?.spec.priority).toBe('high');
  });
});

async function specOf(queue: Queue): Promise<JobSpec> {
  const { spec } = queue.submit('/x');
  await vi.advanceTimersByTimeAsync(1);
  return spec;
}

describe('a job that is passed over', () => {
  /** Keeps four jobs of a priority in the queue all the time. */
  async function underStream(queue: Queue, priority: Priority, forMs: number): Promise<void> {
    let streams = 0;
    for (let passedMs = 0; passedMs < forMs; passedMs += 100) {
      const running = [...queue.store.storedJobs.values()].filter(
        ({ state, spec }) => state === 'running' && spec.priority === priority,
      );
      for (let more = running.length; more < 4; more++) queue.submit(`/stream${++streams}`, { priority });
      await vi.advanceTimersByTimeAsync(100);
    }
  }

  test('goes on all the same under an endless stream of higher ones, a lease at a time', async () => {
    await using queue = new Queue({ files: 400, workers: [1] });
    queue.coordinator.configure({ ageingMs: 2_000 });
    const low = queue.submit('/low', { priority: 'low' });
    queue.submit('/first', { priority: 'high' });
    await underStream(queue, 'high', 30_000);
    // low is two priorities below: a lease every four seconds and what it takes to get its turn
    expect(queue.leasesOf('/low')).toBeGreaterThanOrEqual(5);
    expect(queue.leasesOf('/low')).toBeLessThanOrEqual(10);
    expect(queue.stateOf(low)).toBe('running');
  });

  test('rises above the highest as well', async () => {
    await using queue = new Queue({ files: 400, workers: [1] });
    queue.coordinator.configure({ ageingMs: 1_000 });
    queue.submit('/low', { priority: 'low' });
    queue.submit('/first', { priority: 'critical' });
    await underStream(queue, 'critical', 12_000);
    expect(queue.leasesOf('/low')).toBeGreaterThanOrEqual(3);
  });

  test('gets nothing before its time, and its time can be changed while it waits', async () => {
    await using queue = new Queue({ files: 400, workers: [1] });
    queue.submit('/first', { priority: 'high' });
    await vi.advanceTimersByTimeAsync(50);
    const low = queue.submit('/low', { priority: 'low' });
    await underStream(queue, 'high', 10_000);
    expect(queue.leasesOf('/low')).toBe(0);
    expect(queue.coordinator.waitingFor(low.id)).toBe('jobs of higher priority');
    queue.coordinator.configure({ ageingMs: 2_000 });
    const { jobs } = queue.coordinator.queueStatus();
    expect(jobs.find(({ jobId }) => jobId === low.id)).toMatchObject({
      priority: 'low',
      effectivePriority: 'critical',
    });
    await underStream(queue, 'high', 1_000);
    expect(queue.leasesOf('/low')).toBe(1);
  });

  test('does not grow older while nobody gets anything', async () => {
    await using queue = new Queue({ files: 400, workers: [1] });
    queue.coordinator.configure({ ageingMs: 2_000 });
    queue.submit('/high', { priority: 'high' });
    await vi.advanceTimersByTimeAsync(100);
    const low = queue.submit('/low', { priority: 'low' });
    await vi.advanceTimersByTimeAsync(100);
    queue.coordinator.hold('the disk is full');
    await vi.advanceTimersByTimeAsync(60_000);
    queue.coordinator.hold(undefined);
    const { jobs } = queue.coordinator.queueStatus();
    expect(jobs.find(({ jobId }) => jobId === low.id)?.effectivePriority).toBe('low');
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SimulatedEngine } from './fakes/engine.ts';
import { namesUpTo, quick } from './fakes/files.ts';
import { MemoryStore } from './fakes/memory-store.ts';
import type { Reading } from './fakes/simulated-workers.ts';
import { simulatedMachine } from './fakes/simulated-workers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('at the end of a job', () => {
  test('a slow lease is given to an idle slot as well, and the first result stands', async () => {
    const read = (path: string, times: number): Reading => ({
      ms: 5,
      end: path === '/f/0000.jpg' && times === 1 ? 'hang' : 'ok',
    });
    await using engine = new SimulatedEngine({ names: namesUpTo(20), workers: [1, 1], read });
    engine.run();
    const { progress } = await engine.settle(20_000);
    expect(progress.counts).toMatchObject({ done: 20, extracted: 20 });
    expect(engine.workers.reads.get('/f/0000.jpg')).toBe(2);
  });

  test('a worker whose lease was done elsewhere is free for the next job', async () => {
    const read = (path: string, times: number): Reading => ({
      ms: 5,
      end: path.endsWith('0000.jpg') && times === 1 ? 'hang' : 'ok',
    });
    await using engine = new SimulatedEngine({ names: namesUpTo(20), workers: [1, 1], read });
    engine.run();
    await engine.settle(20_000);
    engine.run({ priority: 'high' });
    const before = engine.workers.leases.length;
    await engine.settle(20_000, 2);
    const used = new Set(engine.workers.leases.slice(before).map(({ worker }) => worker.name));
    expect(used).toEqual(new Set(['local-1', 'local-2']));
  });

  test('what was learned of durations is kept for the next', async () => {
    await using engine = new SimulatedEngine({
      names: namesUpTo(30),
      workers: [1],
      read: () => ({ ms: 21, end: 'ok' }),
    });
    engine.run();
    await engine.settle();
    expect(engine.store.learned).toMatchObject([{ format: 'jpg', sizeClass: 0, profile: 'complete' }]);
    const [{ count, meanMs } = { count: 0, meanMs: 0 }] = engine.store.learned;
    expect(count).toBeCloseTo(29.25, 6); // the first file also paid for loading what reads it
    expect(meanMs).toBeCloseTo(21, 0);
  });
});

describe('workers', () => {
  test('that cannot be had fail every job with the reason', async () => {
    const store = new MemoryStore();
    await using engine = new SimulatedEngine({ store, names: ['a.jpg'], workers: [1], read: quick });
    engine.workers.start = (events) => {
      events.onFailure('A worker process does not start: no memory');
    };
    engine.run();
    expect((await engine.settle()).job).toMatchObject({
      state: 'failed',
      message: 'A worker process does not start: no memory',
    });
  });

  test('that are to be replaced get no new lease, so that they can end', async () => {
    await using engine = new SimulatedEngine({ names: namesUpTo(500), workers: [1, 1], read: quick });
    engine.run();
    await vi.advanceTimersByTimeAsync(100);
    const worn = engine.workers.running[0];
    if (worn === undefined) throw new Error('no worker is up');
    worn.isWorn = true;
    const before = engine.workers.leases.filter(({ worker }) => worker === worn).length;
    const { progress } = await engine.settle();
    expect(progress.counts.done).toBe(500);
    expect(engine.workers.leases.filter(({ worker }) => worker === worn)).toHaveLength(before);
    expect(worn.leasesBySlot).toEqual([0]);
  });

  test('that are to be replaced give back what waits behind the lease that they read', async () => {
    const read = (): Reading => ({ ms: 100, end: 'ok' });
    await using engine = new SimulatedEngine({ names: namesUpTo(500), workers: [1, 1], read });
    engine.run();
    await vi.advanceTimersByTimeAsync(100);
    const worn = engine.workers.running[0];
    if (worn === undefined) throw new Error('no worker is up');
    expect(worn.leasesBySlot).toEqual([2]);
    worn.isWorn = true;
    await vi.advanceTimersByTimeAsync(300);
    expect(worn.leasesBySlot).toEqual([1]);
    const { progress } = await engine.settle();
    expect(progress.counts).toMatchObject({ done: 500, failed: 0 });
  });

  test('that are wound down finish the file that they read and give back the rest, whatever else opens the queue', async () => {
    const read = (): Reading => ({ ms: 1_000, end: 'ok' });
    await using engine = new SimulatedEngine({ names: namesUpTo(100), workers: [1, 1], read });
    const job = engine.run();
    await vi.advanceTimersByTimeAsync(500);
    engine.coordinator.windDown('The server is ending.');
    engine.coordinator.hold(undefined);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(engine.workers.running.map(({ leasesBySlot }) => leasesBySlot)).toEqual([[0], [0]]);
    expect(engine.coordinator.progressOf(job.id)?.counts).toMatchObject({ done: 2, extracted: 2, failed: 0 });
    const begun = engine.workers.reads.size;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(engine.workers.reads.size).toBe(begun);
  });

  test('that may take more have it at once, and not with the next look', async () => {
    let bringMs = Infinity;
    await using engine = new SimulatedEngine({
      names: namesUpTo(20),
      workers: [1],
      machines: [simulatedMachine('attic', { transferMs: () => bringMs })],
      read: quick,
    });
    engine.run();
    await vi.advanceTimersByTimeAsync(30);
    expect(engine.workers.running).toHaveLength(1);
    bringMs = 0;
    await vi.advanceTimersByTimeAsync(1);
    expect(engine.workers.leases).toEqual([]);
    engine.workers.tellMore();
    await vi.advanceTimersByTimeAsync(1);
    expect(engine.workers.leases.length).toBeGreaterThan(0);
  });

  test('that set an extractor aside are heard', async () => {
    await using engine = new SimulatedEngine({ names: ['a.jpg'], workers: [1], read: quick });
    engine.run();
    await vi.advanceTimersByTimeAsync(20);
    const worker = engine.workers.running[0];
    if (worker === undefined) throw new Error('no worker is up');
    engine.workers.tell(worker, { kind: 'extractor-set-aside', extractorId: 'exiftool', message: 'no Perl' });
    expect(engine.setAside).toEqual(['exiftool']);
  });

  test('have two leases for each slot at most', async () => {
    await using engine = new SimulatedEngine({ names: namesUpTo(3_000), workers: [4], read: quick });
    engine.run();
    let most = 0;
    while (engine.ended.length === 0) {
      await vi.advanceTimersByTimeAsync(7);
      for (const worker of engine.workers.running) most = Math.max(most, ...worker.leasesBySlot);
    }
    expect(most).toBe(2);
  });
});

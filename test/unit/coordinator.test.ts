import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StoreFull } from '../../src-main/coordinator/ports.ts';
import { fakeIntake, found, SimulatedEngine } from './fakes/engine.ts';
import { namesUpTo, quick } from './fakes/files.ts';
import { MemoryStore } from './fakes/memory-store.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a job', () => {
  test('is complete when every file has its outcome, and says so once', async () => {
    await using engine = new SimulatedEngine({ names: namesUpTo(500), workers: [2], read: quick });
    const job = engine.run();
    expect(engine.stateOf(job)).toBe('running');
    const ended = await engine.settle();
    expect(ended.job).toMatchObject({ id: job.id, state: 'completed', message: undefined });
    expect(ended.progress).toMatchObject({
      state: 'completed',
      counting: false,
      leased: 500,
      counts: { found: 500, foundBytes: 500_000, done: 500, doneBytes: 500_000, extracted: 500, failed: 0 },
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(engine.ended).toHaveLength(1);
    expect(engine.stateOf(job)).toBe('completed');
    expect(new Set(engine.leasedNames).size).toBe(500);
    expect(engine.leasedNames).toHaveLength(500);
  });

  test('without files is complete at once, and starts no worker', async () => {
    await using engine = new SimulatedEngine({ names: [], workers: [2], read: quick });
    engine.run();
    const { progress } = await engine.settle();
    expect(progress.counts.found).toBe(0);
    expect(engine.workers.starts).toBe(0);
  });

  test('of which the cache knows everything starts no worker', async () => {
    const store = new MemoryStore();
    for (const name of namesUpTo(300)) store.cached.add(`/f/${name}`);
    await using engine = new SimulatedEngine({ names: namesUpTo(300), store, workers: [2], read: quick });
    engine.run();
    const { progress } = await engine.settle();
    expect(progress).toMatchObject({ leased: 0, counts: { done: 300, fromCache: 300, extracted: 300 } });
    expect(engine.workers.starts).toBe(0);
  });

  test('whose files were all moved starts no worker', async () => {
    const store = new MemoryStore();
    for (const name of namesUpTo(300)) store.maybeMoved.set(`/f/${name}`, `print of /f/${name}`);
    await using engine = new SimulatedEngine({ names: namesUpTo(300), store, workers: [2], read: quick });
    engine.run();
    const { progress } = await engine.settle();
    expect(progress).toMatchObject({ leased: 0, counts: { done: 300, fromCache: 300 } });
    expect(engine.workers.starts).toBe(0);
  });

  test('that may not use the cache reads everything', async () => {
    const store = new MemoryStore();
    for (const name of namesUpTo(30)) store.cached.add(`/f/${name}`);
    await using engine = new SimulatedEngine({ names: namesUpTo(30), store, workers: [2], read: quick });
    engine.run({ cache: 'refresh' });
    const { progress } = await engine.settle();
    expect(progress).toMatchObject({ leased: 30, counts: { fromCache: 0, extracted: 30 } });
  });

  test('reads files that only look like moved ones', async () => {
    const store = new MemoryStore();
    for (const name of namesUpTo(20)) store.maybeMoved.set(`/f/${name}`, 'print of another');
    await using engine = new SimulatedEngine({ names: namesUpTo(20), store, workers: [1], read: quick });
    engine.run();
    const { progress } = await engine.settle();
    expect(progress).toMatchObject({ leased: 20, counts: { done: 20, fromCache: 0 } });
  });

  test('is read while it is still being found', async () => {
    const batches = Array.from({ length: 20 }, (_, at) => [found(namesUpTo(10), `/f${at}`)]);
    const intake = fakeIntake(batches, 100);
    await using engine = new SimulatedEngine({ intake, workers: [1], read: quick });
    engine.run();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(engine.workers.leases.length).toBeGreaterThan(3);
    expect(engine.progress.at(-1)?.counting).toBe(true);
    expect(engine.progress.at(-1)).not.toHaveProperty('eta');
    const { progress } = await engine.settle();
    expect(progress).toMatchObject({ counting: false, counts: { found: 200, done: 200 } });
  });

  test('keeps what the crawl says of things that are no files', async () => {
    const files = {
      ...found(['fifo', 'gone.jpg', 'a.jpg']),
      faults: [
        { code: 'not-a-file' as const, skipped: true, message: 'a pipe' },
        { code: 'not-found' as const, skipped: false, message: 'gone' },
      ],
    };
    await using engine = new SimulatedEngine({ intake: fakeIntake([[files]]), workers: [1], read: quick });
    engine.run();
    const { progress } = await engine.settle();
    expect(progress.counts).toMatchObject({ found: 3, done: 3, skipped: 1, failed: 1, extracted: 1 });
    expect(progress.leased).toBe(1);
  });

  test('whose crawl breaks off has failed, and says why', async () => {
    const intake = { ...fakeIntake([]), crawl: () => Promise.reject(new Error('The crawl failed: out of handles')) };
    await using engine = new SimulatedEngine({ intake, workers: [1], read: quick });
    engine.run();
    expect((await engine.settle()).job).toMatchObject({ state: 'failed', message: 'The crawl failed: out of handles' });
  });

  test('that is there no more, or in a state that does not allow it, is refused', async () => {
    await using engine = new SimulatedEngine({ names: ['a.jpg'], workers: [1], read: quick });
    expect(() => {
      engine.coordinator.start(99);
    }).toThrow('There is no job 99');
    const job = engine.run();
    expect(() => {
      engine.coordinator.start(job.id);
    }).toThrow('Job 1 is running: it cannot be started again');
    await engine.settle();
    expect(() => {
      engine.coordinator.start(job.id);
    }).toThrow('Job 1 is completed');
    expect(() => {
      engine.coordinator.pause(job.id);
    }).toThrow('it cannot be paused');
    expect(() => {
      engine.coordinator.cancel(job.id);
    }).toThrow('it cannot be cancelled');
  });
});

describe('several jobs', () => {
  test('share the workers, the one of higher priority first', async () => {
    await using engine = new SimulatedEngine({ names: namesUpTo(200), workers: [1], read: quick });
    const low = engine.run({ priority: 'low' });
    await vi.advanceTimersByTimeAsync(100);
    const high = engine.run({ priority: 'critical' });
    await engine.settle(60_000, 2);
    expect(engine.ended.map(({ job }) => job.id)).toEqual([high.id, low.id]);
    for (const { progress } of engine.ended) expect(progress.counts.done).toBe(200);
  });

  test('do not touch each other when one is cancelled', async () => {
    await using engine = new SimulatedEngine({ names: namesUpTo(100), workers: [2], read: quick });
    const first = engine.run();
    const second = engine.run();
    await vi.advanceTimersByTimeAsync(200);
    engine.coordinator.cancel(first.id);
    const { job, progress } = await engine.settle(60_000, 2);
    expect([job.id, job.state, progress.counts.done]).toEqual([second.id, 'completed', 100]);
  });
});

describe('progress', () => {
  test('is told ten times a second at most, never falls, and ends with the last word', async () => {
    await using engine = new SimulatedEngine({ names: namesUpTo(1_000), workers: [2], read: quick });
    engine.run();
    const startedAt = Date.now();
    const { progress } = await engine.settle();
    expect(engine.progress.length).toBeLessThanOrEqual((Date.now() - startedAt) / 100 + 2);
    const done = engine.progress.map(({ counts }) => counts.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(engine.progress.at(-1)).toEqual(progress);
    expect(
      engine.progress.some(({ workers }) =>
        workers.some(({ name, slots, busySlots }) => name === 'local-1' && slots === 2 && busySlots === 2),
      ),
    ).toBe(true);
  });

  test('has a range of time left that shrinks to nothing', async () => {
    await using engine = new SimulatedEngine({
      names: namesUpTo(2_000),
      workers: [2],
      read: () => ({ ms: 20, end: 'ok' }),
    });
    engine.run();
    await engine.settle();
    const ranges = engine.progress.flatMap(({ eta }) => (eta === undefined ? [] : [eta]));
    expect(ranges.length).toBeGreaterThan(50);
    for (const { lowMs, highMs } of ranges) expect(lowMs).toBeLessThanOrEqual(highMs);
    const middle = engine.progress.filter(({ eta }) => eta !== undefined)[Math.floor(ranges.length / 2)];
    const leftMs = ((2_000 - (middle?.counts.done ?? 0)) * 20) / 2;
    expect(middle?.eta?.lowMs).toBeLessThan(leftMs * 1.1);
    expect(middle?.eta?.highMs).toBeGreaterThan(leftMs * 0.9);
    expect(ranges.at(-1)?.highMs).toBeLessThan(2_000);
  });

  test('says how much memory workers use', async () => {
    await using engine = new SimulatedEngine({
      names: namesUpTo(100),
      workers: [1],
      read: () => ({ ms: 50, end: 'ok' }),
    });
    engine.run();
    await vi.advanceTimersByTimeAsync(50);
    const worker = engine.workers.running[0];
    if (worker === undefined) throw new Error('no worker is up');
    engine.workers.tell(worker, { kind: 'beat', rssBytes: 123, slots: [] });
    await vi.advanceTimersByTimeAsync(200);
    expect(engine.progress.at(-1)?.workers).toEqual([{ name: 'local-1', slots: 1, busySlots: 1, rssBytes: 123 }]);
  });
});

describe('a store that cannot be written any more', () => {
  test('ends the job as failed with the reason, without bringing the program down', async () => {
    await using engine = new SimulatedEngine({ names: namesUpTo(300), workers: [2], read: quick });
    engine.run();
    await vi.advanceTimersByTimeAsync(300);
    engine.store.fault = new Error('database or disk is full');
    const { job, progress } = await engine.settle();
    expect(job).toMatchObject({ state: 'failed', message: 'database or disk is full' });
    expect(progress.state).toBe('failed');
    const leases = engine.workers.leases.length;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(engine.workers.leases).toHaveLength(leases);
    engine.store.fault = undefined;
  });

  /** An engine in the middle of a job whose disk is now full, and the number of times that it said so. */
  async function fullEngine() {
    const told = { times: 0 };
    const engine: SimulatedEngine = new SimulatedEngine({
      names: namesUpTo(300),
      workers: [2],
      read: quick,
      onStoreFull: () => {
        told.times += 1;
        engine.coordinator.hold('The disk is full.');
      },
    });
    const job = engine.run();
    await vi.advanceTimersByTimeAsync(300);
    engine.store.fault = new StoreFull('There is no room left.');
    await engine.settle();
    return { engine, job, told };
  }

  test('as its disk is full lets the job wait, and go on by itself once there is room', async () => {
    const { engine, job, told } = await fullEngine();
    await using _ = engine;
    expect(engine.ended.at(-1)?.job.state).toBe('interrupted');
    expect(told.times).toBe(1);
    expect(engine.coordinator.waitingFor(job.id)).toBe('The disk is full.');
    engine.coordinator.hold('The disk has 1 MB free.');
    expect(engine.coordinator.waitingFor(job.id)).toBe('The disk has 1 MB free.');
    engine.coordinator.hold(undefined); // a try, while there is still no room
    expect(told.times).toBe(2);
    expect(engine.coordinator.waitingFor(job.id)).toBe('The disk is full.');
    engine.store.fault = undefined;
    engine.coordinator.hold(undefined);
    const { job: ended, progress } = await engine.settle(600_000, 2);
    expect(ended).toMatchObject({ id: job.id, state: 'completed' });
    expect(progress.counts).toMatchObject({ found: 300, done: 300, extracted: 300, failed: 0 });
  });

  test('leaves a job that was cancelled meanwhile as it is', async () => {
    const { engine, job } = await fullEngine();
    await using _ = engine;
    engine.store.fault = undefined;
    engine.coordinator.cancel(job.id);
    engine.coordinator.hold(undefined);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(engine.store.storedJobs.get(job.id)?.state).toBe('cancelled');
    expect(engine.coordinator.progressOf(job.id)).toBeUndefined();
  });
});

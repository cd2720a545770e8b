import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { JobRefused, type StoredJob } from '../../src-main/coordinator/ports.ts';
import { fakeIntake, found, SimulatedEngine } from './fakes/engine.ts';
import { namesUpTo, quick } from './fakes/files.ts';
import { MemoryStore } from './fakes/memory-store.ts';
import type { Reading, SimulatedWorker } from './fakes/simulated-workers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('pausing', () => {
  test('gives out no lease until the job is started again; what is read is finished, what waits is given back', async () => {
    await using engine = new SimulatedEngine({ names: namesUpTo(400), workers: [2], read: quick });
    const job = engine.run();
    await vi.advanceTimersByTimeAsync(200);
    engine.coordinator.pause(job.id);
    const leases = engine.workers.leases.length;
    const beingRead = engine.workers.running.flatMap(({ readingNow }) => readingNow);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(engine.workers.leases).toHaveLength(leases);
    const paused = engine.progress.at(-1);
    expect(paused).toMatchObject({ state: 'paused', waitingFor: 'somebody to resume it' });
    for (const path of beingRead) expect(engine.store.rowOf(path).state).toBe('done');
    const givenBack = engine.workers.leases.slice(-2).flatMap(({ lease }) => lease.items);
    expect(paused?.counts.done).toBe(engine.leasedNames.length - givenBack.length);
    for (const { path } of givenBack) expect(engine.store.rowOf(path)).toMatchObject({ state: 'ready' });
    expect(engine.store.rowOf(givenBack[0]?.path ?? '').progress.suspicions).toBe(0);
    expect(engine.stateOf(job)).toBe('paused');
    engine.coordinator.start(job.id);
    const { progress } = await engine.settle();
    expect(progress.counts.done).toBe(400);
    expect(progress.elapsedMs).toBeLessThan(10_000);
    expect(engine.leasedNames).toHaveLength(400 + givenBack.length);
    for (const name of engine.leasedNames) expect(engine.workers.reads.get(`/f/${name}`)).toBe(1);
  });

  test('holds the end of a job back as well', async () => {
    await using engine = new SimulatedEngine({ names: ['a.jpg'], workers: [1], read: () => ({ ms: 500, end: 'ok' }) });
    const job = engine.run();
    await vi.advanceTimersByTimeAsync(200);
    engine.coordinator.pause(job.id);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(engine.ended).toEqual([]);
    engine.coordinator.start(job.id);
    expect((await engine.settle()).job.state).toBe('completed');
  });

  test('keeps files that are found meanwhile for later', async () => {
    const intake = fakeIntake([[found(namesUpTo(5))], [found(namesUpTo(5), '/g')]], 300);
    await using engine = new SimulatedEngine({ intake, workers: [1], read: quick });
    const job = engine.run();
    engine.coordinator.pause(job.id);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(engine.workers.leases).toEqual([]);
    expect(engine.progress.at(-1)?.counts).toMatchObject({ found: 10, done: 0 });
    engine.coordinator.start(job.id);
    expect((await engine.settle()).progress.counts.done).toBe(10);
  });
});

describe('cancelling', () => {
  test('ends a job at once and for good, and takes what is out back', async () => {
    await using engine = new SimulatedEngine({
      names: namesUpTo(400),
      workers: [2],
      read: () => ({ ms: 50, end: 'ok' }),
    });
    const job = engine.run();
    await vi.advanceTimersByTimeAsync(400);
    engine.coordinator.cancel(job.id);
    expect(engine.ended).toHaveLength(1);
    expect(engine.stateOf(job)).toBe('cancelled');
    const sent = engine.workers.running.flatMap((worker: SimulatedWorker) => worker.sent.map(({ kind }) => kind));
    expect(sent.filter((kind) => kind === 'abandon')).toHaveLength(4); // two leases of each of the two slots
    const done = engine.store.items.counts(job.id).done;
    expect(done).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(engine.store.items.counts(job.id).done).toBe(done);
    expect(engine.progress.at(-1)?.state).toBe('cancelled');
  });

  test('works on a paused job, and on one that is not running', async () => {
    await using engine = new SimulatedEngine({ names: namesUpTo(10), workers: [1], read: quick });
    const paused = engine.run();
    engine.coordinator.pause(paused.id);
    engine.coordinator.cancel(paused.id);
    expect(engine.stateOf(paused)).toBe('cancelled');
    const queued = engine.coordinator.create(paused.spec);
    engine.coordinator.cancel(queued.id);
    expect(engine.stateOf(queued)).toBe('cancelled');
  });

  test('ends the crawl as well', async () => {
    const intake = fakeIntake(
      Array.from({ length: 100 }, (_, at) => [found(['a.jpg'], `/f${at}`)]),
      50,
    );
    await using engine = new SimulatedEngine({ intake, workers: [1], read: quick });
    const job = engine.run();
    await vi.advanceTimersByTimeAsync(500);
    engine.coordinator.cancel(job.id);
    const { found: known } = engine.store.items.counts(job.id);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(engine.store.items.counts(job.id).found).toBe(known);
    expect(engine.store.jobs.get(job.id)?.crawlEnded).toBe(false);
  });
});

describe('an interrupted job', () => {
  async function interrupted(read: (path: string, times: number) => Reading, atMs: number) {
    const store = new MemoryStore();
    const first = new SimulatedEngine({ store, names: namesUpTo(300), workers: [2], read });
    const job = first.run();
    await vi.advanceTimersByTimeAsync(atMs);
    await first[Symbol.asyncDispose]();
    return { store, job, leased: first.leasedNames };
  }

  test('goes on where it was: nothing is lost and nothing is read twice that was recorded', async () => {
    const { store, job } = await interrupted(quick, 500);
    const before = store.items.counts(job.id);
    expect(store.jobs.get(job.id)?.state).toBe('interrupted');
    expect(before.done).toBeGreaterThan(0);
    expect(before.done).toBeLessThan(300);
    await using second = new SimulatedEngine({ store, names: namesUpTo(300), workers: [2], read: quick });
    second.coordinator.start(job.id);
    const { progress } = await second.settle();
    expect(progress.counts).toMatchObject({ found: 300, done: 300, extracted: 300 });
    expect(second.leasedNames).toHaveLength(300 - before.done);
    expect(progress.counts).toEqual(store.items.counts(job.id));
  });

  test('is crawled again where the crawl was cut off, and only then', async () => {
    const { store, job } = await interrupted(quick, 2);
    expect(store.jobs.get(job.id)?.crawlEnded).toBe(false);
    const intake = fakeIntake([[found(namesUpTo(300))]]);
    const listFileOf = ({ id }: StoredJob) => `/lists/${id}.list`;
    await using second = new SimulatedEngine({ store, intake, workers: [2], read: quick, listFileOf });
    second.coordinator.start(job.id);
    expect(intake.crawls).toMatchObject([{ listFile: '/lists/1.list' }]);
    await vi.advanceTimersByTimeAsync(300);
    second.coordinator.interruptAll();
    second.coordinator.start(job.id);
    await second.settle(60_000, 2);
    expect(intake.crawls).toHaveLength(1);
    expect(store.items.counts(job.id)).toMatchObject({ found: 300, done: 300 });
  });

  test('whose failed files are read again looks through its list too; where that is gone, nothing is changed', async () => {
    const intake = fakeIntake([[found(namesUpTo(20))], [found(namesUpTo(300))]], 500);
    const fault = { code: 'io-error' as const, message: 'the share is gone' };
    const lists = { areThere: true };
    await using engine = new SimulatedEngine({
      intake,
      workers: [2],
      read: (_path, times) => ({ ms: 5, end: times === 1 ? fault : 'ok' }),
      listFileOf: ({ id }) => {
        if (lists.areThere) return `/lists/${id}.list`;
        throw new JobRefused('its list is gone');
      },
    });
    const job = engine.run({ listed: true, maxAttempts: 1 });
    await vi.advanceTimersByTimeAsync(900);
    engine.coordinator.cancel(job.id);
    expect(engine.store.items.counts(job.id)).toMatchObject({ found: 20, failed: 20 });
    lists.areThere = false;
    await expect(engine.coordinator.retry(job.id, {})).rejects.toThrow('its list is gone');
    expect(() => {
      engine.coordinator.start(job.id);
    }).toThrow('it cannot be started again');
    expect(engine.stateOf(job)).toBe('cancelled');
    lists.areThere = true;
    const retried = engine.coordinator.retry(job.id, {});
    await vi.advanceTimersByTimeAsync(100);
    expect(await retried).toBe(20);
    await engine.settle(60_000, 2);
    expect(intake.crawls.map(({ listFile }) => listFile)).toEqual(['/lists/1.list', '/lists/1.list']);
    expect(engine.store.items.counts(job.id)).toMatchObject({ found: 300, done: 300 });
  });

  test('goes on with what was found even where the crawl finds nothing new', async () => {
    const store = new MemoryStore();
    const never = { ...fakeIntake([]), crawl: () => new Promise<void>(() => undefined) };
    const batch = [found(namesUpTo(20))];
    const cutOff = {
      ...never,
      crawl: (_: unknown, onFound: (files: typeof batch) => void) => (onFound(batch), never.crawl()),
    };
    const first = new SimulatedEngine({ store, intake: cutOff, workers: [1], read: () => ({ ms: 5, end: 'hang' }) });
    const job = first.run();
    await vi.advanceTimersByTimeAsync(100);
    await first[Symbol.asyncDispose]();
    expect(store.items.counts(job.id)).toMatchObject({ found: 20, done: 0 });
    await using second = new SimulatedEngine({ store, names: namesUpTo(20), workers: [1], read: quick });
    second.coordinator.start(job.id);
    expect((await second.settle()).progress.counts).toMatchObject({ found: 20, done: 20 });
  });

  test('that was running when the program was killed is found as running, and starts all the same', async () => {
    const { store, job } = await interrupted(quick, 300);
    store.jobs.setState(job.id, 'running', undefined);
    await using second = new SimulatedEngine({ store, names: namesUpTo(300), workers: [1], read: quick });
    second.coordinator.start(job.id);
    expect((await second.settle()).progress.counts.done).toBe(300);
  });

  test('remembers which file is suspected', async () => {
    const poison = (path: string): Reading => ({ ms: 5, end: path === '/f/0007.jpg' ? 'kill' : 'ok' });
    const { store, job } = await interrupted(poison, 150);
    expect(store.rowOf('/f/0007.jpg').state).toBe('ready');
    await using second = new SimulatedEngine({ store, names: namesUpTo(300), workers: [2], read: poison });
    second.coordinator.start(job.id);
    const { progress } = await second.settle();
    expect(progress.counts).toMatchObject({ done: 300, failed: 1 });
    expect(store.rowOf('/f/0007.jpg').finished?.result.fault?.code).toBe('extractor-crashed');
  });

  test('waits for a retry that was due after the interruption', async () => {
    const flaky = (_path: string, times: number): Reading => ({
      ms: 5,
      end: times === 1 ? { code: 'io-error', message: '' } : 'ok',
    });
    const store = new MemoryStore();
    const first = new SimulatedEngine({ store, names: ['a.jpg'], workers: [1], read: flaky });
    const job = first.run();
    await vi.advanceTimersByTimeAsync(100);
    await first[Symbol.asyncDispose]();
    expect(store.rowOf('/f/a.jpg').progress.attempts).toBe(1);
    await using second = new SimulatedEngine({ store, workers: [1], read: quick });
    second.coordinator.start(job.id);
    await second.settle();
    expect(store.rowOf('/f/a.jpg').finished?.attempts).toBe(2);
  });

  test('of which everything was recorded completes without a worker', async () => {
    const { store, job } = await interrupted(quick, 3_000);
    store.jobs.setState(job.id, 'interrupted', undefined);
    await using second = new SimulatedEngine({ store, workers: [1], read: quick });
    second.coordinator.start(job.id);
    expect((await second.settle()).job.state).toBe('completed');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(second.workers.starts).toBe(0);
  });

  test('has its active time summed over its runs', async () => {
    const { store, job } = await interrupted(quick, 300);
    expect(store.jobs.get(job.id)?.activeMs).toBeCloseTo(300, -1);
    await vi.advanceTimersByTimeAsync(60_000);
    await using second = new SimulatedEngine({ store, workers: [2], read: quick });
    second.coordinator.start(job.id);
    const { progress } = await second.settle();
    expect(store.jobs.get(job.id)?.activeMs).toBeCloseTo(300 + progress.elapsedMs, -1);
  });
});

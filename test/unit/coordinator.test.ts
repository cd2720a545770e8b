import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StoredJob } from '../../src-main/coordinator/ports.ts';
import { fakeIntake, found, SimulatedEngine } from './fakes/engine.ts';
import { MemoryStore } from './fakes/memory-store.ts';
import type { Reading, SimulatedWorker } from './fakes/simulated-workers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const quick = (): Reading => ({ ms: 5, end: 'ok' });

function namesUpTo(count: number, extension = 'jpg'): string[] {
  return Array.from({ length: count }, (_, index) => `${String(index).padStart(4, '0')}.${extension}`);
}

function stateOf(engine: Pick<SimulatedEngine, 'store'>, job: StoredJob): string | undefined {
  return engine.store.jobs.get(job.id)?.state;
}

/** Names of the files that workers were asked for, in order. */
function leasedNames(engine: SimulatedEngine): string[] {
  return engine.workers.leases.flatMap(({ lease }) => lease.items.map(({ path }) => path.slice(3)));
}

describe('a job', () => {
  test('is complete when every file has its outcome, and says so once', async () => {
    await using engine = new SimulatedEngine({ names: namesUpTo(500), workers: [2], read: quick });
    const job = engine.run();
    expect(stateOf(engine, job)).toBe('running');
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
    expect(stateOf(engine, job)).toBe('completed');
    expect(new Set(leasedNames(engine)).size).toBe(500);
    expect(leasedNames(engine)).toHaveLength(500);
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
      engine.coordinator.start(99, undefined);
    }).toThrow('There is no job 99');
    const job = engine.run();
    expect(() => {
      engine.coordinator.start(job.id, undefined);
    }).toThrow('Job 1 is running: it cannot be started again');
    await engine.settle();
    expect(() => {
      engine.coordinator.start(job.id, undefined);
    }).toThrow('Job 1 is completed');
    expect(() => {
      engine.coordinator.pause(job.id);
    }).toThrow('it cannot be paused');
    expect(() => {
      engine.coordinator.cancel(job.id);
    }).toThrow('it cannot be cancelled');
  });
});

describe('a file with a fault that may pass', () => {
  const offline = { code: 'io-error' as const, message: 'the share is gone' };

  test('is read again after its back-off, and not before', async () => {
    const times: number[] = [];
    const read = (_path: string, time: number): Reading => {
      times.push(Date.now());
      return { ms: 5, end: time < 3 ? offline : 'ok' };
    };
    await using engine = new SimulatedEngine({ names: ['a.jpg'], workers: [1], read });
    engine.run();
    const { progress } = await engine.settle();
    expect(progress.counts).toMatchObject({ extracted: 1, failed: 0 });
    expect(engine.store.rowOf('/f/a.jpg').finished?.attempts).toBe(3);
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(375); // three quarters of half a second, as random() says 0.5
    expect(second - first).toBeLessThan(700);
    expect(third - second).toBeGreaterThanOrEqual(750);
    expect(third - second).toBeLessThan(1_100);
  });

  test('does not hold up the others', async () => {
    const read = (path: string): Reading => ({ ms: 5, end: path === '/f/0000.jpg' ? offline : 'ok' });
    await using engine = new SimulatedEngine({ names: namesUpTo(40), workers: [1], read });
    engine.run();
    await vi.advanceTimersByTimeAsync(350);
    expect(engine.progress.at(-1)?.counts.extracted).toBe(39);
    const { progress } = await engine.settle();
    expect(progress.counts).toMatchObject({ done: 40, failed: 1 });
    expect(engine.workers.reads.get('/f/0000.jpg')).toBe(3);
  });

  test('is tried as often as the job says', async () => {
    await using engine = new SimulatedEngine({ names: ['a.jpg'], workers: [1], read: () => ({ ms: 5, end: offline }) });
    engine.run({ maxAttempts: 1 });
    await engine.settle();
    expect(engine.workers.reads.get('/f/a.jpg')).toBe(1);
    expect(engine.store.rowOf('/f/a.jpg').finished).toMatchObject({
      attempts: 1,
      cacheable: false,
      result: { fault: offline },
    });
  });
});

describe('what may be kept for later runs', () => {
  test.each([
    { what: 'a file that was read', end: 'ok', cache: 'use', kept: true },
    { what: 'a file that was read again', end: 'ok', cache: 'refresh', kept: true },
    { what: 'anything of a job without a cache', end: 'ok', cache: 'off', kept: false },
    { what: 'a damaged file', end: { code: 'corrupt', message: '' }, cache: 'use', kept: true },
    {
      what: 'a file that may not be read now',
      end: { code: 'permission-denied', message: '' },
      cache: 'use',
      kept: false,
    },
    { what: 'a crashed extractor', end: { code: 'extractor-crashed', message: '' }, cache: 'use', kept: false },
  ] as const)('$what: $kept', async ({ end, cache, kept }) => {
    await using engine = new SimulatedEngine({ names: ['a.jpg'], workers: [1], read: () => ({ ms: 5, end }) });
    engine.run({ cache });
    await engine.settle();
    expect(engine.store.rowOf('/f/a.jpg').finished?.cacheable).toBe(kept);
    expect(engine.workers.leases[0]?.lease.fingerprints).toBe(cache !== 'off');
  });
});

describe('a result', () => {
  test('that comes again for the same file is dropped: the first one stands', async () => {
    await using engine = new SimulatedEngine({
      names: ['a.jpg', 'b.jpg'],
      workers: [1],
      read: () => ({ ms: 5, end: 'hang' }),
    });
    const job = engine.run();
    await vi.advanceTimersByTimeAsync(100);
    const { worker, lease } = engine.workers.leases[0] ?? {};
    if (worker === undefined || lease === undefined) throw new Error('nothing was leased');
    const answer = (itemId: number, tagValues: string) => {
      const result = {
        itemId,
        outcome: 'extracted' as const,
        changedSinceCrawl: false,
        coreJson: '{}',
        tagNames: 'A:B',
        tagValues,
        modulesJson: '{}',
        durationMs: 1,
      };
      engine.workers.tell(worker, { kind: 'results', leaseId: lease.leaseId, results: [result] });
    };
    answer(1, '"first"');
    answer(1, '"second"');
    await vi.advanceTimersByTimeAsync(100);
    answer(1, '"third"');
    answer(2, '"other"');
    const { progress } = await engine.settle();
    expect(progress.counts).toMatchObject({ done: 2, extracted: 2 });
    expect(engine.store.rowOf('/f/a.jpg').finished?.result.tagValues).toBe('"first"');
    expect(stateOf(engine, job)).toBe('completed');
  });

  test('for a file or a lease that was never given out is dropped', async () => {
    await using engine = new SimulatedEngine({ names: ['a.jpg'], workers: [1], read: () => ({ ms: 100, end: 'ok' }) });
    engine.run();
    await vi.advanceTimersByTimeAsync(50);
    const worker = engine.workers.running[0];
    if (worker === undefined) throw new Error('no worker is up');
    const stray = {
      itemId: 77,
      outcome: 'failed' as const,
      changedSinceCrawl: false,
      coreJson: '{}',
      tagNames: '',
      tagValues: '',
      modulesJson: '{}',
      durationMs: 1,
    };
    engine.workers.tell(worker, { kind: 'results', leaseId: 0, results: [stray] });
    engine.workers.tell(worker, { kind: 'results', leaseId: 555, results: [stray] });
    engine.workers.tell(worker, { kind: 'lease-done', leaseId: 555 });
    const { progress } = await engine.settle();
    expect(progress.counts).toMatchObject({ done: 1, extracted: 1, failed: 0 });
  });

  test('that a worker leaves out at the end of its lease is asked for again', async () => {
    await using engine = new SimulatedEngine({
      names: ['a.jpg', 'b.jpg'],
      workers: [1],
      read: (path, times) => ({ ms: 5, end: path === '/f/a.jpg' && times === 1 ? 'hang' : 'ok' }),
    });
    engine.run();
    await vi.advanceTimersByTimeAsync(100);
    const { worker, lease } = engine.workers.leases[0] ?? {};
    if (worker === undefined || lease === undefined) throw new Error('nothing was leased');
    worker.send({ kind: 'abandon', leaseId: lease.leaseId }); // it ends the lease with nothing to show for it
    const { progress } = await engine.settle();
    expect(progress.counts).toMatchObject({ done: 2, extracted: 2 });
  });
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
    expect(paused?.counts.done).toBe(leasedNames(engine).length - givenBack.length);
    for (const { path } of givenBack) expect(engine.store.rowOf(path)).toMatchObject({ state: 'ready' });
    expect(engine.store.rowOf(givenBack[0]?.path ?? '').progress.suspicions).toBe(0);
    expect(stateOf(engine, job)).toBe('paused');
    engine.coordinator.start(job.id, undefined);
    const { progress } = await engine.settle();
    expect(progress.counts.done).toBe(400);
    expect(progress.elapsedMs).toBeLessThan(10_000);
    expect(leasedNames(engine)).toHaveLength(400 + givenBack.length);
    for (const name of leasedNames(engine)) expect(engine.workers.reads.get(`/f/${name}`)).toBe(1);
  });

  test('holds the end of a job back as well', async () => {
    await using engine = new SimulatedEngine({ names: ['a.jpg'], workers: [1], read: () => ({ ms: 500, end: 'ok' }) });
    const job = engine.run();
    await vi.advanceTimersByTimeAsync(200);
    engine.coordinator.pause(job.id);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(engine.ended).toEqual([]);
    engine.coordinator.start(job.id, undefined);
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
    engine.coordinator.start(job.id, undefined);
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
    expect(stateOf(engine, job)).toBe('cancelled');
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
    expect(stateOf(engine, paused)).toBe('cancelled');
    const queued = engine.coordinator.create(paused.spec);
    engine.coordinator.cancel(queued.id);
    expect(stateOf(engine, queued)).toBe('cancelled');
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
    return { store, job, leased: leasedNames(first) };
  }

  test('goes on where it was: nothing is lost and nothing is read twice that was recorded', async () => {
    const { store, job } = await interrupted(quick, 500);
    const before = store.items.counts(job.id);
    expect(stateOf({ store }, job)).toBe('interrupted');
    expect(before.done).toBeGreaterThan(0);
    expect(before.done).toBeLessThan(300);
    await using second = new SimulatedEngine({ store, names: namesUpTo(300), workers: [2], read: quick });
    second.coordinator.start(job.id, undefined);
    const { progress } = await second.settle();
    expect(progress.counts).toMatchObject({ found: 300, done: 300, extracted: 300 });
    expect(leasedNames(second)).toHaveLength(300 - before.done);
    expect(progress.counts).toEqual(store.items.counts(job.id));
  });

  test('is crawled again where the crawl was cut off, and only then', async () => {
    const { store, job } = await interrupted(quick, 2);
    expect(store.jobs.get(job.id)?.crawlEnded).toBe(false);
    const intake = fakeIntake([[found(namesUpTo(300))]]);
    await using second = new SimulatedEngine({ store, intake, workers: [2], read: quick });
    second.coordinator.start(job.id, '/lists/1.list');
    expect(intake.crawls).toMatchObject([{ listFile: '/lists/1.list' }]);
    await vi.advanceTimersByTimeAsync(300);
    second.coordinator.interruptAll();
    second.coordinator.start(job.id, undefined);
    await second.settle(60_000, 2);
    expect(intake.crawls).toHaveLength(1);
    expect(store.items.counts(job.id)).toMatchObject({ found: 300, done: 300 });
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
    second.coordinator.start(job.id, undefined);
    expect((await second.settle()).progress.counts).toMatchObject({ found: 20, done: 20 });
  });

  test('that was running when the program was killed is found as running, and starts all the same', async () => {
    const { store, job } = await interrupted(quick, 300);
    store.jobs.setState(job.id, 'running', undefined);
    await using second = new SimulatedEngine({ store, names: namesUpTo(300), workers: [1], read: quick });
    second.coordinator.start(job.id, undefined);
    expect((await second.settle()).progress.counts.done).toBe(300);
  });

  test('remembers which file is suspected', async () => {
    const poison = (path: string): Reading => ({ ms: 5, end: path === '/f/0007.jpg' ? 'kill' : 'ok' });
    const { store, job } = await interrupted(poison, 150);
    expect(store.rowOf('/f/0007.jpg').state).toBe('ready');
    await using second = new SimulatedEngine({ store, names: namesUpTo(300), workers: [2], read: poison });
    second.coordinator.start(job.id, undefined);
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
    second.coordinator.start(job.id, undefined);
    await second.settle();
    expect(store.rowOf('/f/a.jpg').finished?.attempts).toBe(2);
  });

  test('of which everything was recorded completes without a worker', async () => {
    const { store, job } = await interrupted(quick, 3_000);
    store.jobs.setState(job.id, 'interrupted', undefined);
    await using second = new SimulatedEngine({ store, workers: [1], read: quick });
    second.coordinator.start(job.id, undefined);
    expect((await second.settle()).job.state).toBe('completed');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(second.workers.starts).toBe(0);
  });

  test('has its active time summed over its runs', async () => {
    const { store, job } = await interrupted(quick, 300);
    expect(store.jobs.get(job.id)?.activeMs).toBeCloseTo(300, -1);
    await vi.advanceTimersByTimeAsync(60_000);
    await using second = new SimulatedEngine({ store, workers: [2], read: quick });
    second.coordinator.start(job.id, undefined);
    const { progress } = await second.settle();
    expect(store.jobs.get(job.id)?.activeMs).toBeCloseTo(300 + progress.elapsedMs, -1);
  });
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

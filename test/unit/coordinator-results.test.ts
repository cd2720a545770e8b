import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SimulatedEngine } from './fakes/engine.ts';
import { namesUpTo } from './fakes/files.ts';
import type { Reading } from './fakes/simulated-workers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
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

  test('names the worker that tried it last', async () => {
    await using engine = new SimulatedEngine({
      names: namesUpTo(20),
      workers: [1, 1],
      read: () => ({ ms: 5, end: offline }),
    });
    engine.run();
    await engine.settle();
    const last = new Map<string, string>();
    for (const { worker, lease } of engine.workers.leases)
      for (const { path } of lease.items) last.set(path, worker.name);
    expect(new Set(last.values())).toEqual(new Set(['local-1', 'local-2']));
    for (const [path, worker] of last) expect(engine.store.rowOf(path).finished?.worker).toBe(worker);
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
    expect(engine.stateOf(job)).toBe('completed');
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

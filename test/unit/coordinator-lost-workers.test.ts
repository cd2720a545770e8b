import fc from 'fast-check';
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

/** The one that has got the file last. */
function lastWorkerWith({ workers: { leases } }: SimulatedEngine, file: string): string | undefined {
  return leases.findLast(({ lease }) => lease.items.some(({ path }) => path === file))?.worker.name;
}

/** Names of the files that are recorded as having crashed their worker. */
function quarantined({ store }: SimulatedEngine): string[] {
  return [...store.rows.values()].flatMap(({ name, finished }) =>
    finished?.result.fault?.code === 'extractor-crashed' ? [name] : [],
  );
}

describe('a file that kills its worker', () => {
  test.each([
    { workers: [1], ms: 1 },
    { workers: [4], ms: 1 },
    { workers: [4], ms: 40 },
    { workers: [4, 4], ms: 1 },
    { workers: [1, 3], ms: 200 },
  ])('after $ms ms is quarantined with workers of $workers slots, and only it', async ({ workers, ms }) => {
    const read = (path: string): Reading => (path === '/f/0100.jpg' ? { ms, end: 'kill' } : { ms: 8, end: 'ok' });
    await using engine = new SimulatedEngine({ names: namesUpTo(200), workers, read });
    engine.run();
    const { job, progress } = await engine.settle();
    expect(job.state).toBe('completed');
    expect(quarantined(engine)).toEqual(['0100.jpg']);
    expect(progress.counts).toMatchObject({ found: 200, done: 200, extracted: 199, failed: 1 });
    const { finished } = engine.store.rowOf('/f/0100.jpg');
    expect(finished).toMatchObject({ attempts: 3, worker: lastWorkerWith(engine, '/f/0100.jpg') });
  });

  test('is read at most thrice once it is suspected, and costs at most a few workers', async () => {
    const read = (path: string): Reading => (path === '/f/0003.jpg' ? { ms: 1, end: 'kill' } : { ms: 8, end: 'ok' });
    await using engine = new SimulatedEngine({ names: namesUpTo(50), workers: [2], read });
    engine.run();
    await engine.settle();
    expect(engine.workers.reads.get('/f/0003.jpg')).toBeLessThanOrEqual(8);
  });

  test('leaves the others what they are, where several such files lie among them', async () => {
    const poison = new Set(['0000.jpg', '0010.jpg', '0011.jpg', '0012.jpg', '0059.jpg']);
    const read = (path: string): Reading => ({ ms: 5, end: poison.has(path.slice(3)) ? 'kill' : 'ok' });
    await using engine = new SimulatedEngine({ names: namesUpTo(60), workers: [4], read });
    engine.run();
    const { progress } = await engine.settle();
    expect(quarantined(engine)).toEqual([...poison]);
    expect(progress.counts).toMatchObject({ extracted: 55, failed: 5 });
  });
});

describe('a suspect', () => {
  test('is the only file that its worker has, while others may go on elsewhere', async () => {
    const read = (path: string): Reading => ({
      ms: path === '/f/0020.jpg' ? 50 : 8,
      end: path === '/f/0020.jpg' ? 'kill' : 'ok',
    });
    await using engine = new SimulatedEngine({ names: namesUpTo(120), workers: [3, 3], read });
    engine.run();
    let lone = 0;
    while (engine.ended.length === 0) {
      await vi.advanceTimersByTimeAsync(5);
      for (const worker of engine.workers.running) {
        const suspects = worker.readingNow.filter((path) => {
          const row = engine.store.rowOf(path);
          return row.progress.suspicions > 0;
        });
        if (suspects.length === 0) continue;
        lone += 1;
        expect(worker.readingNow).toEqual(suspects);
        expect(suspects).toHaveLength(1);
      }
    }
    expect(lone).toBeGreaterThan(0);
    expect(quarantined(engine)).toEqual(['0020.jpg']);
  });
});

describe('workers that are killed from outside', () => {
  test('cost no file its result: what they had is read again at once', async () => {
    await using engine = new SimulatedEngine({
      names: namesUpTo(300),
      workers: [2, 2],
      read: () => ({ ms: 8, end: 'ok' }),
    });
    engine.run();
    for (let times = 0; times < 6; times++) {
      await vi.advanceTimersByTimeAsync(130);
      const worker = engine.workers.running[times % 2];
      if (worker !== undefined) engine.workers.kill(worker);
    }
    const { job, progress } = await engine.settle();
    expect(job.state).toBe('completed');
    expect(progress.counts).toMatchObject({ done: 300, extracted: 300, failed: 0 });
    expect(engine.workers.starts).toBe(8);
  });
});

/** What lies in the folder: for most files nothing is wrong, and a few are trouble of some kind. */
const trouble = fc.constantFrom('kill', 'flaky', 'broken share', 'corrupt', 'slow', 'hang once');
const anyFolder = fc.record({
  count: fc.integer({ min: 1, max: 150 }),
  troubles: fc.array(fc.tuple(fc.nat(149), trouble), { maxLength: 6 }),
  workers: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
  kills: fc.array(fc.record({ atMs: fc.nat(1_500), which: fc.nat(2) }), { maxLength: 2 }),
});

test('whatever files and workers do, every file has one result in the end, and it is the right one', async () => {
  await fc.assert(
    fc.asyncProperty(anyFolder, async ({ count, troubles, workers, kills }) => {
      const names = namesUpTo(count);
      const kinds = new Map(troubles.map(([at, kind]) => [`/f/${names[at % count] ?? ''}`, kind]));
      const read = (path: string, times: number): Reading => {
        switch (kinds.get(path)) {
          case 'kill':
            return { ms: 3, end: 'kill' };
          case 'flaky':
            return { ms: 5, end: times === 1 ? { code: 'io-error', message: 'gone for a moment' } : 'ok' };
          case 'broken share':
            return { ms: 5, end: { code: 'io-error', message: 'gone for good' } };
          case 'corrupt':
            return { ms: 5, end: { code: 'corrupt', message: 'half a file' } };
          case 'slow':
            return { ms: 3_000, end: 'ok' };
          case 'hang once':
            return { ms: 5, end: times === 1 ? 'hang' : 'ok' };
          default:
            return { ms: 5, end: 'ok' };
        }
      };
      await using engine = new SimulatedEngine({ names, workers, read });
      engine.run();
      // whoever kills the worker at both lone reads of one file cannot be told from that file
      const fromOutside = troubles.some(([, kind]) => kind === 'kill') ? kills.slice(1) : kills;
      for (const { atMs, which } of fromOutside) {
        setTimeout(() => {
          const worker = engine.workers.running[which % workers.length];
          if (worker !== undefined) engine.workers.kill(worker);
        }, atMs);
      }
      const { job, progress } = await engine.settle();
      expect(job.state).toBe('completed');
      const failed = new Map(
        [...engine.store.rows.values()].map(({ name, finished }) => [`/f/${name}`, finished?.result.fault?.code]),
      );
      for (const name of names) {
        const kind = kinds.get(`/f/${name}`);
        const expected =
          kind === 'kill'
            ? 'extractor-crashed'
            : kind === 'broken share'
              ? 'io-error'
              : kind === 'corrupt'
                ? 'corrupt'
                : undefined;
        expect(failed.get(`/f/${name}`), `${name}, ${kind ?? 'nothing wrong'}`).toBe(expected);
      }
      expect(progress.counts).toEqual(engine.store.items.counts(job.id));
      for (const { lease } of engine.workers.leases)
        expect(new Set(lease.items.map(({ itemId }) => itemId)).size).toBe(lease.items.length);
    }),
    { numRuns: 60 },
  );
}, 120_000);

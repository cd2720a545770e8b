import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Strategy } from '../../src-main/coordinator/queue-settings.ts';
import { fakeIntake, found, type EngineOptions, SimulatedEngine } from './fakes/engine.ts';
import { namesUpTo } from './fakes/files.ts';
import type { Reading } from './fakes/simulated-workers.ts';
import { simulatedMachine } from './fakes/simulated-workers.ts';
import { knowing, ofMs, readBy, timeOf } from './fakes/timed-job.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a worker that is lost', () => {
  /** Two files that are suspected, and the worker that has the first of them is lost in this way. */
  async function loseEarly(how: 'cut' | 'kill'): Promise<SimulatedEngine> {
    const engine = new SimulatedEngine({
      names: namesUpTo(100),
      workers: [2],
      machines: [simulatedMachine('attic')],
      read: ofMs(20),
    });
    engine.run();
    await vi.advanceTimersByTimeAsync(100);
    const [worker] = engine.workers.running;
    if (worker !== undefined) engine.workers[how](worker);
    await vi.advanceTimersByTimeAsync(5);
    return engine;
  }
  const suspicionsOf = (engine: SimulatedEngine) =>
    [...engine.store.rows.values()].filter(({ progress }) => progress.suspicions > 0 || progress.attempts > 0).length;

  test('with its link makes no file a suspect, and no attempt is counted', async () => {
    await using engine = await loseEarly('cut');
    expect(suspicionsOf(engine)).toBe(0);
    const { progress } = await engine.settle();
    expect(progress.counts).toMatchObject({ done: 100, extracted: 100, failed: 0 });
    for (const { finished } of engine.store.rows.values()) expect(finished?.attempts).toBe(1);
  });

  test('as a process makes suspects of what it was reading', async () => {
    await using engine = await loseEarly('kill');
    expect(suspicionsOf(engine)).toBeGreaterThan(0);
    expect((await engine.settle()).progress.counts).toMatchObject({ extracted: 100 });
  });

  test('with its link again and again while it reads a suspect alone does not have the file set aside', async () => {
    const read = (path: string, times: number): Reading => ({
      ms: path === '/f/0001.jpg' ? 1_000 : 10,
      end: path === '/f/0001.jpg' && times === 1 ? 'kill' : 'ok',
    });
    await using engine = new SimulatedEngine({
      names: namesUpTo(4),
      workers: [1],
      machines: [simulatedMachine('attic')],
      read,
    });
    engine.run();
    await vi.advanceTimersByTimeAsync(10); // until it has been found
    while (engine.store.rowOf('/f/0001.jpg').progress.suspicions === 0) await vi.advanceTimersByTimeAsync(20);
    for (let cuts = 0; cuts < 4; cuts++) {
      while (engine.workers.running[0]?.readingNow.join() !== '/f/0001.jpg') await vi.advanceTimersByTimeAsync(20);
      const worker = engine.workers.running.at(0);
      if (worker !== undefined) engine.workers.cut(worker);
    }
    const { progress } = await engine.settle();
    expect(progress.counts).toMatchObject({ done: 4, extracted: 4, failed: 0 });
  });
});

describe('several computers', () => {
  const FILES = 6_000;
  const FILE_MS = 40;

  /** The share of what so many slots could do at best. */
  async function efficiencyOf(options: Omit<EngineOptions, 'read'>, strategy: Strategy = 'dynamic'): Promise<number> {
    await using engine = new SimulatedEngine({ names: namesUpTo(FILES), read: ofMs(FILE_MS), ...options });
    engine.coordinator.configure({ strategy });
    const slots = options.workers.reduce((sum, each) => sum + each);
    return (FILES * FILE_MS) / slots / (await timeOf(engine));
  }

  test.each(['dynamic', 'least-busy', 'round-robin'] as const)(
    'add up with the strategy %s: 32 slots on 8 machines do 32 times what one does',
    async (strategy) => {
      const machines = Array.from({ length: 8 }, (_, at) => simulatedMachine(`m${at}`, { delayMs: 2 }));
      expect(await efficiencyOf({ workers: machines.map(() => 4), machines }, strategy)).toBeGreaterThan(0.9);
    },
  );

  test('that are far away are kept busy all the same', async () => {
    const machines = [simulatedMachine('far', { delayMs: 150 }), simulatedMachine('farther', { delayMs: 300 })];
    expect(await efficiencyOf({ workers: [4, 4], machines })).toBeGreaterThan(0.9);
  });

  test('that are far away have more leases on their way where these are short, and near ones two', async () => {
    await using engine = new SimulatedEngine({
      names: namesUpTo(5_000),
      workers: [1, 1],
      machines: [simulatedMachine('near', { delayMs: 1 }), simulatedMachine('far', { delayMs: 200 })],
      read: ofMs(0.1),
      store: knowing(0.1),
    });
    engine.run();
    const most = new Map<string, number>();
    while (engine.ended.length === 0) {
      await vi.advanceTimersByTimeAsync(3);
      for (const { name, machine } of engine.workers.running) {
        const sent = engine.workers.leases.filter(({ worker }) => worker.name === name).length;
        const out = sent - engine.workers.doneAt(name);
        most.set(machine?.name ?? '', Math.max(out, most.get(machine?.name ?? '') ?? 0));
      }
    }
    expect(Object.fromEntries(most)).toEqual({ near: 2, far: 8 });
  });

  test('do as much as their speeds together, whoever is how fast', async () => {
    const machines = [undefined, simulatedMachine('slow', { speed: 0.5 }), simulatedMachine('fast', { speed: 4 })];
    await using engine = new SimulatedEngine({
      names: namesUpTo(FILES),
      workers: [2, 2, 2],
      machines,
      read: ofMs(FILE_MS),
      store: knowing(FILE_MS),
    });
    const ms = await timeOf(engine);
    expect((FILES * FILE_MS) / 11 / ms).toBeGreaterThan(0.9);
    expect(engine.coordinator.speeds.known('slow')).toBeCloseTo(0.5, 1);
    expect(engine.coordinator.speeds.known('fast')).toBeCloseTo(4, 0);
  });

  test('leave what was learned of durations as it is on this computer, and what was learned of them for the next job', async () => {
    const store = knowing(FILE_MS);
    await using engine = new SimulatedEngine({
      names: namesUpTo(1_000),
      workers: [1, 4],
      machines: [undefined, simulatedMachine('slow', { speed: 0.25 })],
      read: ofMs(FILE_MS),
      store,
    });
    await timeOf(engine);
    const [learned] = store.learned.slice(-1);
    expect(learned?.meanMs).toBeGreaterThan(FILE_MS * 0.9);
    expect(learned?.meanMs).toBeLessThan(FILE_MS * 1.1);
    expect(store.machineSpeeds.get('slow')?.speed).toBeCloseTo(0.25, 1);
    await using next = new SimulatedEngine({ names: [], workers: [1], read: ofMs(1), store });
    expect(next.coordinator.speeds.known('slow')).toBeCloseTo(0.25, 1);
  });

  test('share their slots evenly between jobs of one priority', async () => {
    const machines = [undefined, simulatedMachine('slow', { speed: 0.5 })];
    const intake = {
      ...fakeIntake([]),
      crawl: (job: { readonly spec: { readonly sources: readonly string[] } }, onFound: (files: never) => unknown) =>
        Promise.resolve(onFound([found(namesUpTo(4_000), job.spec.sources[0])] as never)).then(() => undefined),
    };
    await using engine = new SimulatedEngine({ intake, workers: [2, 2], machines, read: ofMs(20) });
    engine.run({ sources: ['/a'] });
    engine.run({ sources: ['/b'] });
    await vi.advanceTimersByTimeAsync(10_000);
    const readsOf = (source: string) =>
      [...engine.workers.reads.keys()].filter((path) => path.startsWith(source)).length;
    expect(readsOf('/a') / readsOf('/b')).toBeGreaterThan(0.85);
    expect(readsOf('/a') / readsOf('/b')).toBeLessThan(1.15);
  });
});

describe('the end of a job', () => {
  const FILES = 1_000;
  const FILE_MS = 40;

  test('is not held up by a machine that is ten times slower, known or not', async () => {
    for (const machineSpeeds of [[], [{ name: 'slow', speed: 0.1, weightMs: 60_000 }]]) {
      const store = knowing(FILE_MS);
      for (const speed of machineSpeeds) store.machineSpeeds.set(speed.name, speed);
      await using engine = new SimulatedEngine({
        names: namesUpTo(FILES),
        workers: [4, 4],
        machines: [undefined, simulatedMachine('slow', { speed: 0.1 })],
        read: ofMs(FILE_MS),
        store,
      });
      // what the fast ones alone would need
      expect(await timeOf(engine)).toBeLessThan((FILES * FILE_MS) / 4 + 500);
    }
  });

  test('is not held up by a machine that stalls for good', async () => {
    const read = (_path: string, _times: number, worker: string): Reading =>
      worker.startsWith('stalled') ? { ms: 1e9, end: 'ok' } : { ms: FILE_MS, end: 'ok' };
    await using engine = new SimulatedEngine({
      names: namesUpTo(FILES),
      workers: [4, 4],
      machines: [undefined, simulatedMachine('stalled')],
      read,
    });
    expect(await timeOf(engine)).toBeLessThan((FILES * FILE_MS) / 4 + 2_000);
    expect(readBy(engine, 'stalled')).toBe(0);
  });

  test('is not held up by a machine that was the fastest of all before it stalled', async () => {
    const beganAtMs = performance.now();
    await using engine = new SimulatedEngine({
      names: namesUpTo(FILES),
      workers: [4, 2],
      machines: [undefined, simulatedMachine('fast', { speed: 10 })],
      read: (_path, _times, worker) => {
        const hasStalled = worker.startsWith('fast') && performance.now() - beganAtMs > 1_000;
        return { ms: hasStalled ? 1e9 : FILE_MS, end: 'ok' };
      },
      store: knowing(FILE_MS),
    });
    expect(await timeOf(engine)).toBeLessThan((FILES * FILE_MS) / 4 + 3_000);
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeIntake, found, SimulatedEngine } from './fakes/engine.ts';
import { namesUpTo } from './fakes/files.ts';
import { simulatedMachine } from './fakes/simulated-workers.ts';
import { knowing, ofMs, readBy, timeOf } from './fakes/timed-job.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('files that a machine does not see', () => {
  const LARGE = 1_000_000_000;
  /** 100 MB/s. */
  const sending = (_folder: string, sizeBytes: number) => sizeBytes / 100_000;

  test('stay here where sending them takes longer than everything here', async () => {
    const names = namesUpTo(20);
    await using engine = new SimulatedEngine({
      intake: fakeIntake([[{ ...found(names), sizes: names.map(() => LARGE) }]]),
      workers: [2, 2],
      machines: [undefined, simulatedMachine('attic', { transferMs: sending })],
      read: ofMs(50),
    });
    expect(await timeOf(engine)).toBeLessThan(1_500);
    expect(readBy(engine, 'attic/')).toBe(0);
  });

  test('are sent where that is the sooner way', async () => {
    await using engine = new SimulatedEngine({
      names: namesUpTo(2_000),
      workers: [2, 2],
      machines: [undefined, simulatedMachine('attic', { transferMs: sending })],
      read: ofMs(40),
      store: knowing(40),
    });
    expect((2_000 * 40) / 4 / (await timeOf(engine))).toBeGreaterThan(0.9);
    expect(readBy(engine, 'attic/')).toBeGreaterThan(800);
  });

  test('are never leased to a machine that cannot be sent them', async () => {
    await using engine = new SimulatedEngine({
      names: namesUpTo(300),
      workers: [1, 4],
      machines: [undefined, simulatedMachine('attic', { transferMs: () => Infinity })],
      read: ofMs(10),
    });
    await timeOf(engine);
    expect(engine.workers.leases.some(({ worker }) => worker.name.startsWith('attic'))).toBe(false);
  });

  test('are waited for in words where nobody can come by them', async () => {
    await using engine = new SimulatedEngine({
      names: namesUpTo(3),
      workers: [1],
      machines: [simulatedMachine('attic', { transferMs: () => Infinity })],
      read: ofMs(10),
    });
    const job = engine.run();
    await vi.advanceTimersByTimeAsync(500);
    expect(engine.coordinator.waitingFor(job.id)).toBe('a worker that sees its files, or that they can be sent to');
  });

  test('are not overdue while they are on their way', async () => {
    const names = namesUpTo(4);
    await using engine = new SimulatedEngine({
      intake: fakeIntake([[{ ...found(names), sizes: names.map(() => LARGE) }]]),
      workers: [1, 1],
      machines: ['attic', 'cellar'].map((name) => simulatedMachine(name, { transferMs: sending })),
      read: ofMs(20),
    });
    await timeOf(engine);
    for (const path of names.map((name) => `/f/${name}`)) expect(engine.workers.reads.get(path)).toBe(1);
    expect(engine.workers.leases.flatMap(({ lease }) => lease.items)).toHaveLength(4);
  });

  test('go with each lease in no greater number than a second brings', async () => {
    await using engine = new SimulatedEngine({
      names: namesUpTo(100),
      workers: [1],
      machines: [simulatedMachine('attic', { transferMs: () => 300 })],
      read: ofMs(5),
    });
    await timeOf(engine);
    expect(Math.max(...engine.workers.leases.map(({ lease }) => lease.items.length))).toBe(3);
  });
});

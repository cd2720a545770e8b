import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeIntake, found, SimulatedEngine } from './fakes/engine.ts';
import { namesUpTo } from './fakes/files.ts';
import type { Reading } from './fakes/simulated-workers.ts';
import { simulatedMachine } from './fakes/simulated-workers.ts';
import { ofMs, timeOf } from './fakes/timed-job.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a job that has chosen its workers', () => {
  const options = {
    workers: [1, 1, 1],
    machines: [undefined, simulatedMachine('attic', { labels: ['raw', 'fast'] }), simulatedMachine('cellar')],
    read: ofMs(10),
  };
  const machinesOf = (engine: SimulatedEngine, below = '/') =>
    [
      ...new Set(
        engine.workers.leases
          .filter(({ lease }) => lease.items.some(({ path }) => path.startsWith(below)))
          .map(({ worker }) => worker.machine?.name ?? 'local'),
      ),
    ].sort();

  test.each([
    [{ names: ['attic'], labels: [] }, ['attic']],
    [{ names: ['local', 'cellar'], labels: [] }, ['cellar', 'local']],
    [{ names: [], labels: ['raw', 'fast'] }, ['attic']],
    [{ names: [], labels: [] }, ['attic', 'cellar', 'local']],
  ])('by %j is read by %j', async (workers, by) => {
    await using engine = new SimulatedEngine({ ...options, names: namesUpTo(300) });
    await timeOf(engine, { workers });
    expect(machinesOf(engine)).toEqual(by);
  });

  test('for its folders has each read there, the longest folder that fits counting', async () => {
    const folders = ['/f', '/f/a', '/f/a/b', '/f/ab'];
    await using engine = new SimulatedEngine({
      ...options,
      intake: fakeIntake([folders.map((folder) => found(namesUpTo(40), folder))]),
    });
    await timeOf(engine, {
      workers: { names: ['local'], labels: [] },
      assignments: [
        { folder: '/f/a', workers: { names: ['attic'], labels: [] } },
        { folder: '/f/a/b/', workers: { names: ['cellar'], labels: [] } },
      ],
    });
    expect(machinesOf(engine, '/f/a/0')).toEqual(['attic']);
    expect(machinesOf(engine, '/f/a/b/')).toEqual(['cellar']);
    expect(machinesOf(engine, '/f/ab/')).toEqual(['local']);
    expect(machinesOf(engine, '/f/0')).toEqual(['local']);
  });

  test('says which are missing, and goes on when they come', async () => {
    await using engine = new SimulatedEngine({ ...options, workers: [1], machines: [undefined], names: namesUpTo(5) });
    const job = engine.run({ workers: { names: ['attic'], labels: [] } });
    await vi.advanceTimersByTimeAsync(500);
    expect(engine.coordinator.waitingFor(job.id)).toBe('a worker that may read its files: attic is not there');
    expect(engine.workers.leases).toEqual([]);
    const hasWorkFor = (name: string) => engine.coordinator.hasWorkFor(simulatedMachine(name));
    expect([hasWorkFor('attic'), hasWorkFor('cellar')]).toEqual([true, false]);
    engine.workers.join(simulatedMachine('attic'));
    expect((await engine.settle()).progress.counts).toMatchObject({ done: 5, extracted: 5 });
    expect(machinesOf(engine)).toEqual(['attic']);
    expect(hasWorkFor('attic')).toBe(false);
  });

  test('starts no worker here where none may read it, and does for the next job that may', async () => {
    await using engine = new SimulatedEngine({ ...options, names: namesUpTo(5) });
    engine.run({ workers: { names: ['attic', 'cellar'], labels: [] } });
    await engine.settle();
    expect(engine.workers.running.map(({ name }) => name)).toEqual(['attic/local-2', 'cellar/local-3']);
    engine.run({ cache: 'off' });
    await engine.settle(60_000, 2);
    expect(engine.workers.running.map(({ name }) => name)).toContain('local-1');
  });

  test('for a folder of thousands of files keeps nobody from the next folder, even where they are away', async () => {
    await using engine = new SimulatedEngine({
      ...options,
      intake: fakeIntake([[found(namesUpTo(6_000), '/f/a')], [found(namesUpTo(300), '/f/b')]]),
      workers: [1, 1],
      machines: [undefined, simulatedMachine('cellar')],
    });
    const job = engine.run({
      assignments: [
        { folder: '/f/a', workers: { names: ['attic'], labels: [] } },
        { folder: '/f/b', workers: { names: ['cellar'], labels: [] } },
      ],
    });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(machinesOf(engine, '/f/b/')).toEqual(['cellar']);
    expect(engine.coordinator.progressOf(job.id)?.counts).toMatchObject({ found: 6_300, done: 300 });
    expect(engine.coordinator.waitingFor(job.id)).toBe('a worker that may read its files: attic is not there');
  });

  test('has what a chosen worker is too slow with read again only by others that are chosen', async () => {
    const read = (_path: string, _times: number, worker: string): Reading => ({
      ms: worker.startsWith('attic') ? 1e9 : 10,
      end: 'ok',
    });
    await using engine = new SimulatedEngine({ ...options, read, names: namesUpTo(60) });
    await timeOf(engine, { workers: { names: ['attic', 'cellar'], labels: [] } });
    expect(machinesOf(engine)).toEqual(['attic', 'cellar']);
  });

  test('has suspects read alone by chosen ones only', async () => {
    const read = (path: string): Reading => ({ ms: 5, end: path === '/f/0003.jpg' ? 'kill' : 'ok' });
    await using engine = new SimulatedEngine({ ...options, read, names: namesUpTo(30) });
    await timeOf(engine, { workers: { names: ['cellar'], labels: [] } });
    expect(machinesOf(engine)).toEqual(['cellar']);
    expect(engine.store.rowOf('/f/0003.jpg').finished?.result.fault?.code).toBe('extractor-crashed');
  });
});

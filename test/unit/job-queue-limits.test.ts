import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { folderIntake, found, SimulatedEngine } from './fakes/engine.ts';
import { namesUpTo } from './fakes/files.ts';
import { Queue, quick } from './fakes/queue.ts';
import type { Reading } from './fakes/simulated-workers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the limits of a job', () => {
  test('of slots bound the leases that it has at the same time', async () => {
    await using queue = new Queue({ workers: [4, 4], files: 600 });
    queue.submit('/a', { limits: { slots: 3 } });
    let most = 0;
    while (queue.ended.length === 0) {
      await vi.advanceTimersByTimeAsync(7);
      most = Math.max(
        most,
        queue.workers.running.flatMap(({ leasesBySlot }) => leasesBySlot).reduce((sum, leases) => sum + leases, 0),
      );
    }
    expect(most).toBe(3);
    expect(queue.ended[0]?.progress.counts.done).toBe(600);
  });

  test('of bytes bound what is out, and a larger file goes alone', async () => {
    const large = namesUpTo(20).map((name) => `large${name}`);
    const filesOf = (source: string) => [
      found(namesUpTo(300), source),
      { ...found(large, source), sizes: large.map(() => 50_000) },
    ];
    await using engine = new SimulatedEngine({ intake: folderIntake(filesOf), workers: [4], read: quick });
    const job = engine.run({ limits: { bytesInFlight: 8_000 } });
    while (engine.ended.length === 0) {
      await vi.advanceTimersByTimeAsync(5);
      const done = new Set(
        [...engine.store.rows.values()].flatMap(({ itemId, state }) => (state === 'done' ? [itemId] : [])),
      );
      const out = engine.workers.leases.filter(({ worker }) => worker.leasesBySlot.some((leases) => leases > 0));
      const items = out.slice(-8).flatMap(({ lease }) => lease.items.filter(({ itemId }) => !done.has(itemId)));
      const { leasedFiles = 0 } = engine.coordinator.queueStatus().jobs[0] ?? {};
      const bytes = items.slice(-leasedFiles).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      if (leasedFiles > 0)
        expect(bytes <= 8_000 || leasedFiles === 1, `${bytes} bytes in ${leasedFiles} files`).toBe(true);
    }
    expect(engine.store.items.counts(job.id)).toMatchObject({ found: 320, done: 320 });
  });

  test('of memory keep it from workers that use more', async () => {
    await using queue = new Queue({ workers: [1, 1], files: 400 });
    queue.submit('/warm', { priority: 'low' });
    await vi.advanceTimersByTimeAsync(50);
    const [fat, thin] = queue.workers.running;
    if (fat === undefined || thin === undefined) throw new Error('two workers are to be up');
    queue.workers.tell(fat, { kind: 'beat', rssBytes: 900, slots: [] });
    queue.workers.tell(thin, { kind: 'beat', rssBytes: 500, slots: [] });
    const job = queue.submit('/a', { priority: 'high', limits: { workerMemoryBytes: 600 } });
    await vi.advanceTimersByTimeAsync(2_000);
    const used = queue.workers.leases.filter(({ lease }) => lease.items[0]?.path.startsWith('/a/'));
    expect(new Set(used.map(({ worker }) => worker.name))).toEqual(new Set([thin.name]));
    queue.workers.tell(thin, { kind: 'beat', rssBytes: 700, slots: [] });
    await vi.advanceTimersByTimeAsync(3_000);
    const before = queue.leasesOf('/a');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(queue.leasesOf('/a')).toBe(before);
    expect(queue.coordinator.waitingFor(job.id)).toBe('a worker that uses less memory');
    queue.workers.tell(fat, { kind: 'beat', rssBytes: 100, slots: [] });
    await queue.settle(60_000, 2);
  });
});

describe('a file that is read alone', () => {
  test('gets its turn although other jobs keep every worker busy', async () => {
    const read = (path: string, times: number): Reading => ({
      ms: 10,
      end: path === '/poison/0003.jpg' && times <= 3 ? 'kill' : 'ok',
    });
    const filesOf = (source: string) => [found(namesUpTo(source === '/poison' ? 10 : 3_000), source)];
    await using engine = new SimulatedEngine({ intake: folderIntake(filesOf), workers: [3], read });
    engine.run({ sources: ['/poison'] });
    engine.run({ sources: ['/stream'] });
    const { job } = await engine.settle(8_000);
    expect(job.spec.sources).toEqual(['/poison']);
    expect(engine.store.rowOf('/poison/0003.jpg').finished?.result.fault?.code).toBe('extractor-crashed');
    const stream = [...engine.store.rows.values()].filter(
      ({ folder, state }) => folder === '/stream' && state === 'done',
    );
    expect(stream.length).toBeGreaterThan(30);
  });
});

describe('a worker that was to come to rest for such a file', () => {
  test('and takes nothing any more is given up for another', async () => {
    const read = (path: string): Reading => ({ ms: 10, end: path === '/poison/0003.jpg' ? 'kill' : 'ok' });
    const filesOf = (source: string) => [found(namesUpTo(source === '/poison' ? 10 : 3_000), source)];
    await using engine = new SimulatedEngine({ intake: folderIntake(filesOf), workers: [3, 3], read });
    engine.run({ sources: ['/poison'] });
    engine.run({ sources: ['/stream'] });
    while (engine.workers.starts < 3) await vi.advanceTimersByTimeAsync(10);
    await vi.advanceTimersByTimeAsync(100);
    const worn = engine.workers.running[0];
    if (worn !== undefined) worn.isWorn = true;
    expect((await engine.settle(12_000)).job.spec.sources).toEqual(['/poison']);
  });
});

describe('holding the queue', () => {
  test('leases nothing and takes nothing that is found, and says why, until it is over', async () => {
    await using queue = new Queue({ files: 300 });
    queue.submit('/a');
    await vi.advanceTimersByTimeAsync(400);
    queue.coordinator.hold('there is less than 500 MB of disk left');
    const later = queue.submit('/b');
    const leases = queue.workers.leases.length;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(queue.workers.leases).toHaveLength(leases);
    expect(queue.coordinator.progressOf(later.id)).toMatchObject({
      counts: { found: 0 },
      waitingFor: 'there is less than 500 MB of disk left',
    });
    expect(queue.coordinator.queueStatus().jobs[0]?.waitingFor).toBe('there is less than 500 MB of disk left');
    queue.coordinator.hold(undefined);
    await queue.settle(60_000, 2);
    expect(queue.progress.at(-1)).not.toHaveProperty('waitingFor');
  });

  test('does not keep a job from being cancelled', async () => {
    await using queue = new Queue();
    queue.coordinator.hold('full');
    const job = queue.submit('/a');
    await vi.advanceTimersByTimeAsync(100);
    queue.coordinator.cancel(job.id);
    queue.coordinator.hold(undefined);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(queue.stateOf(job)).toBe('cancelled');
    expect(queue.store.rows.size).toBe(0);
  });
});

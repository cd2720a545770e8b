import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StoredJob } from '../../src-main/coordinator/ports.ts';
import type { JobSpec, Priority } from '../../src-protocol/model/job.ts';
import { folderIntake, found, SimulatedEngine } from './fakes/engine.ts';
import { MemoryStore } from './fakes/memory-store.ts';
import type { Reading, SimulationOptions } from './fakes/simulated-workers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function namesUpTo(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${String(index).padStart(4, '0')}.jpg`);
}

interface QueueOptions extends Partial<SimulationOptions> {
  /** Files in each source. */
  readonly files?: number;
  readonly sizeBytes?: number;
  readonly store?: MemoryStore;
}

/** An engine in which each source is a folder of its own, so that it can be told whose files are read. */
class Queue extends SimulatedEngine {
  constructor({ files = 2_000, sizeBytes = 1_000, workers = [2], read = quick, ...more }: QueueOptions = {}) {
    const filesOf = (source: string) => [
      { ...found(namesUpTo(files), source), sizes: new Array(files).fill(sizeBytes) },
    ];
    super({ intake: folderIntake(filesOf), workers, read, ...more });
  }

  submit(source: string, spec: Partial<JobSpec> = {}): StoredJob {
    return this.run({ sources: [source], ...spec });
  }

  readsOf(source: string): number {
    return readsBelow(this, source);
  }

  leasesOf(source: string): number {
    return this.workers.leases.filter(({ lease }) => lease.items[0]?.path.startsWith(`${source}/`)).length;
  }

  stateOf({ id }: StoredJob): string | undefined {
    return this.store.jobs.get(id)?.state;
  }

  get worker() {
    const [worker] = this.workers.running;
    if (worker === undefined) throw new Error('no worker is up');
    return worker;
  }
}

/** Files of a source that were begun to be read. */
function readsBelow(engine: SimulatedEngine, source: string): number {
  return [...engine.workers.reads].filter(([path]) => path.startsWith(`${source}/`)).length;
}

const quick = (): Reading => ({ ms: 10, end: 'ok' });

describe('jobs of one priority', () => {
  test('share the slots evenly, whichever was first', async () => {
    await using queue = new Queue();
    queue.submit('/a');
    queue.submit('/b');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(queue.readsOf('/a') / queue.readsOf('/b')).toBeGreaterThan(0.9);
    expect(queue.readsOf('/a') / queue.readsOf('/b')).toBeLessThan(1.1);
  });

  test('share time and not files, where the files of one take longer than anybody thought', async () => {
    const read = (path: string): Reading => ({ ms: path.startsWith('/a/') ? 40 : 10, end: 'ok' });
    await using queue = new Queue({ read });
    queue.submit('/a');
    queue.submit('/b');
    await vi.advanceTimersByTimeAsync(8_000);
    const share = (4 * queue.readsOf('/a')) / queue.readsOf('/b');
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1.1);
  });

  test('that join later get their share from then on and nothing of what they missed', async () => {
    await using queue = new Queue({ files: 5_000 });
    queue.submit('/a');
    await vi.advanceTimersByTimeAsync(10_000);
    queue.submit('/b');
    await vi.advanceTimersByTimeAsync(1_500);
    const [a, b] = [queue.readsOf('/a'), queue.readsOf('/b')];
    await vi.advanceTimersByTimeAsync(6_000);
    const share = (queue.readsOf('/a') - a) / (queue.readsOf('/b') - b);
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1.1);
  });

  test('share as well when one of them was paused meanwhile', async () => {
    await using queue = new Queue({ files: 5_000 });
    const first = queue.submit('/a');
    queue.submit('/b');
    await vi.advanceTimersByTimeAsync(1_000);
    queue.coordinator.pause(first.id);
    await vi.advanceTimersByTimeAsync(5_000);
    queue.coordinator.start(first.id, undefined);
    await vi.advanceTimersByTimeAsync(1_500);
    const [a, b] = [queue.readsOf('/a'), queue.readsOf('/b')];
    await vi.advanceTimersByTimeAsync(6_000);
    const share = (queue.readsOf('/a') - a) / (queue.readsOf('/b') - b);
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1.1);
  });

  test('have equal parts of the slot time, however many they are and whatever their files take', async () => {
    const formats = ['jpg', 'png', 'mp3', 'pdf'];
    const anyQueue = fc.record({
      jobs: fc.array(fc.integer({ min: 15, max: 60 }), { minLength: 2, maxLength: 4 }),
      workers: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(anyQueue, async ({ jobs, workers }) => {
        const store = new MemoryStore();
        for (const [at, meanMs] of jobs.entries()) {
          const format = formats[at] ?? '';
          store.learned.push({ format, sizeClass: 0, profile: 'complete', count: 1_000, meanMs, squares: 1_000 });
        }
        const read = (path: string): Reading => ({ ms: jobs[Number(path.split('/')[1])] ?? 1, end: 'ok' });
        const filesOf = (source: string) => {
          const format = formats[Number(source.slice(1))] ?? '';
          return [
            found(
              Array.from({ length: 4_000 }, (_, file) => `${file}.${format}`),
              source,
            ),
          ];
        };
        await using engine = new SimulatedEngine({ intake: folderIntake(filesOf), store, workers, read });
        for (const at of jobs.keys()) engine.run({ sources: [`/${at}`] });
        await vi.advanceTimersByTimeAsync(10_000);
        const timeMs = jobs.map((ms, at) => ms * readsBelow(engine, `/${at}`));
        const mean = timeMs.reduce((sum, each) => sum + each) / jobs.length;
        // at any moment a job may be a lease ahead of another, or one behind
        for (const each of timeMs) expect(Math.abs(each - mean)).toBeLessThan(0.1 * mean + 500);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});

describe('jobs of different priorities', () => {
  test('end in the order of their priorities', async () => {
    await using queue = new Queue({ files: 150 });
    const priorities: Priority[] = ['low', 'normal', 'high', 'critical'];
    for (const priority of priorities) queue.submit(`/${priority}`, { priority });
    await queue.settle(60_000, 4);
    expect(queue.ended.map(({ job }) => job.spec.priority)).toEqual(['critical', 'high', 'normal', 'low']);
  });

  test('a higher one overtakes at the next lease', async () => {
    await using queue = new Queue({ files: 500 });
    queue.submit('/low', { priority: 'low' });
    await vi.advanceTimersByTimeAsync(1_000);
    queue.submit('/high', { priority: 'high' });
    await vi.advanceTimersByTimeAsync(20);
    const before = queue.leasesOf('/low');
    while (queue.leasesOf('/high') < 6) await vi.advanceTimersByTimeAsync(10);
    expect(queue.leasesOf('/low')).toBe(before);
  });

  test('a lower one takes what a higher one leaves', async () => {
    await using queue = new Queue({ files: 300, workers: [4] });
    queue.submit('/high', { priority: 'high', limits: { slots: 1 } });
    queue.submit('/low', { priority: 'low' });
    await vi.advanceTimersByTimeAsync(600);
    expect(queue.readsOf('/low')).toBeGreaterThan(queue.readsOf('/high'));
    expect(queue.readsOf('/high')).toBeGreaterThan(0);
  });

  test('a priority can be changed while jobs run, and is stored', async () => {
    await using queue = new Queue({ files: 300 });
    const first = queue.submit('/a');
    const second = queue.submit('/b');
    await vi.advanceTimersByTimeAsync(500);
    queue.coordinator.setPriority(second.id, 'critical');
    expect(queue.store.jobs.get(second.id)?.spec.priority).toBe('critical');
    expect(queue.told.at(-1)).toMatchObject({ id: second.id, spec: { priority: 'critical' } });
    await vi.advanceTimersByTimeAsync(20);
    const before = queue.leasesOf('/a');
    await queue.settle(60_000, 1);
    expect(queue.ended[0]?.job.id).toBe(second.id);
    expect(queue.leasesOf('/a')).toBeLessThanOrEqual(before + 4); // what was left of the slots when its end drew near
    await queue.settle(60_000, 2);
    expect(queue.ended[1]?.job.id).toBe(first.id);
    expect(() => {
      queue.coordinator.setPriority(first.id, 'low');
    }).toThrow('Job 1 is completed');
  });

  test('the priority of a job that waits to be started is changed as well', async () => {
    await using queue = new Queue();
    const job = queue.coordinator.create({ ...(await specOf(queue)), priority: 'low' });
    queue.coordinator.setPriority(job.id, 'high');
    expect(queue.store.jobs.get(job.id)?.spec.priority).toBe('high');
  });
});

async function specOf(queue: Queue): Promise<JobSpec> {
  const { spec } = queue.submit('/x');
  await vi.advanceTimersByTimeAsync(1);
  return spec;
}

describe('a job that is passed over', () => {
  /** Keeps four jobs of a priority in the queue all the time. */
  async function underStream(queue: Queue, priority: Priority, forMs: number): Promise<void> {
    let streams = 0;
    for (let passedMs = 0; passedMs < forMs; passedMs += 100) {
      const running = [...queue.store.storedJobs.values()].filter(
        ({ state, spec }) => state === 'running' && spec.priority === priority,
      );
      for (let more = running.length; more < 4; more++) queue.submit(`/stream${++streams}`, { priority });
      await vi.advanceTimersByTimeAsync(100);
    }
  }

  test('goes on all the same under an endless stream of higher ones, a lease at a time', async () => {
    await using queue = new Queue({ files: 400, workers: [1] });
    queue.coordinator.configure({ ageingMs: 2_000 });
    const low = queue.submit('/low', { priority: 'low' });
    queue.submit('/first', { priority: 'high' });
    await underStream(queue, 'high', 30_000);
    // low is two priorities below: a lease every four seconds and what it takes to get its turn
    expect(queue.leasesOf('/low')).toBeGreaterThanOrEqual(5);
    expect(queue.leasesOf('/low')).toBeLessThanOrEqual(10);
    expect(queue.stateOf(low)).toBe('running');
  });

  test('rises above the highest as well', async () => {
    await using queue = new Queue({ files: 400, workers: [1] });
    queue.coordinator.configure({ ageingMs: 1_000 });
    queue.submit('/low', { priority: 'low' });
    queue.submit('/first', { priority: 'critical' });
    await underStream(queue, 'critical', 12_000);
    expect(queue.leasesOf('/low')).toBeGreaterThanOrEqual(3);
  });

  test('gets nothing before its time, and its time can be changed while it waits', async () => {
    await using queue = new Queue({ files: 400, workers: [1] });
    queue.submit('/first', { priority: 'high' });
    await vi.advanceTimersByTimeAsync(50);
    const low = queue.submit('/low', { priority: 'low' });
    await underStream(queue, 'high', 10_000);
    expect(queue.leasesOf('/low')).toBe(0);
    expect(queue.coordinator.waitingFor(low.id)).toBe('jobs of higher priority');
    queue.coordinator.configure({ ageingMs: 2_000 });
    const { jobs } = queue.coordinator.queueStatus();
    expect(jobs.find(({ jobId }) => jobId === low.id)).toMatchObject({
      priority: 'low',
      effectivePriority: 'critical',
    });
    await underStream(queue, 'high', 1_000);
    expect(queue.leasesOf('/low')).toBe(1);
  });

  test('does not grow older while nobody gets anything', async () => {
    await using queue = new Queue({ files: 400, workers: [1] });
    queue.coordinator.configure({ ageingMs: 2_000 });
    queue.submit('/high', { priority: 'high' });
    await vi.advanceTimersByTimeAsync(100);
    const low = queue.submit('/low', { priority: 'low' });
    await vi.advanceTimersByTimeAsync(100);
    queue.coordinator.hold('the disk is full');
    await vi.advanceTimersByTimeAsync(60_000);
    queue.coordinator.hold(undefined);
    const { jobs } = queue.coordinator.queueStatus();
    expect(jobs.find(({ jobId }) => jobId === low.id)?.effectivePriority).toBe('low');
  });
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

describe('what is told of the queue', () => {
  test('each job says what it waits for', async () => {
    await using queue = new Queue({ files: 500, workers: [1] });
    const first = queue.submit('/a');
    expect(queue.coordinator.waitingFor(first.id)).toBe('files to be found');
    await vi.advanceTimersByTimeAsync(8);
    expect(queue.coordinator.waitingFor(first.id)).toBe('a worker to start');
    await vi.advanceTimersByTimeAsync(100);
    expect(queue.coordinator.waitingFor(first.id)).toBeUndefined();
    const second = queue.submit('/b', { priority: 'low' });
    await vi.advanceTimersByTimeAsync(100);
    expect(queue.coordinator.waitingFor(second.id)).toBe('jobs of higher priority');
    queue.coordinator.pause(second.id);
    expect(queue.coordinator.waitingFor(second.id)).toBe('somebody to resume it');
    expect(queue.coordinator.waitingFor(99)).toBeUndefined();
  });

  test('a job waits for workers that take files, where all are about to end', async () => {
    await using queue = new Queue({ files: 300, workers: [1] });
    const first = queue.submit('/a');
    await vi.advanceTimersByTimeAsync(100);
    queue.worker.isWorn = true;
    const later = queue.submit('/b');
    await vi.advanceTimersByTimeAsync(3_000);
    for (const { id } of [first, later]) expect(queue.coordinator.waitingFor(id)).toBe('a worker that takes files');
  });

  test('its status counts what waits and what is out', async () => {
    await using queue = new Queue({ files: 500, workers: [1] });
    queue.submit('/a');
    queue.submit('/b');
    await vi.advanceTimersByTimeAsync(1_000);
    const { priorities, jobs } = queue.coordinator.queueStatus();
    expect(jobs.map(({ share }) => share)).toEqual([0.5, 0.5]);
    for (const { jobId, waitingFiles, leasedFiles } of jobs) {
      const { found: all, done } = queue.coordinator.progressOf(jobId)?.counts ?? { found: 0, done: 0 };
      expect(waitingFiles + leasedFiles).toBeLessThanOrEqual(all - done);
      expect(waitingFiles).toBeGreaterThan(0);
    }
    expect(priorities.find(({ priority }) => priority === 'normal')).toMatchObject({ jobs: 2 });
  });

  test('every slot says what it reads', async () => {
    await using queue = new Queue({ files: 500, workers: [1, 1] });
    const job = queue.submit('/a');
    await vi.advanceTimersByTimeAsync(1_003);
    const slots = queue.coordinator.leases();
    expect(slots.map(({ worker, slot }) => [worker, slot])).toEqual([
      ['local-1', 0],
      ['local-2', 0],
    ]);
    for (const [at, { lease }] of slots.entries()) {
      expect(lease).toMatchObject({ jobId: job.id, family: 'jpeg' });
      expect(lease?.runningForMs).toBeLessThan(700);
      const reading = queue.workers.running[at]?.readingNow[0] ?? '';
      // results are on their way for a moment, so that it may be a few files behind
      expect(Math.abs(Number(reading.slice(3, 7)) - Number(lease?.currentPath?.slice(3, 7)))).toBeLessThan(8);
    }
    await queue.settle();
    expect(queue.coordinator.leases().map(({ lease }) => lease)).toEqual([undefined, undefined]);
  });

  test('outcomes are told as they are recorded, if anybody wants them', async () => {
    const read = (path: string): Reading => ({
      ms: 5,
      end: path.endsWith('0001.jpg') ? { code: 'corrupt', message: 'half' } : 'ok',
    });
    await using queue = new Queue({ files: 3, read });
    const job = queue.submit('/a');
    await queue.settle();
    const told = queue.outcomes.map(({ jobId, item }) => [jobId, item.path, item.outcome, item.code]);
    expect(told.sort()).toEqual([
      [job.id, '/a/0000.jpg', 'extracted', undefined],
      [job.id, '/a/0001.jpg', 'failed', 'corrupt'],
      [job.id, '/a/0002.jpg', 'extracted', undefined],
    ]);
    queue.wantsItems = false;
    queue.submit('/b');
    await queue.settle(60_000, 2);
    expect(queue.outcomes).toHaveLength(3);
  });

  test('a job is told whenever it is another', async () => {
    await using queue = new Queue({ files: 300 });
    const job = queue.submit('/a');
    queue.coordinator.pause(job.id);
    queue.coordinator.start(job.id, undefined);
    await queue.settle();
    expect(queue.told.map(({ state }) => state)).toEqual(['queued', 'running', 'paused', 'running', 'completed']);
  });
});

describe('pausing', () => {
  test('gives back what waits at a worker of many slots, but nothing that may be being read', async () => {
    await using queue = new Queue({ workers: [3], files: 900 });
    const job = queue.submit('/a');
    await vi.advanceTimersByTimeAsync(1_000);
    const reading = queue.worker.readingNow;
    queue.coordinator.pause(job.id);
    const abandoned = queue.worker.sent.filter(({ kind }) => kind === 'abandon');
    expect(abandoned).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(2_000);
    for (const path of reading) expect(queue.store.rowOf(path).finished?.result.outcome).toBe('extracted');
    expect(queue.worker.leasesBySlot).toEqual([0, 0, 0]);
  });

  test('leaves the slots to other jobs at once', async () => {
    await using queue = new Queue({ workers: [2], files: 900 });
    const first = queue.submit('/a');
    await vi.advanceTimersByTimeAsync(1_000);
    queue.submit('/b');
    queue.coordinator.pause(first.id);
    const before = queue.leasesOf('/a');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(queue.leasesOf('/a')).toBe(before);
    expect(queue.readsOf('/b')).toBeGreaterThan(200);
  });
});

describe('after the program was ended', () => {
  test('all jobs that waited or were running go on by themselves, and those that were paused stay so', async () => {
    const first = new Queue({ files: 400 });
    const [a, b, c] = [first.submit('/a'), first.submit('/b'), first.submit('/c')];
    const queued = first.coordinator.create(a.spec);
    await vi.advanceTimersByTimeAsync(500);
    first.coordinator.pause(c.id);
    await first[Symbol.asyncDispose]();
    const { store } = first;
    expect([a, b, c].map(({ id }) => store.jobs.get(id)?.state)).toEqual(['interrupted', 'interrupted', 'paused']);
    store.jobs.setState(b.id, 'running', undefined); // as a kill leaves it
    await using second = new Queue({ files: 400, store });
    second.coordinator.resumeAll(() => undefined);
    await second.settle(60_000, 3);
    expect(second.ended.map(({ job }) => job.id).sort()).toEqual([a.id, b.id, queued.id]);
    expect(second.stateOf(c)).toBe('paused');
    second.coordinator.start(c.id, undefined);
    const { job, progress } = await second.settle(60_000, 4);
    expect([job.id, progress.counts.done]).toEqual([c.id, 400]);
  });

  test('a job whose list is gone is left as it is, and keeps no other from going on', async () => {
    const first = new Queue({ files: 100 });
    const [listed, other] = [first.submit('/a', { listed: true }), first.submit('/b')];
    await first[Symbol.asyncDispose]();
    await using second = new Queue({ files: 100, store: first.store });
    second.coordinator.resumeAll((job) => {
      if (job.spec.listed) throw new Error('its list is gone');
      return undefined;
    });
    await second.settle();
    expect(second.stateOf(listed)).toBe('interrupted');
    expect(second.stateOf(other)).toBe('completed');
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StoredJob } from '../../src-main/coordinator/ports.ts';
import type { Fault } from '../../src-protocol/model/fault.ts';
import { SimulatedEngine } from './fakes/engine.ts';
import { namesUpTo } from './fakes/files.ts';
import { MemoryStore } from './fakes/memory-store.ts';
import type { Reading } from './fakes/simulated-workers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const CORRUPT: Fault = { code: 'corrupt', message: 'half a file' };
const OFFLINE: Fault = { code: 'io-error', message: 'the share is gone' };

/** Of 600 files every third is on a share that is gone and every fifth of the rest is damaged, until both are put right. */
class Trouble extends SimulatedEngine {
  isRight = false;

  constructor(store = new MemoryStore()) {
    super({ names: namesUpTo(600), store, workers: [2], read: (path) => this.#read(path) });
  }

  async runToEnd(): Promise<StoredJob> {
    const job = this.run({ maxAttempts: 1 });
    await this.settle();
    expect(this.store.items.counts(job.id)).toMatchObject({ done: 600, failed: 280, extracted: 320 });
    return job;
  }

  /** What is retried, and how the job has ended after it. */
  async retry(job: StoredJob, choice: Parameters<Trouble['coordinator']['retry']>[1] = {}): Promise<number> {
    const retried = this.coordinator.retry(job.id, choice);
    await vi.advanceTimersByTimeAsync(200);
    return retried;
  }

  #read(path: string): Reading {
    const index = Number(path.slice(3, 7));
    const fault = index % 3 === 0 ? OFFLINE : index % 5 === 0 ? CORRUPT : undefined;
    return { ms: 5, end: this.isRight || fault === undefined ? 'ok' : fault };
  }
}

describe('a retry of files that have failed', () => {
  test('reads them all once more, in a job that was complete, and completes it again', async () => {
    await using engine = new Trouble();
    const job = await engine.runToEnd();
    engine.isRight = true;
    expect(await engine.retry(job)).toBe(280);
    expect(engine.stateOf(job)).toBe('running');
    const { progress, job: ended } = await engine.settle(60_000, 2);
    expect(ended).toMatchObject({ id: job.id, state: 'completed' });
    expect(progress).toMatchObject({ leased: 280, counts: { found: 600, done: 600, extracted: 600, failed: 0 } });
    expect(progress.counts).toEqual(engine.store.items.counts(job.id));
    expect(engine.workers.reads.get('/f/0001.jpg')).toBe(1);
    expect(engine.workers.reads.get('/f/0000.jpg')).toBe(2);
  });

  test('may be of some causes only', async () => {
    await using engine = new Trouble();
    const job = await engine.runToEnd();
    engine.isRight = true;
    expect(await engine.retry(job, { codes: ['corrupt', 'timed-out'] })).toBe(80);
    const { progress } = await engine.settle(60_000, 2);
    expect(progress.counts).toMatchObject({ done: 600, failed: 200, extracted: 400 });
    expect(engine.workers.reads.get('/f/0000.jpg')).toBe(1);
  });

  test('may be of some files only, and those that have not failed are not read again', async () => {
    await using engine = new Trouble();
    const job = await engine.runToEnd();
    engine.isRight = true;
    const idOf = (name: string) => engine.store.rowOf(`/f/${name}`).itemId;
    const itemIds = [idOf('0000.jpg'), idOf('0001.jpg'), idOf('0005.jpg'), 99_999];
    expect(await engine.retry(job, { itemIds, codes: ['io-error'] })).toBe(1);
    await engine.settle(60_000, 2);
    expect(engine.store.items.counts(job.id)).toMatchObject({ failed: 279 });
    expect(engine.workers.reads.get('/f/0000.jpg')).toBe(2);
    expect(engine.workers.reads.get('/f/0005.jpg')).toBe(1);
  });

  test('of nothing leaves the job as it was', async () => {
    await using engine = new Trouble();
    const job = await engine.runToEnd();
    expect(await engine.retry(job, { codes: ['timed-out'] })).toBe(0);
    expect(engine.stateOf(job)).toBe('completed');
    expect(engine.ended).toHaveLength(1);
  });

  test('fails them again where nothing was put right, with attempts that are counted anew', async () => {
    await using engine = new Trouble();
    const job = await engine.runToEnd();
    expect(await engine.retry(job)).toBe(280);
    const { progress } = await engine.settle(60_000, 2);
    expect(progress.counts).toMatchObject({ done: 600, failed: 280, extracted: 320 });
    expect(engine.store.rowOf('/f/0000.jpg').finished?.attempts).toBe(1);
  });

  test('works while the job runs: its counts stay right and it does not end in between', async () => {
    await using engine = new Trouble();
    const job = engine.run({ maxAttempts: 1 });
    await vi.advanceTimersByTimeAsync(700);
    engine.isRight = true;
    await vi.advanceTimersByTimeAsync(200);
    const failed = engine.store.items.counts(job.id).failed;
    expect(failed).toBeGreaterThan(20);
    expect(await engine.retry(job)).toBe(failed);
    const { progress } = await engine.settle();
    expect(engine.ended).toHaveLength(1);
    expect(progress.counts).toMatchObject({ found: 600, done: 600, extracted: 600, failed: 0 });
    expect(progress.counts).toEqual(engine.store.items.counts(job.id));
  });

  test('leaves a paused job paused', async () => {
    await using engine = new Trouble();
    const job = engine.run({ maxAttempts: 1 });
    await vi.advanceTimersByTimeAsync(700);
    engine.coordinator.pause(job.id);
    await vi.advanceTimersByTimeAsync(1_000);
    engine.isRight = true;
    expect(await engine.retry(job)).toBeGreaterThan(20);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(engine.stateOf(job)).toBe('paused');
    expect(engine.progress.at(-1)?.counts).toMatchObject({ failed: 0 });
    engine.coordinator.start(job.id);
    expect((await engine.settle()).progress.counts).toMatchObject({ extracted: 600, failed: 0 });
  });

  test('goes on with what was left of a cancelled job as well', async () => {
    await using engine = new Trouble();
    const job = engine.run({ maxAttempts: 1 });
    await vi.advanceTimersByTimeAsync(700);
    engine.coordinator.cancel(job.id);
    engine.isRight = true;
    expect(await engine.retry(job)).toBeGreaterThan(20);
    expect((await engine.settle(60_000, 2)).progress.counts).toMatchObject({ found: 600, done: 600, extracted: 600 });
  });

  test('ends with the job, when that is cancelled', async () => {
    await using engine = new Trouble();
    const job = await engine.runToEnd();
    engine.store.sliceItems = 5;
    const retried = engine.coordinator.retry(job.id, {});
    await vi.advanceTimersByTimeAsync(0);
    engine.coordinator.cancel(job.id);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await retried).toBeLessThan(280);
    expect(engine.stateOf(job)).toBe('cancelled');
    expect(engine.workers.reads.get('/f/0597.jpg')).toBe(1);
  });

  test('that is paused while files are still being put back begins once it is resumed', async () => {
    await using engine = new Trouble();
    const job = await engine.runToEnd();
    engine.store.sliceItems = 5;
    engine.isRight = true;
    const retried = engine.coordinator.retry(job.id, {});
    await vi.advanceTimersByTimeAsync(0);
    engine.coordinator.pause(job.id);
    await expect(engine.coordinator.retry(job.id, {})).rejects.toThrow('are being put back in the queue');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await retried).toBe(280);
    expect(engine.stateOf(job)).toBe('paused');
    engine.coordinator.start(job.id);
    expect((await engine.settle(60_000, 2)).progress.counts).toMatchObject({ extracted: 600, failed: 0 });
  });

  test('that the end of the program cuts off goes on with what was put back', async () => {
    const first = new Trouble();
    const job = await first.runToEnd();
    first.store.sliceItems = 5;
    const retried = first.coordinator.retry(job.id, {});
    await vi.advanceTimersByTimeAsync(0);
    await first[Symbol.asyncDispose]();
    await vi.advanceTimersByTimeAsync(100);
    const putBack = await retried;
    expect(first.store.jobs.get(job.id)?.state).toBe('running');
    await using second = new Trouble(first.store);
    second.isRight = true;
    second.coordinator.resumeAll();
    const { progress } = await second.settle();
    expect(progress.counts).toMatchObject({ done: 600, failed: 280 - putBack });
  });

  test('of a job that has not begun is refused', async () => {
    await using engine = new Trouble();
    const job = engine.coordinator.create((await engine.runToEnd()).spec);
    await expect(engine.coordinator.retry(job.id, {})).rejects.toThrow('it cannot have files read once more');
    await expect(engine.coordinator.retry(99, {})).rejects.toThrow('There is no job 99');
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SimulatedEngine } from './fakes/engine.ts';
import { MemoryStore } from './fakes/memory-store.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function engineOver(store = new MemoryStore()): SimulatedEngine {
  const names = Array.from({ length: 400 }, (_, index) => `${index}.jpg`);
  return new SimulatedEngine({ names, store, workers: [2], read: () => ({ ms: 1, end: 'ok' }) });
}

describe('deleting a job', () => {
  test('hides it at once, and removes it bit by bit while everything else goes on', async () => {
    await using engine = engineOver();
    const job = engine.run();
    await engine.settle();
    const other = engine.run();
    await engine.settle(60_000, 2);
    await engine.coordinator.delete(job.id);
    expect(engine.store.jobs.get(job.id)).toBeUndefined();
    expect(() => {
      engine.coordinator.start(job.id);
    }).toThrow('There is no job');
    const seen = new Set<number>();
    for (let turns = 0; turns < 20; turns++) {
      seen.add(engine.store.items.counts(job.id).found);
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(seen.size).toBeGreaterThan(2);
    expect(engine.store.items.counts(job.id).found).toBe(0);
    expect(engine.store.jobs.hidden()).toEqual([]);
    expect(engine.store.storedJobs.has(job.id)).toBe(false);
    expect(engine.store.items.counts(other.id).found).toBe(400);
  });

  test('is refused while it runs or waits to go on', async () => {
    await using engine = engineOver();
    const job = engine.run();
    expect(() => engine.coordinator.delete(job.id)).toThrow('only a job that has ended can be deleted');
    engine.coordinator.pause(job.id);
    expect(() => engine.coordinator.delete(job.id)).toThrow('Job 1 is paused');
    engine.coordinator.cancel(job.id);
    await engine.coordinator.delete(job.id);
    expect(engine.store.jobs.get(job.id)).toBeUndefined();
  });

  test('that the end of the program cuts off goes on at the next start', async () => {
    const first = engineOver();
    const job = first.run();
    await first.settle();
    await first.coordinator.delete(job.id);
    const ended = first[Symbol.asyncDispose]();
    await vi.advanceTimersByTimeAsync(100);
    await ended;
    expect(first.store.items.counts(job.id).found).toBeGreaterThan(0);
    expect(first.store.jobs.hidden()).toEqual([job.id]);
    await using second = engineOver(first.store);
    await vi.advanceTimersByTimeAsync(100);
    expect(second.store.rows.size).toBe(0);
    expect(second.store.jobs.hidden()).toEqual([]);
  });

  test('that fails is tried again at the next start, and brings nothing down', async () => {
    const first = engineOver();
    const job = first.run();
    await first.settle();
    vi.spyOn(first.store.items, 'removeSome').mockImplementationOnce(() => {
      throw new Error('database or disk is full');
    });
    await first.coordinator.delete(job.id);
    await vi.advanceTimersByTimeAsync(100);
    expect(first.store.jobs.hidden()).toEqual([job.id]);
    await first[Symbol.asyncDispose]();
    await using second = engineOver(first.store);
    await vi.advanceTimersByTimeAsync(100);
    expect(second.store.jobs.hidden()).toEqual([]);
  });
});

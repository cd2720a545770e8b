import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Autoscaler, type ScaledWorkers } from '../../src-main/resources/autoscaler.ts';
import type { Load } from '../../src-main/resources/load-sampler.ts';

const LOAD: Load = {
  cores: 4,
  cpuShare: 0,
  memoryFreeBytes: 1e10,
  memoryTotalBytes: 1.6e10,
  process: { rssBytes: 1e8, heapUsedBytes: 5e7, cpuShare: 0, eventLoopP99Ms: 1 },
};

/** An autoscaler over workers that do at once what they are told. */
function scaled() {
  const runtime = { isLeaving: false, isPaused: false, busySlots: 0, rssBytes: 8e7 };
  const facts = { waitingFiles: 0, min: 0, count: 0, state: 'running' as ScaledWorkers['state'] };
  const orders: number[] = [];
  const workers: ScaledWorkers = {
    layout: [1, 1, 1],
    get state() {
      return facts.state;
    },
    runtimes: () => Array.from({ length: facts.count }, () => runtime),
    scale: (runtimes) => {
      facts.count = runtimes;
      if (orders.at(-1) !== runtimes) orders.push(runtimes);
    },
  };
  const autoscaler = new Autoscaler({
    workers,
    queue: () => ({ waitingFiles: facts.waitingFiles, predictedMs: facts.waitingFiles * 100 }),
    load: () => LOAD,
    limits: () => ({ min: facts.min, leaveCores: 1 }),
  });
  return { autoscaler, facts, orders };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the autoscaler', () => {
  test('grows within a second or two, and shrinks after half a minute', async () => {
    const { autoscaler, facts, orders } = scaled();
    using _ = autoscaler;
    facts.waitingFiles = 1_000;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(orders).toEqual([3]);
    facts.waitingFiles = 0;
    await vi.advanceTimersByTimeAsync(29_000);
    expect(orders).toEqual([3]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(orders).toEqual([3, 0]);
    expect(autoscaler.decision).toEqual({ wanted: 0, reason: 'Nothing waits.' });
  });

  test('decides at once where it is asked to', () => {
    const { autoscaler, facts, orders } = scaled();
    using _ = autoscaler;
    facts.min = 2;
    autoscaler.look();
    expect(orders).toEqual([2]);
  });

  test('leaves workers alone that were stopped', async () => {
    const { autoscaler, facts, orders } = scaled();
    using _ = autoscaler;
    Object.assign(facts, { waitingFiles: 1_000, state: 'stopped' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(orders).toEqual([]);
    expect(autoscaler.decision).toMatchObject({ wanted: 0, reason: expect.stringContaining('were stopped') as string });
    facts.state = 'running';
    await vi.advanceTimersByTimeAsync(1_000);
    expect(orders).toEqual([3]);
  });

  test('decides nothing any more once it is disposed of', async () => {
    const { autoscaler, facts, orders } = scaled();
    autoscaler[Symbol.dispose]();
    facts.waitingFiles = 1_000;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(orders).toEqual([]);
  });
});

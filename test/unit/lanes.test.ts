import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EventHub } from '../../src-main/api/events/event-hub.ts';
import { Lanes } from '../../src-main/api/live/lanes.ts';
import type { Reading } from '../../src-main/coordinator/places.ts';
import type { Event } from '../../src-protocol/contract/events.ts';
import { SimulatedEngine } from './fakes/engine.ts';
import type { SimulationOptions } from './fakes/simulated-workers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An engine whose slots are seen in lanes. */
function watched(options: SimulationOptions & { names: readonly string[] }) {
  const hub = new EventHub();
  const lanes = new Lanes(hub, () => Date.now());
  const readings: Reading[] = [];
  const engine = new SimulatedEngine({
    ...options,
    onReading: (reading) => {
      readings.push(reading);
      lanes.note(reading);
    },
  });
  return { hub, lanes, readings, engine };
}

const names = Array.from({ length: 600 }, (_, at) => `${at.toString()}.jpg`);

describe('lanes', () => {
  test('have every lease once, with what failed of it, and none begins in a slot before the one before has ended', async () => {
    const fault = { code: 'corrupt' as const, message: 'broken' };
    const { lanes, engine } = watched({
      names,
      workers: [2, 1],
      read: (path) => ({ ms: 20, end: path.endsWith('7.jpg') ? fault : 'ok' }),
    });
    await using _engine = engine;
    const job = engine.run();
    await engine.settle();
    const blocks = lanes.blocks(5, undefined);
    expect(blocks.reduce((sum, { files }) => sum + files, 0)).toBe(600);
    expect(blocks.reduce((sum, { failed }) => sum + failed, 0)).toBe(60);
    expect(new Set(blocks.map(({ leaseId }) => leaseId)).size).toBe(blocks.length);
    expect(new Set(blocks.map(({ workerId, slot }) => `${workerId} ${slot.toString()}`))).toEqual(
      new Set(['local-1 0', 'local-1 1', 'local-2 0']),
    );
    for (const [workerId, slot] of [
      ['local-1', 0],
      ['local-1', 1],
      ['local-2', 0],
    ] as const) {
      const lane = blocks.filter((block) => block.workerId === workerId && block.slot === slot);
      for (const [at, block] of lane.entries()) {
        expect(block).toMatchObject({ jobId: job.id, family: 'jpeg', endedAt: expect.any(String) as string });
        expect(block.startedAt >= (lane[at - 1]?.endedAt ?? '')).toBe(true);
        expect((block.endedAt ?? '') >= block.startedAt).toBe(true);
      }
    }
    expect(lanes.blocks(5, job.id)).toEqual(blocks);
    expect(lanes.blocks(5, job.id + 1)).toEqual([]);
  });

  test('tell those who listen when a lease begins to be read and when it ends', async () => {
    const { hub, engine } = watched({ names: names.slice(0, 40), workers: [1], read: () => ({ ms: 20, end: 'ok' }) });
    await using _engine = engine;
    const heard: Event[] = [];
    const stopped = new AbortController();
    const stream = hub.subscribe({
      ...{ kinds: new Set(['lease'] as const), jobId: undefined, lastEventId: undefined, signal: stopped.signal },
    });
    const listening = (async () => {
      for await (const { event } of stream) heard.push(event);
    })();
    engine.run();
    await engine.settle();
    stopped.abort();
    await listening;
    const blocks = heard.flatMap((event) => (event.kind === 'lease' ? [event.block] : []));
    expect(blocks.length).toBeGreaterThan(1);
    for (const [at, { leaseId, endedAt }] of blocks.entries()) {
      expect(leaseId).toBe(blocks[at - (at % 2)]?.leaseId);
      expect(endedAt === undefined).toBe(at % 2 === 0);
    }
  });

  test('show what is being read without an end, and end with the worker', async () => {
    const { lanes, engine } = watched({ names, workers: [1], read: () => ({ ms: 100, end: 'ok' }) });
    await using _engine = engine;
    engine.run();
    await vi.advanceTimersByTimeAsync(200);
    const [reading] = lanes.blocks(1, undefined);
    expect(reading).toMatchObject({ workerId: 'local-1', slot: 0, failed: 0 });
    expect(reading?.endedAt).toBeUndefined();
    const [worker] = engine.workers.running;
    if (worker !== undefined) engine.workers.kill(worker);
    const ofFirst = () => lanes.blocks(1, undefined).filter(({ leaseId }) => leaseId === reading?.leaseId);
    expect(ofFirst()).toEqual([{ ...reading, endedAt: new Date().toISOString() }]);
    expect(
      lanes.blocks(1, undefined).every(({ startedAt, endedAt }) => endedAt === undefined || endedAt > startedAt),
    ).toBe(true);
  });

  test('forget what is older than was asked for, and all but the last twenty thousand', () => {
    const lanes = new Lanes(new EventHub(), () => Date.now());
    const lease = {
      jobId: 1,
      worker: { name: 'local-1' } as Reading['lease']['worker'],
      family: 'jpeg' as const,
      files: 1,
      failed: 0,
    };
    for (let leaseId = 0; leaseId < 30_000; leaseId++) {
      const nowMs = performance.now();
      lanes.note({ lease: { ...lease, leaseId }, slot: 0, beganAtMs: nowMs - 10, endedAtMs: nowMs });
    }
    const kept = lanes.blocks(30, undefined);
    expect(kept.length).toBeGreaterThanOrEqual(20_000);
    expect(kept.length).toBeLessThan(23_000);
    expect(kept.at(-1)?.leaseId).toBe(29_999);
    vi.advanceTimersByTime(120_000);
    expect(lanes.blocks(1, undefined)).toEqual([]);
    expect(lanes.blocks(3, undefined)).toHaveLength(kept.length);
  });
});

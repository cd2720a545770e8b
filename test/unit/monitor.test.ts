import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Monitor } from '../../src-main/api/live/monitor.ts';
import { fakeIntake, found, SimulatedEngine } from './fakes/engine.ts';
import { runtimeView } from './fakes/runtime-view.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const LOAD = {
  atMs: 0,
  cores: 4,
  cpuShare: 0,
  ioWaitShare: 0,
  memoryFreeBytes: 8e9,
  memoryTotalBytes: 16e9,
  process: { rssBytes: 0, heapUsedBytes: 0, eventLoopP99Ms: 0, cpuShare: 0 },
};

test('a file that is being read is told by its own path, whichever slot and place in its lease it has', async () => {
  await using engine = new SimulatedEngine({
    intake: fakeIntake([[found(Array.from({ length: 40 }, (_, at) => `${at.toString().padStart(2, '0')}\udcff.jpg`))]]),
    workers: [2],
    read: () => ({ ms: 10_000, end: 'ok' }),
  });
  const job = engine.run();
  await vi.advanceTimersByTimeAsync(500);
  const items = engine.workers.leases.flatMap(({ lease }) => lease.items);
  expect(items.length).toBeGreaterThan(10);
  const monitor = new Monitor({
    queueStatus: () => engine.coordinator.queueStatus(),
    fileAt: (workerId, itemId) => engine.coordinator.fileAt(workerId, itemId),
    runtimes: () => [
      runtimeView({ reading: items.map(({ itemId }) => ({ slot: 0, itemId, sinceMs: 7 })) }),
      runtimeView({ id: 'local-2', reading: [{ slot: 0, itemId: items[0]?.itemId ?? 0, sinceMs: 7 }] }),
    ],
    machines: () => [],
    load: () => LOAD,
    cacheStatistics: () => {
      throw new Error('nobody asks for it');
    },
    subscribers: () => 0,
    disk: () => undefined,
    dataFolder: '/data',
    nowMs: Date.now,
  });
  expect(monitor.alertSnapshot().reading).toEqual(
    items.map(({ itemId, path }) => ({
      jobId: job.id,
      itemId,
      path: path.replace('\udcff', '\ufffd'),
      worker: 'local-1',
      sinceMs: 7,
    })),
  );
});

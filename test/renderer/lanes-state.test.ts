import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type LaneBlock, lanes, putLane, setLanes } from '../../src-renderer/src/state/lanes.ts';
import { serverNowMs, setServerTime } from '../../src-renderer/src/state/server-clock.ts';

const T0 = Date.parse('2026-01-01T10:00:00.000Z');
const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: T0 });
});
afterEach(() => {
  setServerTime(new Date().toISOString());
  vi.useRealTimers();
});

function block(leaseId: number, endedAtMs?: number): LaneBlock {
  return {
    leaseId,
    jobId: 1,
    workerId: 'local-1',
    slot: 0,
    family: 'jpeg',
    files: 10,
    failed: 0,
    startedAt: new Date(T0 - 10 * MINUTE_MS).toISOString(),
    ...(endedAtMs !== undefined && { endedAt: new Date(endedAtMs).toISOString() }),
  };
}

test('leases that ended more than five minutes ago are forgotten, in steps', () => {
  vi.advanceTimersByTime(MINUTE_MS);
  putLane(block(1));
  setLanes([block(2, T0 - 4.5 * MINUTE_MS), block(3, T0), block(4)]);
  putLane(block(5, T0));
  expect([...lanes.keys()]).toEqual([2, 3, 4, 5]);
  vi.advanceTimersByTime(MINUTE_MS);
  putLane(block(6));
  expect([...lanes.keys()]).toEqual([3, 4, 5, 6]);
});

test('a lease that ends takes the place of what was known of it', () => {
  setLanes([block(1)]);
  putLane(block(1, T0));
  expect([...lanes.values()]).toEqual([block(1, T0)]);
});

test('how old a lease is goes by the server, whose clock may be another one', () => {
  setServerTime(new Date(T0 - 5 * MINUTE_MS).toISOString());
  expect(serverNowMs()).toBe(T0 - 5 * MINUTE_MS);
  setLanes([block(1, T0 - 6 * MINUTE_MS)]);
  vi.advanceTimersByTime(MINUTE_MS);
  putLane(block(2));
  expect([...lanes.keys()]).toEqual([1, 2]);
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ResultOutbox } from '../../src-worker/runtime/result-outbox.ts';
import { resultFor } from './fakes/sqlite-store.ts';

function setUp() {
  const sent: [leaseId: number, itemIds: number[]][] = [];
  const outbox = new ResultOutbox((leaseId, results) => sent.push([leaseId, results.map(({ itemId }) => itemId)]));
  return { sent, outbox };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the outbox', () => {
  test('sends what comes within 25 ms together, one message per lease', () => {
    const { sent, outbox } = setUp();
    outbox.add(1, resultFor(1));
    vi.advanceTimersByTime(20);
    outbox.add(2, resultFor(2));
    outbox.add(1, resultFor(3));
    vi.advanceTimersByTime(4);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([
      [1, [1, 3]],
      [2, [2]],
    ]);
  });

  test('does not wait once there are many', () => {
    const { sent, outbox } = setUp();
    for (let id = 1; id <= 64; id++) outbox.add(1, resultFor(id));
    expect(sent).toHaveLength(1);
    expect(sent[0]?.[1]).toHaveLength(64);
  });

  test('sends nothing twice, and nothing where there is nothing', () => {
    const { sent, outbox } = setUp();
    outbox.flush();
    outbox.add(1, resultFor(1));
    outbox.flush();
    outbox.flush();
    vi.advanceTimersByTime(100);
    expect(sent).toEqual([[1, [1]]]);
    outbox.add(1, resultFor(2));
    vi.advanceTimersByTime(25);
    expect(sent).toEqual([
      [1, [1]],
      [1, [2]],
    ]);
  });
});

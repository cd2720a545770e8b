import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DeadlinePassed, nextWithin } from '../../src-protocol/model/next-within.ts';

const never = new AbortController().signal;

function iteratorAfter(ms: number): AsyncIterator<string> {
  return {
    next: () =>
      new Promise((resolve) =>
        setTimeout(() => {
          resolve({ done: false, value: 'x' });
        }, ms),
      ),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBeLessThanOrEqual(1); // the slow iterator's own
  vi.useRealTimers();
});

describe('the next item', () => {
  test('comes where it is there in time', async () => {
    const next = nextWithin(iteratorAfter(99), 100, never);
    await vi.advanceTimersByTimeAsync(99);
    expect(await next).toEqual({ done: false, value: 'x' });
  });

  test('is given up when its time is over', async () => {
    const next = nextWithin(iteratorAfter(200), 100, never);
    const failed = expect(next).rejects.toBeInstanceOf(DeadlinePassed);
    await vi.advanceTimersByTimeAsync(100);
    await failed;
  });

  test('is given up at an abort, with its reason', async () => {
    const abort = new AbortController();
    const failed = expect(nextWithin(iteratorAfter(200), 1_000, abort.signal)).rejects.toThrow('not wanted');
    abort.abort(new Error('not wanted'));
    await failed;
  });

  test('is not even asked for after an abort', async () => {
    const abort = new AbortController();
    abort.abort(new Error('not wanted'));
    const next = vi.fn<() => Promise<IteratorResult<string>>>();
    await expect(nextWithin({ next }, 1_000, abort.signal)).rejects.toThrow('not wanted');
    expect(next).not.toHaveBeenCalled();
  });

  test('that fails passes its failure on', async () => {
    await expect(nextWithin({ next: () => Promise.reject(new Error('it crashed')) }, 1_000, never)).rejects.toThrow(
      'it crashed',
    );
  });
});

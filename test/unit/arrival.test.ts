import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Arrival } from '../../src-main/coordinator/arrival.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Whether the crawl goes on now. */
async function goesOn(arrival: Arrival): Promise<boolean> {
  const passed = arrival.passed ?? Promise.resolve();
  return Promise.race([
    passed.then(() => true),
    Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => false),
  ]);
}

test('the crawl rests until the first worker is there', async () => {
  using arrival = new Arrival();
  expect(arrival.passed).toBeUndefined();
  arrival.await();
  arrival.await();
  expect(await goesOn(arrival)).toBe(false);
  const { passed } = arrival;
  arrival.arrived();
  await passed;
  expect(arrival.passed).toBeUndefined();
});

test('a worker that does not come is waited for once, and one that has come may be waited for again', async () => {
  using arrival = new Arrival();
  arrival.await();
  const { passed } = arrival;
  vi.advanceTimersByTime(1_000);
  await passed;
  arrival.await();
  expect(arrival.passed).toBeUndefined();
  arrival.arrived();
  arrival.await();
  expect(await goesOn(arrival)).toBe(false);
});

test('nobody waits once it is over', async () => {
  const arrival = new Arrival();
  arrival.await();
  const { passed } = arrival;
  arrival[Symbol.dispose]();
  await passed;
  expect(vi.getTimerCount()).toBe(0);
});

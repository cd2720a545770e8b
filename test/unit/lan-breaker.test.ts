import { expect, test } from 'vitest';
import { Breaker } from '../../src-main/links/lan/breaker.ts';

const withoutJitter = () => new Breaker(() => 0);

test('one that has never failed gets all the leases that there are', () => {
  expect(withoutJitter().allows(0, 100)).toBe(true);
});

test('after each failure in a row it rests twice as long, and never longer than ten minutes', () => {
  const breaker = withoutJitter();
  const pausesS: number[] = [];
  for (let nowMs = 0, times = 0; times < 10; times++) {
    expect(breaker.failed('it broke', nowMs)).toBe(true);
    const untilMs = breaker.trouble?.untilMs ?? NaN;
    pausesS.push((untilMs - nowMs) / 1_000);
    expect(breaker.allows(untilMs - 1, 0)).toBe(false);
    nowMs = untilMs;
  }
  expect(pausesS).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600]);
});

test('after its rest it is tried with one lease at a time, until one comes back as it should', () => {
  const breaker = withoutJitter();
  breaker.failed('it broke', 0);
  expect(breaker.allows(5_000, 0)).toBe(true);
  expect(breaker.allows(5_000, 1)).toBe(false);
  breaker.succeeded(5_100);
  expect(breaker.allows(5_100, 7)).toBe(true);
  expect(breaker.trouble).toBeUndefined();
  breaker.failed('it broke again', 6_000);
  expect(breaker.trouble).toEqual({ reason: 'it broke again', untilMs: 11_000 });
});

test('more of the same failure while it rests makes the rest no longer, and old leases make it no shorter', () => {
  const breaker = withoutJitter();
  breaker.failed('nonsense', 0);
  expect(breaker.failed('nonsense', 10)).toBe(false);
  breaker.succeeded(20);
  expect(breaker.trouble).toEqual({ reason: 'nonsense', untilMs: 5_000 });
});

test('machines that failed together are not tried together', () => {
  const breaker = new Breaker(() => 0.5);
  breaker.failed('it broke', 0);
  expect(breaker.trouble?.untilMs).toBe(4_500);
});

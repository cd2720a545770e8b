import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentRate } from '../../src-main/coordinator/recent-rate.ts';

test('a steady pace is its rate, from the second look on', () => {
  const rate = new RecentRate();
  expect(rate.sample(1_000, 0, 0)).toEqual({ filesPerS: 0, bytesPerS: 0 });
  for (let ms = 1_100; ms <= 20_000; ms += 100) {
    const files = (ms - 1_000) / 10;
    const { filesPerS, bytesPerS } = rate.sample(ms, files, files * 1_000);
    expect(filesPerS).toBeCloseTo(100, 6);
    expect(bytesPerS).toBeCloseTo(100_000, 3);
  }
});

test('a change of pace is seen in full within five seconds', () => {
  const rate = new RecentRate();
  let files = 0;
  for (let ms = 0; ms < 10_000; ms += 100) rate.sample(ms, (files += 100), 0);
  let last = 0;
  for (let ms = 10_000; ms <= 15_100; ms += 100) last = rate.sample(ms, files, 0).filesPerS;
  expect(last).toBe(0);
});

test('is never negative nor infinite while totals grow, however the looks fall', () => {
  const steps = fc.array(fc.record({ afterMs: fc.nat(8_000), files: fc.nat(1_000), bytes: fc.nat() }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(steps, (looks) => {
      const rate = new RecentRate();
      let [atMs, files, bytes] = [0, 0, 0];
      for (const step of looks) {
        atMs += step.afterMs;
        files += step.files;
        bytes += step.bytes;
        const { filesPerS, bytesPerS } = rate.sample(atMs, files, bytes);
        for (const value of [filesPerS, bytesPerS]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(value)).toBe(true);
        }
      }
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { etaRange, Pace } from '../../src-main/coordinator/eta.ts';

describe('the time left', () => {
  const amount = fc.double({ min: 0, max: 1e12, noNaN: true });
  const pace = fc.double({ min: 0.01, max: 256, noNaN: true });

  test('is a range from 0 on around what is expected', () => {
    fc.assert(
      fc.property(amount, amount, pace, (meanMs, deviationMs, slots) => {
        const { lowMs, highMs } = etaRange({ meanMs, deviationMs }, slots);
        expect(lowMs).toBeGreaterThanOrEqual(0);
        expect(lowMs).toBeLessThanOrEqual(highMs);
        expect(lowMs).toBeLessThanOrEqual(meanMs / slots);
        expect(highMs).toBeGreaterThanOrEqual(meanMs / slots);
        expect(Number.isFinite(highMs)).toBe(true);
      }),
    );
  });

  test('is nothing when nothing is left', () => {
    expect(etaRange({ meanMs: 0, deviationMs: 0 }, 4)).toEqual({ lowMs: 0, highMs: 0 });
  });

  test('narrows as less is left', () => {
    const width = (meanMs: number) => {
      const { lowMs, highMs } = etaRange({ meanMs, deviationMs: 0 }, 2);
      return highMs - lowMs;
    };
    expect(width(1_000)).toBeLessThan(width(100_000));
  });
});

describe('the pace', () => {
  test('is unknown until enough has been seen', () => {
    const seen = new Pace();
    expect(seen.value).toBeUndefined();
    seen.observe(5, 0);
    seen.observe(5, 699);
    expect(seen.value).toBeUndefined();
    seen.observe(5, 700);
    expect(seen.value).toBeDefined();
  });

  test('comes near the number of slots that are really busy', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.double({ min: 5, max: 50, noNaN: true }), (slots, fileMs) => {
        const seen = new Pace();
        for (let ms = 0; ms < 10_000; ms += fileMs / slots) seen.observe(fileMs, ms);
        expect(Math.abs((seen.value ?? 0) - slots)).toBeLessThan(slots * 0.02);
      }),
      { numRuns: 30 },
    );
  });

  test('forgets how it was long ago', () => {
    const seen = new Pace();
    for (let ms = 0; ms < 300_000; ms += 100) seen.observe(100, ms);
    for (let ms = 300_000; ms < 600_000; ms += 100) seen.observe(400, ms);
    expect(seen.value).toBeGreaterThan(3.8);
    expect(seen.value).toBeLessThan(4.1);
  });

  test('does not count the time of a pause', () => {
    const seen = new Pace();
    for (let ms = 0; ms <= 1_000; ms += 10) seen.observe(20, ms);
    const before = seen.value;
    seen.pause();
    for (let ms = 3_600_000; ms <= 3_601_000; ms += 10) seen.observe(20, ms);
    expect(seen.value).toBeCloseTo(before ?? 0, 1);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DurationModel } from '../../src-main/coordinator/duration-model.ts';
import type { DurationStatistics, OpenItem } from '../../src-main/coordinator/ports.ts';

const JPEG: OpenItem = { name: 'a.jpg', sizeBytes: 3_000_000 };
const anyDuration = fc.double({ min: 0, max: 1e6, noNaN: true });
const anyFile = fc.record({
  name: fc.constantFrom('a.jpg', 'b.jpg', 'a.dng', 'a.mov', 'a.xyz', 'none'),
  sizeBytes: fc.double({ min: 0, max: 1e12, noNaN: true }),
});
const anyKnown: fc.Arbitrary<DurationStatistics[]> = fc.uniqueArray(
  fc.record({
    format: fc.constantFrom('jpg', 'dng', 'mov'),
    sizeClass: fc.integer({ min: 0, max: 12 }),
    profile: fc.constant('complete'),
    count: fc.integer({ min: 1, max: 2_000 }),
    meanMs: anyDuration,
    squares: anyDuration,
  }),
  { selector: ({ format, sizeClass }) => `${format} ${sizeClass}`, maxLength: 6 },
);

/** A repeatable sequence of numbers in [0, 1) (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('a prediction', () => {
  test('comes near the mean of what was seen', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 1, max: 500, noNaN: true }), (seed, meanMs) => {
        const model = new DurationModel('complete', []);
        const random = randomNumbers(seed);
        for (let seen = 0; seen < 2_000; seen++) model.observe(JPEG, meanMs * 2 * random(), false);
        expect(model.predictMs(JPEG)).toBeGreaterThan(meanMs * 0.9);
        expect(model.predictMs(JPEG)).toBeLessThan(meanMs * 1.1);
        const variance = (meanMs * 2) ** 2 / 12; // of a uniform distribution
        expect(model.varianceMs2(JPEG)).toBeGreaterThan(variance * 0.8);
        expect(model.varianceMs2(JPEG)).toBeLessThan(variance * 1.2);
      }),
      { numRuns: 30 },
    );
  });

  test('is exactly the mean of few observations', () => {
    fc.assert(
      fc.property(fc.array(anyDuration, { minLength: 2, maxLength: 30 }), (durations) => {
        const model = new DurationModel('complete', []);
        for (const ms of durations) model.observe(JPEG, ms, false);
        const mean = durations.reduce((sum, ms) => sum + ms, 0) / durations.length;
        const variance = durations.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / (durations.length - 1);
        expect(model.predictMs(JPEG)).toBeCloseTo(mean, 5);
        expect(Math.abs(model.varianceMs2(JPEG) - variance)).toBeLessThanOrEqual(1e-6 + variance * 1e-9);
      }),
    );
  });

  test('follows a change of disk or machine', () => {
    const model = new DurationModel('complete', []);
    for (let seen = 0; seen < 50_000; seen++) model.observe(JPEG, 5, false);
    for (let seen = 0; seen < 10_000; seen++) model.observe(JPEG, 50, false);
    expect(model.predictMs(JPEG)).toBeGreaterThan(45);
  });

  test('is a number from 0 on for every file, whatever was seen before', () => {
    fc.assert(
      fc.property(
        anyKnown,
        fc.array(fc.tuple(anyFile, anyDuration), { maxLength: 20 }),
        anyFile,
        (known, seen, file) => {
          const model = new DurationModel('complete', known);
          for (const [item, ms] of seen) model.observe(item, ms, false);
          expect(model.predictMs(file)).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(model.predictMs(file))).toBe(true);
          expect(model.varianceMs2(file)).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(model.varianceMs2(file))).toBe(true);
        },
      ),
    );
  });

  test('of an unknown format is typical of its family, on a machine as fast as the files seen show it to be', () => {
    const model = new DurationModel('complete', []);
    const [photo, sound] = [
      { name: 'a.heic', sizeBytes: 1e6 },
      { name: 'a.flac', sizeBytes: 1e6 },
    ].map((file) => ({ file, beforeMs: model.predictMs(file) }));
    expect(photo?.beforeMs).toBeGreaterThan(2 * (sound?.beforeMs ?? Infinity));
    const jpegMs = model.predictMs(JPEG);
    for (let seen = 0; seen < 10; seen++) model.observe(JPEG, jpegMs * 3, false);
    for (const { file, beforeMs } of [photo, sound].filter((known) => known !== undefined))
      expect(model.predictMs(file)).toBeCloseTo(beforeMs * 3, 6);
  });

  test('of a file that also pays for loading its reader is believed no further than it was predicted', () => {
    const model = new DurationModel('complete', []);
    const predictedMs = model.predictMs(JPEG);
    model.observe(JPEG, 500, true);
    expect(model.predictMs(JPEG)).toBeCloseTo(predictedMs, 6);
    for (let seen = 0; seen < 4; seen++) model.observe(JPEG, 2, false);
    model.observe(JPEG, 500, true);
    expect(model.predictMs(JPEG)).toBeLessThan(3);
  });

  test('of a size that was not seen is that of the nearest one of its format', () => {
    const model = new DurationModel('complete', []);
    model.observe({ name: 'a.jpg', sizeBytes: 4_096 }, 2, false);
    model.observe({ name: 'a.jpg', sizeBytes: 4_096 * 4 ** 4 }, 20, false);
    model.observe({ name: 'a.mov', sizeBytes: 4_096 }, 500, false);
    expect(model.predictMs({ name: 'b.jpg', sizeBytes: 4_096 * 4 })).toBe(2);
    expect(model.predictMs({ name: 'b.jpg', sizeBytes: 4_096 * 4 ** 3 })).toBe(20);
  });
});

describe('the variance', () => {
  test('is never negative, however alike the durations are', () => {
    fc.assert(
      fc.property(anyDuration, fc.integer({ min: 2, max: 3_000 }), (ms, times) => {
        const model = new DurationModel('complete', []);
        for (let seen = 0; seen < times; seen++) model.observe(JPEG, ms, false);
        expect(model.varianceMs2(JPEG)).toBeGreaterThanOrEqual(0);
        expect(model.varianceMs2(JPEG)).toBeLessThan(1e-6 + ms * 1e-6);
      }),
      { numRuns: 30 },
    );
  });

  test('is wide as long as a file of the kind has been seen once at most', () => {
    const model = new DurationModel('complete', []);
    expect(model.varianceMs2(JPEG)).toBe(model.predictMs(JPEG) ** 2);
    model.observe(JPEG, 10, false);
    expect(model.varianceMs2(JPEG)).toBe(100);
  });
});

describe('what was learned', () => {
  test('is given out once, and a later run goes on with it', () => {
    const model = new DurationModel('fast', []);
    for (const ms of [4, 6, 8]) model.observe(JPEG, ms, false);
    model.observe({ name: 'a.MOV', sizeBytes: 10 }, 100, false);
    const learned = model.takeChanges();
    expect(learned).toEqual([
      { format: 'jpg', sizeClass: 5, profile: 'fast', count: 3, meanMs: 6, squares: 8 },
      { format: 'mov', sizeClass: 0, profile: 'fast', count: 1, meanMs: 100, squares: 0 },
    ]);
    expect(model.takeChanges()).toEqual([]);

    const later = new DurationModel('fast', learned);
    expect(later.predictMs(JPEG)).toBe(6);
    expect(later.varianceMs2(JPEG)).toBe(4);
    later.observe(JPEG, 10, false);
    expect(later.takeChanges()).toEqual([
      { format: 'jpg', sizeClass: 5, profile: 'fast', count: 4, meanMs: 7, squares: 20 },
    ]);
  });

  test('does not depend on how many runs it was learned in', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyDuration, { maxLength: 10 }), { minLength: 1, maxLength: 6 }), (runs) => {
        const inOne = new DurationModel('complete', []);
        let known: DurationStatistics[] = [];
        for (const durations of runs) {
          const model = new DurationModel('complete', known);
          for (const ms of durations) {
            model.observe(JPEG, ms, false);
            inOne.observe(JPEG, ms, false);
          }
          const changes = model.takeChanges();
          if (changes.length > 0) known = changes;
        }
        expect(known).toEqual(inOne.takeChanges());
      }),
    );
  });
});

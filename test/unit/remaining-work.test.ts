import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DurationModel } from '../../src-main/coordinator/duration-model.ts';
import { RemainingWork } from '../../src-main/coordinator/remaining-work.ts';

const anyFile = fc.record({
  name: fc.constantFrom('a.jpg', 'b.JPG', 'a.dng', 'a.mov', 'README'),
  sizeBytes: fc.constantFrom(0, 5_000, 1_000_000, 5e9),
});
const model = new DurationModel('complete', [
  { format: 'jpg', sizeClass: 0, profile: 'complete', count: 10, meanMs: 4, squares: 90 },
  { format: 'dng', sizeClass: 4, profile: 'complete', count: 10, meanMs: 40, squares: 900 },
]);

test('what is left is predicted as the sum of its files, those that are done taken off', () => {
  fc.assert(
    fc.property(fc.array(anyFile, { maxLength: 60 }), fc.array(anyFile, { maxLength: 60 }), (left, done) => {
      const work = new RemainingWork();
      for (const file of [...left, ...done]) work.add(file);
      for (const file of done) work.remove(file);
      const { meanMs, deviationMs } = work.predict(model);
      expect(meanMs).toBeCloseTo(
        left.reduce((sum, file) => sum + model.predictMs(file), 0),
        4,
      );
      const variance = left.reduce((sum, file) => sum + model.varianceMs2(file), 0);
      expect(deviationMs).toBeCloseTo(Math.sqrt(variance), 4);
    }),
  );
});

test('nothing left takes no time, and has no spread', () => {
  const work = new RemainingWork();
  expect(work.predict(model)).toEqual({ meanMs: 0, deviationMs: 0 });
  work.add({ name: 'a.jpg', sizeBytes: 1 });
  work.remove({ name: 'b.jpg', sizeBytes: 2 }); // another of the same kind
  expect(work.predict(model)).toEqual({ meanMs: 0, deviationMs: 0 });
});

test('a file that was never added may be taken off', () => {
  const work = new RemainingWork();
  work.remove({ name: 'a.jpg', sizeBytes: 1 });
  expect(work.predict(model)).toEqual({ meanMs: 0, deviationMs: 0 });
});

test('a prediction follows what the model has learned since the files were found', () => {
  const learning = new DurationModel('complete', []);
  const work = new RemainingWork();
  for (let at = 0; at < 100; at++) work.add({ name: 'a.jpg', sizeBytes: 1 });
  const before = work.predict(learning).meanMs;
  learning.observe({ name: 'b.jpg', sizeBytes: 1 }, 50, false);
  expect(work.predict(learning).meanMs).toBe(5_000);
  expect(before).not.toBe(5_000);
});

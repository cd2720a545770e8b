import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MachineSpeeds } from '../../src-main/coordinator/machine-speeds.ts';

/** Lets a machine read so many files that were predicted to take so long. */
function reads(speeds: MachineSpeeds, machine: string | undefined, files: number, predictedMs: number, readMs: number) {
  for (let read = 0; read < files; read++) speeds.observe(machine, predictedMs, readMs);
}

describe('the speed of a machine', () => {
  test('is that of this computer as long as nothing is known', () => {
    const speeds = new MachineSpeeds([]);
    expect(speeds.of('attic')).toBe(1);
    expect(speeds.of(undefined)).toBe(1);
    expect(speeds.known('attic')).toBeUndefined();
    speeds.observe('attic', 10, 1_000);
    expect(speeds.known('attic')).toBe(1); // it is the first, and the measure of others
    expect(speeds.of('cellar')).toBeGreaterThan(0.9);
  });

  test('is learned against this computer, whatever predictions are off by for all', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (speed, off) => {
          const speeds = new MachineSpeeds([]);
          reads(speeds, undefined, 2_000, 20 * off, 20);
          reads(speeds, 'attic', 4_000, 20 * off, 20 / speed);
          expect(speeds.of('attic') / speed).toBeGreaterThan(0.8);
          expect(speeds.of('attic') / speed).toBeLessThan(1.25);
          expect(speeds.of(undefined)).toBe(1);
        },
      ),
    );
  });

  test('follows a machine that has become slower', () => {
    const speeds = new MachineSpeeds([]);
    reads(speeds, undefined, 100, 20, 20);
    reads(speeds, 'attic', 10_000, 20, 10);
    expect(speeds.of('attic')).toBeCloseTo(2, 1);
    reads(speeds, 'attic', 10_000, 20, 40);
    expect(speeds.of('attic')).toBeCloseTo(0.5, 1);
  });

  test('is hardly moved by a few files', () => {
    const speeds = new MachineSpeeds([]);
    reads(speeds, undefined, 100, 20, 20);
    reads(speeds, 'attic', 2, 5, 1);
    expect(speeds.of('attic')).toBeLessThan(1.1);
  });

  test('has a limit either way, also where reading took no time at all', () => {
    const speeds = new MachineSpeeds([]);
    reads(speeds, undefined, 100, 20, 20);
    reads(speeds, 'attic', 10_000, 20, 0);
    reads(speeds, 'cellar', 10_000, 0, 20);
    expect(speeds.of('attic')).toBe(50);
    expect(speeds.of('cellar')).toBe(1 / 50);
  });

  test('is counted against the first machine where this computer reads nothing', () => {
    const speeds = new MachineSpeeds([]);
    reads(speeds, 'attic', 1_000, 20, 40);
    reads(speeds, 'cellar', 1_000, 20, 10);
    expect(speeds.of('attic')).toBe(1);
    expect(speeds.of('cellar')).toBeCloseTo(4, 0);
  });

  test('is known from earlier jobs, also where this computer reads nothing', () => {
    const speeds = new MachineSpeeds([{ name: 'attic', speed: 2, weightMs: 10_000 }]);
    expect(speeds.of('attic')).toBe(2);
    speeds.observe('attic', 20, 10);
    expect(speeds.of('attic')).toBeCloseTo(2, 5);
  });

  test('is forgotten with the machine, also where it was the measure of others', () => {
    const speeds = new MachineSpeeds([{ name: 'cellar', speed: 3, weightMs: 10_000 }]);
    reads(speeds, 'attic', 100, 20, 20);
    speeds.forget('attic');
    speeds.forget('cellar');
    expect([speeds.known('attic'), speeds.known('cellar'), speeds.of('attic')]).toEqual([undefined, undefined, 1]);
    expect(speeds.takeChanges()).toEqual([]);
  });

  test('is told once for each time that something was learned, and never of this computer', () => {
    const speeds = new MachineSpeeds([{ name: 'cellar', speed: 3, weightMs: 10_000 }]);
    reads(speeds, undefined, 100, 20, 20);
    reads(speeds, 'attic', 5_000, 20, 10);
    const [learned, ...others] = speeds.takeChanges();
    expect(others).toEqual([]);
    expect(learned).toMatchObject({ name: 'attic' });
    expect(learned?.speed).toBeCloseTo(2, 1);
    expect(learned?.weightMs).toBeCloseTo(50_200, 3);
    expect(speeds.takeChanges()).toEqual([]);
  });
});

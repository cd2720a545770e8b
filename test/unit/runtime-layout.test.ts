import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scalableLayout } from '../../src-worker/supervisor/runtime-layout.ts';

const sum = (layout: readonly number[]) => layout.reduce((total, slots) => total + slots, 0);

describe('the layout of runtimes that come and go', () => {
  test.each([
    { machine: 'a small laptop', cores: 2, leaveCores: 1, layout: [1] },
    { machine: 'a laptop', cores: 4, leaveCores: 1, layout: [1, 1, 1] },
    { machine: 'a better laptop', cores: 8, leaveCores: 1, layout: [2, 2, 2, 1] },
    { machine: 'a small server', cores: 2, leaveCores: 0, layout: [1, 1] },
    { machine: 'a server', cores: 16, leaveCores: 0, layout: [4, 4, 4, 4] },
    { machine: 'a large server', cores: 64, leaveCores: 0, layout: Array.from({ length: 16 }, () => 4) },
    { machine: 'one core for everything', cores: 1, leaveCores: 4, layout: [1] },
  ])('of $machine with $cores cores, $leaveCores of them left to the person', ({ cores, leaveCores, layout }) => {
    expect(scalableLayout({ leaveCores }, cores)).toEqual(layout);
  });

  test('has as many slots, and at most as many runtimes, as were set', () => {
    expect(scalableLayout({ leaveCores: 1, slots: 6 }, 2)).toEqual([2, 2, 2]);
    expect(scalableLayout({ leaveCores: 1, slots: 6, max: 2 }, 2)).toEqual([3, 3]);
    expect(scalableLayout({ leaveCores: 1, slots: 2, max: 6 }, 8)).toEqual([1, 1]);
    expect(scalableLayout({ leaveCores: 1, max: 3 }, 2)).toEqual([1, 1, 1]);
    expect(scalableLayout({ leaveCores: 0, max: 1 }, 8)).toEqual([8]);
  });

  test('is never empty, never without slots, and as even as it goes', () => {
    const settings = fc.record({
      leaveCores: fc.nat(64),
      slots: fc.option(fc.integer({ min: 1, max: 256 }), { nil: undefined }),
      max: fc.option(fc.integer({ min: 1, max: 256 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(settings, fc.integer({ min: 1, max: 256 }), (wishes, cores) => {
        const layout = scalableLayout(wishes, cores);
        expect(layout.length).toBeGreaterThan(0);
        expect(layout.length).toBeLessThanOrEqual(wishes.max ?? Infinity);
        expect(Math.min(...layout)).toBeGreaterThan(0);
        expect(Math.max(...layout) - Math.min(...layout)).toBeLessThanOrEqual(1);
        if (wishes.slots !== undefined) expect(sum(layout)).toBe(wishes.slots);
        else expect(sum(layout)).toBe(Math.max(1, cores - wishes.leaveCores, wishes.max ?? 0));
      }),
    );
  });
});

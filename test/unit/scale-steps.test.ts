import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaleSteps } from '../../src-worker/supervisor/scale-steps.ts';

type Runtime = Parameters<typeof scaleSteps>[1][number];

const runtime = (id: string, rest: Partial<Runtime> = {}): Runtime => ({
  id,
  slots: 1,
  leases: 0,
  isPaused: false,
  isLeaving: false,
  ...rest,
});

describe('the steps to another number of runtimes', () => {
  test('end the newest idle ones first', () => {
    const runtimes = [runtime('a'), runtime('b', { leases: 2 }), runtime('c'), runtime('d', { leases: 1 })];
    const layout = [1, 1, 1, 1];
    expect(scaleSteps(layout, runtimes, 3)).toEqual({ start: [], drain: ['c'] });
    expect(scaleSteps(layout, runtimes, 2)).toEqual({ start: [], drain: ['c', 'a'] });
    expect(scaleSteps(layout, runtimes, 1)).toEqual({ start: [], drain: ['c', 'a', 'd'] });
  });

  test('start those that the layout lacks, the largest first', () => {
    expect(scaleSteps([2, 2, 1], [runtime('a', { slots: 2 })], 2)).toEqual({ start: [2], drain: [] });
    expect(scaleSteps([2, 2, 1], [runtime('a', { slots: 2 })], 9)).toEqual({ start: [2, 1], drain: [] });
  });

  test('lead to what is wanted, never beyond the layout, and nothing is left to do then', () => {
    const one = fc.record({
      slots: fc.integer({ min: 1, max: 3 }),
      leases: fc.nat(2),
      isPaused: fc.boolean(),
      isLeaving: fc.boolean(),
    });
    const layouts = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 5 });
    fc.assert(
      fc.property(layouts, fc.array(one, { maxLength: 8 }), fc.nat(7), (layout, given, wanted) => {
        const runtimes = given.map((rest, at) => runtime(String(at), rest));
        const { start, drain } = scaleSteps(layout, runtimes, wanted);
        const after = [
          ...runtimes.map((each) => (drain.includes(each.id) ? { ...each, isLeaving: true } : each)),
          ...start.map((slots, at) => runtime(`new ${at}`, { slots })),
        ];
        const staying = after.filter(({ isLeaving }) => !isLeaving);
        const working = staying.filter(({ isPaused }) => !isPaused);
        const paused = staying.length - working.length;
        expect(working).toHaveLength(Math.min(wanted, layout.length - paused));
        const lacking = [...layout];
        for (const { slots } of staying) expect(lacking.splice(lacking.indexOf(slots), 1)).toEqual([slots]);
        expect(scaleSteps(layout, after, wanted)).toEqual({ start: [], drain: [] });
      }),
    );
  });
});

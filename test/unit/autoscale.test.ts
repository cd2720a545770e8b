import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decideScale,
  INITIAL_SCALE,
  type ScaleDecision,
  type ScaleInputs,
} from '../../src-main/resources/autoscale.ts';
import type { Load } from '../../src-main/resources/load-sampler.ts';
import { memoryReserveBytes } from '../../src-main/resources/memory-needs.ts';

const OWN: Load['process'] = { rssBytes: 1e8, heapUsedBytes: 5e7, cpuShare: 0, eventLoopP99Ms: 1 };
const LOAD: Load = { cores: 8, cpuShare: 0, memoryFreeBytes: 1e10, memoryTotalBytes: 1.6e10, process: OWN };
const QUIET: ScaleInputs = {
  nowMs: 0,
  min: 0,
  layout: [2, 2, 2, 1],
  leaveCores: 1,
  waitingFiles: 0,
  predictedMs: 0,
  runtimes: 0,
  busySlots: 0,
  runtimesRssBytes: 0,
  load: LOAD,
};

/** A machine that does what is decided, second by second; `at` says what it meets. */
function run(seconds: number, at: (second: number, before: ScaleDecision) => Partial<ScaleInputs>): ScaleDecision[] {
  const decisions: ScaleDecision[] = [];
  let before: ScaleDecision = { wanted: 0, reason: '', state: INITIAL_SCALE };
  for (let second = 0; second < seconds; second++) {
    const inputs = { ...QUIET, nowMs: second * 1_000, runtimes: before.wanted, ...at(second, before) };
    before = decideScale(before.state, inputs);
    decisions.push(before);
  }
  return decisions;
}

const wantedOf = (decisions: readonly ScaleDecision[]) => decisions.map(({ wanted }) => wanted);
const MUCH = { waitingFiles: 50_000, predictedMs: 500_000 };

describe('the number of runtimes that are wanted', () => {
  test('is all of them at once for much work, and falls back half a minute after the last of it', () => {
    const decisions = run(100, (second) => (second < 20 ? { ...MUCH, busySlots: 7 } : {}));
    const wanted = wantedOf(decisions);
    expect(wanted.slice(0, 49)).toEqual(Array(49).fill(4));
    expect(wanted.slice(50)).toEqual(Array(50).fill(0));
    expect(decisions[0]?.reason).toBe('50,000 files wait: as many as there may be.');
    expect(decisions[30]?.reason).toBe('Fewer would be enough now; they stay for a while, as more may come.');
    expect(decisions[60]?.reason).toBe('Nothing waits.');
  });

  test('is no more than little work keeps busy', () => {
    const [decision] = run(1, () => ({ waitingFiles: 300, predictedMs: 5_000 }));
    expect(decision).toMatchObject({ wanted: 2, reason: '300 files wait, which is no more work than for these.' });
    expect(run(1, () => ({ waitingFiles: 1, predictedMs: 60_000 }))[0]?.wanted).toBe(1);
    expect(run(1, () => ({ busySlots: 3 }))[0]).toMatchObject({
      wanted: 2,
      reason: '3 slots are busy, and nothing waits.',
    });
  });

  test('follows the number of files where nothing is known of them yet', () => {
    expect(run(1, () => ({ waitingFiles: 10, predictedMs: 0 }))[0]?.wanted).toBe(1);
    expect(run(1, () => ({ waitingFiles: 100_000, predictedMs: 0 }))[0]?.wanted).toBe(4);
  });

  test('stays while work comes again and again', () => {
    const decisions = run(600, (second) => (second % 29 < 2 ? MUCH : {}));
    expect(new Set(wantedOf(decisions))).toEqual(new Set([4]));
  });

  test('is never fewer than are kept ready', () => {
    const decisions = run(100, (second) => (second < 3 ? { ...MUCH, min: 2 } : { min: 2 }));
    expect(decisions.at(-1)).toMatchObject({ wanted: 2, reason: 'Nothing waits; these are kept ready.' });
    expect(run(3, () => ({ min: 9 })).at(-1)?.wanted).toBe(4);
  });

  test('keeps one that was started for new work before anybody decided', () => {
    const wanted = wantedOf(run(40, (second) => (second < 2 ? { runtimes: 1 } : {})));
    expect([wanted[0], wanted[29], wanted[35]]).toEqual([1, 1, 0]);
  });

  test('is none where all were drained, with the way out of it', () => {
    const [decision] = run(1, () => ({ ...MUCH, layout: [] }));
    expect(decision).toMatchObject({ wanted: 0, reason: expect.stringContaining('start the work') as string });
  });
});

describe('other programs', () => {
  const busy = { ...LOAD, cpuShare: 0.5 }; // four of eight cores, and none of them ours

  test('keep their cores on a computer that somebody uses', () => {
    const [decision] = run(1, () => ({ ...MUCH, load: busy }));
    expect(decision).toMatchObject({ wanted: 2, reason: 'Other programs use 4 cores of 8.' });
  });

  test('have what is left to the person, and nothing more, without any effect', () => {
    expect(run(1, () => ({ ...MUCH, load: { ...LOAD, cpuShare: 0.15 } }))[0]?.wanted).toBe(4);
    expect(run(1, () => ({ ...MUCH, leaveCores: 4, load: busy }))[0]?.wanted).toBe(4);
  });

  test('compete on a machine that only serves', () => {
    expect(run(1, () => ({ ...MUCH, leaveCores: 0, load: busy }))[0]?.wanted).toBe(4);
  });

  test('are not what the slots and this process use', () => {
    const load = { ...LOAD, cpuShare: 1, process: { ...OWN, cpuShare: 0.5 } };
    expect(run(1, () => ({ ...MUCH, busySlots: 7, load }))[0]?.wanted).toBe(4);
  });
});

describe('memory', () => {
  const reserve = memoryReserveBytes(LOAD.memoryTotalBytes);

  test('that is short takes one runtime after the other away, but not the last while there is work', () => {
    const decisions = run(60, (second) => ({
      ...MUCH,
      load: { ...LOAD, memoryFreeBytes: second < 5 ? 1e10 : reserve - 1 },
    }));
    const wanted = wantedOf(decisions);
    expect([wanted[4], wanted[5], wanted[9], wanted[10], wanted[15], wanted[59]]).toEqual([4, 3, 3, 2, 1, 1]);
    expect(decisions[5]?.reason).toBe('Memory is short: 800 MB free.');
  });

  test('that is short does not keep the first one from work', () => {
    expect(run(1, () => ({ ...MUCH, load: { ...LOAD, memoryFreeBytes: 0 } }))[0]?.wanted).toBe(1);
  });

  test('lets only as many come as fit into it', () => {
    const memoryFreeBytes = 2 * reserve + 5e8; // a runtime of two slots takes 240 MB
    const [decision] = run(1, () => ({ ...MUCH, load: { ...LOAD, memoryFreeBytes } }));
    expect(decision).toMatchObject({
      wanted: 2,
      reason: 'There is work for 4 runtimes; memory, 2.1 GB free, is the limit.',
    });
  });

  test('that was short must be there for a minute before runtimes come again', () => {
    const wanted = wantedOf(
      run(100, (second) => ({ ...MUCH, load: { ...LOAD, memoryFreeBytes: second === 10 ? 1 : 1e10 } })),
    );
    expect([wanted[9], wanted[10], wanted[69], wanted[71]]).toEqual([4, 3, 3, 4]);
  });
});

describe('the disk', () => {
  test('that all wait for gets no more than half of the runtimes, and takes none away', () => {
    const load = { ...LOAD, ioWaitShare: 0.5 };
    expect(run(1, () => ({ ...MUCH, load }))[0]).toMatchObject({
      wanted: 2,
      reason: 'There is work for 4 runtimes; the disk, which all wait for, is the limit.',
    });
    const wanted = wantedOf(run(60, (second) => ({ ...MUCH, load: second < 3 ? LOAD : load })));
    expect(new Set(wanted)).toEqual(new Set([4]));
  });
});

describe('whatever the machine meets', () => {
  const loads = fc.record({
    cores: fc.integer({ min: 1, max: 64 }),
    cpuShare: fc.double({ min: 0, max: 1, noNaN: true }),
    ioWaitShare: fc.double({ min: 0, max: 1, noNaN: true }),
    memoryFreeBytes: fc.double({ min: 0, max: 3e10, noNaN: true }),
    memoryTotalBytes: fc.double({ min: 1e8, max: 1e12, noNaN: true }),
    process: fc.constant(OWN),
  });
  const inputs = fc.record({
    min: fc.nat(6),
    layout: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 }),
    leaveCores: fc.nat(4),
    waitingFiles: fc.nat(100_000),
    predictedMs: fc.double({ min: 0, max: 1e7, noNaN: true }),
    busySlots: fc.nat(24),
    runtimesRssBytes: fc.double({ min: 0, max: 5e9, noNaN: true }),
    load: loads,
  });

  test('the number is within its bounds', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ given: inputs, runtimes: fc.nat(8) }), { maxLength: 50 }), (steps) => {
        run(steps.length, (second, before) => {
          const { given, runtimes } = steps[second] ?? { given: {}, runtimes: 0 };
          expect(before.state.wanted).toBe(before.wanted);
          return { ...given, runtimes };
        }).forEach(({ wanted, reason }, second) => {
          const { layout = [], min = 0 } = steps[second]?.given ?? {};
          expect(wanted).toBeLessThanOrEqual(layout.length);
          expect(wanted).toBeGreaterThanOrEqual(Math.min(min, layout.length));
          expect(reason).toMatch(/^[A-Z0-9].*\.$/);
        });
      }),
    );
  });

  test('the same input again and again moves it in one direction, and then not at all', () => {
    fc.assert(
      fc.property(inputs, inputs, fc.integer({ min: 1, max: 5 }), (first, then, seconds) => {
        const decisions = run(seconds + 200, (second, { wanted }) => {
          const given = second < seconds ? first : then;
          // what cannot be: more busy slots than there are
          const slots = given.layout.slice(0, wanted).reduce((sum, each) => sum + each, 0);
          return { ...given, busySlots: Math.min(given.busySlots, slots) };
        });
        const steps = wantedOf(decisions)
          .slice(seconds)
          .flatMap((wanted, at, all) => Math.sign(wanted - (all[at - 1] ?? wanted)))
          .filter((step) => step !== 0);
        expect(new Set(steps).size).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('short memory shrinks it down to one, or to what is kept ready', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const decisions = run(60, (second) => {
          const enough = { ...LOAD, memoryFreeBytes: 1e11, memoryTotalBytes: 1e11 };
          return { ...given, load: second < 5 ? enough : { ...enough, memoryFreeBytes: 1e6 } };
        });
        const { min, layout } = given;
        expect(decisions.at(-1)?.wanted).toBeLessThanOrEqual(Math.max(1, Math.min(min, layout.length)));
      }),
    );
  });
});

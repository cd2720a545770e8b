import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlanAt, PlannedLease, PlanRequest } from '../../src-main/coordinator/lease-planner.ts';
import { LEASE_TARGET_MS, planLease } from '../../src-main/coordinator/lease-planner.ts';
import type { WaitingItem } from '../../src-main/coordinator/waiting-files.ts';
import { isSuspect, WaitingFiles } from '../../src-main/coordinator/waiting-files.ts';
import { familyOf, type FormatFamily } from '../../src-protocol/model/format.ts';

const FAMILY_NAMES = ['jpeg', 'tiff-raw', 'iso-media', 'raster', 'other'] as const satisfies readonly FormatFamily[];
const family = fc.constantFrom(...FAMILY_NAMES);
const cost = fc.double({ min: 0, max: 2_000, noNaN: true });

interface FileOfPlan {
  readonly family: FormatFamily;
  readonly predictedMs: number;
  readonly suspicions?: number;
}

function waitingItem({ family: of, predictedMs, suspicions = 0 }: FileOfPlan, itemId: number): WaitingItem {
  return {
    itemId,
    folder: '/f',
    name: `${itemId}`,
    sizeBytes: 1,
    modifiedMs: 0,
    progress: { attempts: 0, suspicions },
    family: of,
    predictedMs,
  };
}

const innocent = fc.record({ family, predictedMs: cost });
const someWaiting = fc.array(innocent, { minLength: 1, maxLength: 60 }).map((files) => files.map(waitingItem));
const slotState = fc.record({
  lastFamily: fc.option(family, { nil: undefined }),
  familiesElsewhere: fc.subarray([...FAMILY_NAMES]).map((families) => new Set(families)),
  workerIsBusy: fc.boolean(),
  slots: fc.integer({ min: 1, max: 64 }),
  itemsMax: fc.integer({ min: 1, max: 128 }),
});

type Slot = Omit<PlanRequest, 'waiting'>;

function planOf({ waiting, ...slot }: Slot & { readonly waiting: readonly WaitingItem[] }): PlannedLease | undefined {
  return planLease({ ...slot, waiting: new WaitingFiles(waiting) });
}

function planFor(waiting: readonly WaitingItem[], slot: Slot): PlannedLease {
  const plan = planOf({ waiting, ...slot });
  if (plan === undefined) throw new Error('there is no lease');
  return plan;
}

const sumMs = (items: readonly WaitingItem[]) => items.reduce((sum, { predictedMs }) => sum + predictedMs, 0);

describe('a lease', () => {
  test('is planned whenever something waits, and never otherwise', () => {
    fc.assert(
      fc.property(someWaiting, slotState, (waiting, slot) => {
        expect(planFor(waiting, slot).items.length).toBeGreaterThan(0);
        expect(planOf({ waiting: [], ...slot })).toBeUndefined();
      }),
    );
  });

  test('holds waiting files only, each once, of one family, and not too many', () => {
    fc.assert(
      fc.property(someWaiting, slotState, (waiting, slot) => {
        const plan = planFor(waiting, slot);
        expect(new Set(plan.items).size).toBe(plan.items.length);
        for (const item of plan.items) {
          expect(waiting).toContain(item);
          expect(item.family).toBe(plan.family);
        }
        expect(plan.items.length).toBeLessThanOrEqual(slot.itemsMax);
        expect(plan.predictedMs).toBeCloseTo(sumMs(plan.items), 6);
      }),
    );
  });

  test('takes the costliest files of its family, in that order', () => {
    fc.assert(
      fc.property(someWaiting, slotState, (waiting, slot) => {
        const plan = planFor(waiting, slot);
        const costs = plan.items.map(({ predictedMs }) => predictedMs);
        expect(costs).toEqual([...costs].sort((a, b) => b - a));
        const left = waiting.filter((item) => item.family === plan.family && !plan.items.includes(item));
        for (const item of left) expect(item.predictedMs).toBeLessThanOrEqual(Math.min(...costs));
      }),
    );
  });

  test('does not last longer than the target, but for one file that does by itself', () => {
    fc.assert(
      fc.property(someWaiting, slotState, (waiting, slot) => {
        const plan = planFor(waiting, slot);
        if (plan.items.length > 1) expect(plan.predictedMs).toBeLessThanOrEqual(LEASE_TARGET_MS);
      }),
    );
  });

  test('shrinks towards the end, so that every slot gets several of what is left', () => {
    fc.assert(
      fc.property(someWaiting, slotState, (waiting, slot) => {
        const plan = planFor(waiting, slot);
        const shareMs = sumMs(waiting) / (3 * slot.slots);
        if (plan.items.length > 1) expect(plan.predictedMs).toBeLessThanOrEqual(Math.max(30, shareMs));
      }),
    );
    const files = (count: number) =>
      Array.from({ length: count }, (_, at) => waitingItem({ family: 'jpeg', predictedMs: 10 }, at));
    const slot = {
      lastFamily: undefined,
      familiesElsewhere: new Set<FormatFamily>(),
      workerIsBusy: true,
      slots: 4,
      itemsMax: 128,
    };
    expect(planFor(files(1_000), slot).items).toHaveLength(40);
    expect(planFor(files(120), slot).items).toHaveLength(10);
    expect(planFor(files(6), slot).items).toHaveLength(3);
  });

  test('stays with the family that the slot has in memory while there is any of it', () => {
    fc.assert(
      fc.property(someWaiting, slotState, (waiting, slot) => {
        fc.pre(slot.lastFamily !== undefined && waiting.some((item) => item.family === slot.lastFamily));
        expect(planFor(waiting, slot).family).toBe(slot.lastFamily);
      }),
    );
  });

  test('goes to the family with most work, and rather to one that no other slot reads', () => {
    const waiting = [
      waitingItem({ family: 'jpeg', predictedMs: 100 }, 1),
      waitingItem({ family: 'tiff-raw', predictedMs: 60 }, 2),
      waitingItem({ family: 'raster', predictedMs: 50 }, 3),
    ];
    const slot = { lastFamily: undefined, workerIsBusy: false, slots: 2, itemsMax: 9 };
    const families = (...names: FormatFamily[]) => ({ ...slot, familiesElsewhere: new Set(names) });
    expect(planFor(waiting, families()).family).toBe('jpeg');
    expect(planFor(waiting, families('jpeg')).family).toBe('tiff-raw');
    expect(planFor(waiting, families('jpeg', 'tiff-raw')).family).toBe('raster');
  });

  test('is the same for the same waiting files, in whatever order they are held', () => {
    fc.assert(
      fc.property(someWaiting, slotState, (waiting, slot) => {
        fc.pre(slot.lastFamily !== undefined && waiting.some((item) => item.family === slot.lastFamily));
        const ids = (items: readonly WaitingItem[]) => planFor(items, slot).items.map(({ itemId }) => itemId);
        expect(ids([...waiting].reverse())).toEqual(ids(waiting));
      }),
    );
  });
});

describe('a file that is suspected of ending its worker', () => {
  const suspicious = fc.record({ family, predictedMs: cost, suspicions: fc.integer({ min: 1, max: 5 }) });

  const some = fc.tuple(fc.array(innocent, { maxLength: 20 }), fc.array(suspicious, { minLength: 1, maxLength: 4 }));

  test('waits until nothing else does, then goes alone to a worker that reads nothing else, the least suspected first', () => {
    fc.assert(
      fc.property(some, slotState, ([others, suspects], slot) => {
        const waiting = [...others, ...suspects].map(waitingItem);
        const plan = planFor(waiting, { ...slot, workerIsBusy: false });
        if (others.length > 0) {
          expect(plan.items.some(isSuspect)).toBe(false);
          return;
        }
        expect(plan.items).toHaveLength(1);
        expect(plan.family).toBe(plan.items[0]?.family);
        expect(plan.items[0]?.progress.suspicions).toBe(
          Math.min(...waiting.map(({ progress }) => progress.suspicions)),
        );
      }),
    );
  });

  test('never goes to a worker that reads anything else, which gets the others meanwhile', () => {
    fc.assert(
      fc.property(some, slotState, ([others, suspects], slot) => {
        const plan = planOf({ waiting: [...others, ...suspects].map(waitingItem), ...slot, workerIsBusy: true });
        if (others.length === 0) expect(plan).toBeUndefined();
        else expect(plan?.items.some(isSuspect)).toBe(false);
      }),
    );
  });
});

test('leasing again and again hands out every file exactly once', () => {
  const anyFile = fc.record({ family, predictedMs: cost, suspicions: fc.constantFrom(0, 0, 0, 1) });
  fc.assert(
    fc.property(fc.array(anyFile, { maxLength: 80 }), slotState, (files, slot) => {
      let waiting = files.map(waitingItem);
      const leased: number[] = [];
      let lastFamily: FormatFamily | undefined = slot.lastFamily;
      const next = () => planOf({ ...slot, workerIsBusy: false, waiting, lastFamily });
      for (let plan = next(); plan !== undefined; plan = next()) {
        const taken = new Set(plan.items);
        leased.push(...plan.items.map(({ itemId }) => itemId));
        waiting = waiting.filter((item) => !taken.has(item));
        lastFamily = plan.family;
      }
      expect(leased.sort((a, b) => a - b)).toEqual(files.map((_, index) => index));
    }),
  );
});

test('the families of these tests are families of files', () => {
  expect(['jpg', 'dng', 'heic', 'png', 'none'].map(familyOf)).toEqual(FAMILY_NAMES);
});

describe('a lease of a job with limits', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 40 });
  const slot = { lastFamily: undefined, familiesElsewhere: new Set<FormatFamily>(), slots: 4, itemsMax: 128 };
  const itemsOf = (all: readonly number[]) =>
    all.map((sizeBytes, at) => ({ ...waitingItem({ family: 'jpeg', predictedMs: 5 }, at), sizeBytes }));

  test('holds no more bytes than there is room for, or one file alone that is larger', () => {
    fc.assert(
      fc.property(sizes, fc.nat(150), fc.boolean(), (all, bytesMax, mayExceed) => {
        const request = { waiting: itemsOf(all), ...slot, workerIsBusy: true, room: { bytesMax, mayExceed } };
        const plan = planOf(request);
        const smallest = Math.min(...all);
        if (smallest > bytesMax && !mayExceed) {
          expect(plan).toBeUndefined();
          return;
        }
        const bytes = (plan?.items ?? []).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
        if (smallest > bytesMax) expect(plan?.items).toHaveLength(1);
        else expect(bytes).toBeLessThanOrEqual(bytesMax);
      }),
    );
  });

  test('goes past a file that does not fit to those that do', () => {
    const waiting = itemsOf([90, 10, 90, 10]);
    const plan = planOf({ waiting, ...slot, workerIsBusy: true, room: { bytesMax: 25, mayExceed: false } });
    expect(plan?.items.map(({ sizeBytes }) => sizeBytes)).toEqual([10, 10]);
  });

  test('that reads a suspect alone keeps to the room as well', () => {
    const suspect = { ...waitingItem({ family: 'jpeg', predictedMs: 5, suspicions: 1 }, 1), sizeBytes: 90 };
    const request = { waiting: [suspect], ...slot, workerIsBusy: false };
    expect(planOf({ ...request, room: { bytesMax: 25, mayExceed: false } })).toBeUndefined();
    expect(planOf({ ...request, room: { bytesMax: 25, mayExceed: true } })?.items).toEqual([suspect]);
  });
});

describe('a lease for another computer', () => {
  const slot = {
    lastFamily: undefined,
    familiesElsewhere: new Set<FormatFamily>(),
    workerIsBusy: true,
    slots: 2,
    itemsMax: 128,
  };
  const files = (count: number, predictedMs = 10) =>
    Array.from({ length: count }, (_, at) => waitingItem({ family: 'jpeg', predictedMs }, at));
  const at = (change: Partial<PlanAt> = {}): PlanAt => ({
    speed: 1,
    allows: () => true,
    transferMs: () => 0,
    ...change,
  });

  test('takes it as long as others take for theirs, however fast it is', () => {
    expect(planFor(files(1_000), slot).items).toHaveLength(40);
    expect(planFor(files(1_000), { ...slot, at: at({ speed: 0.25 }) }).items).toHaveLength(10);
    expect(planFor(files(1_000), { ...slot, at: at({ speed: 2 }) }).items).toHaveLength(80);
    expect(planFor(files(12), { ...slot, at: at({ speed: 0.1 }) }).items).toHaveLength(1);
  });

  test('does not shrink while much more waits than is in memory', () => {
    expect(planFor(files(60), slot).items).toHaveLength(10);
    expect(planFor(files(60), { ...slot, backlogMs: 60_000 }).items).toHaveLength(40);
  });

  test('holds what can be sent within a second, or one file that takes longer', () => {
    const sent = (ms: number) => planFor(files(1_000, 1), { ...slot, at: at({ transferMs: () => ms }) });
    expect(sent(100)).toMatchObject({ transferMs: 1_000 });
    expect(sent(100).items).toHaveLength(10);
    expect(sent(5_000).items).toHaveLength(1);
  });

  test('goes past files that had better be read elsewhere to those that had not', () => {
    const waiting = files(9).map((item, index) => ({ ...item, sizeBytes: index < 3 ? 1_000 : 1 }));
    const transferMs = ({ sizeBytes }: WaitingItem) => (sizeBytes > 500 ? Infinity : 5);
    const plan = planFor(waiting, { ...slot, backlogMs: 1e6, at: at({ transferMs }) });
    expect(plan.items.every(({ sizeBytes }) => sizeBytes === 1)).toBe(true);
  });

  test('goes to another family where nothing of the first is to be read there', () => {
    const waiting = [...files(20, 50), waitingItem({ family: 'raster', predictedMs: 1 }, 99)];
    const transferMs = ({ family: of }: WaitingItem) => (of === 'jpeg' ? Infinity : 0);
    expect(planFor(waiting, { ...slot, at: at({ transferMs }) }).family).toBe('raster');
    const none = { ...slot, waiting, at: at({ transferMs: () => Infinity }) };
    expect(planOf(none)).toBeUndefined();
    expect(planOf({ ...none, room: { bytesMax: 0, mayExceed: true } })).toBeUndefined();
  });

  test('is given up before all that waits has been weighed', () => {
    let weighed = 0;
    const transferMs = () => {
      weighed += 1;
      return Infinity;
    };
    expect(planOf({ ...slot, waiting: files(5_000), at: at({ transferMs }) })).toBeUndefined();
    expect(weighed).toBeLessThan(50);
  });

  test('holds nothing that it may not read, suspects included', () => {
    const choiceOf = (folder: string) => (folder === '/own' ? 1 : 0);
    const own = { ...waitingItem({ family: 'jpeg', predictedMs: 1 }, 1), folder: '/own' };
    const suspect = waitingItem({ family: 'jpeg', predictedMs: 9, suspicions: 1 }, 2);
    const waiting = new WaitingFiles([waitingItem({ family: 'jpeg', predictedMs: 9 }, 0), own, suspect], choiceOf);
    const only = { ...slot, workerIsBusy: false, waiting, at: at({ allows: (choice) => choice === 1 }) };
    expect(planLease(only)?.items).toEqual([own]);
    waiting.take([own]);
    expect(planLease(only)).toBeUndefined();
  });
});

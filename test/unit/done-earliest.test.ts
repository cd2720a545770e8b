import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reader, Rival } from '../../src-main/coordinator/done-earliest.ts';
import { bringMs, isDoneEarliestHere } from '../../src-main/coordinator/done-earliest.ts';
import type { WorkerMachine } from '../../src-main/coordinator/ports.ts';

const FILE = { folder: '/f', sizeBytes: 1_000_000, predictedMs: 100 };
const HERE = { machine: undefined, speed: 1, aheadMs: 0 };

function machine(transferMs: number, delayMs?: number): WorkerMachine {
  return { name: 'attic', labels: [], transferMs: () => transferMs, ...(delayMs === undefined ? {} : { delayMs }) };
}

/** The slots of this computer, with so much to do together. */
function local(slots: number, aheadMs = 0): Rival {
  return { ...HERE, slots, aheadMs };
}

function attic(transferMs: number, change: Partial<Reader> = {}): Reader {
  return { machine: machine(transferMs), speed: 1, aheadMs: 0, ...change };
}

describe('a file is done earliest', () => {
  test('wherever it is offered, where there is nobody else', () => {
    expect(isDoneEarliestHere(FILE, HERE, [], 0)).toBe(true);
    expect(isDoneEarliestHere(FILE, attic(1e9, { speed: 0.02 }), [], 0)).toBe(true);
  });

  test('never where it cannot be brought', () => {
    expect(isDoneEarliestHere(FILE, attic(Infinity), [], 1e9)).toBe(false);
    expect(bringMs(machine(Infinity), FILE)).toBe(Infinity);
  });

  test('where sending it ends before those that see it would come to it', () => {
    // 4 slots with 2,000 ms of work before them come to it after 500 ms
    expect(isDoneEarliestHere(FILE, attic(400), [local(4)], 2_000)).toBe(true);
    expect(isDoneEarliestHere(FILE, attic(600), [local(4)], 2_000)).toBe(false);
    expect(isDoneEarliestHere(FILE, attic(600), [local(4, 2_000)], 2_000)).toBe(true);
    expect(isDoneEarliestHere(FILE, attic(400), [local(8)], 2_000)).toBe(false);
  });

  test('elsewhere, if it waits here behind others and a slot there has nothing to do', () => {
    expect(isDoneEarliestHere(FILE, attic(50, { aheadMs: 40 }), [local(1)], 0)).toBe(false);
    expect(isDoneEarliestHere(FILE, attic(50, { aheadMs: 400 }), [local(1, 500)], 0)).toBe(true);
  });

  test('at a slow machine only as long as the fast ones are busy for longer', () => {
    const slow = attic(0, { speed: 0.1 });
    expect(isDoneEarliestHere(FILE, slow, [local(4)], 10_000)).toBe(true);
    expect(isDoneEarliestHere(FILE, slow, [local(4)], 1_000)).toBe(false);
  });

  test('at a faster machine, although it lies here, unless that one is busy', () => {
    const fast = { machine: machine(10, 5), speed: 10, slots: 2 };
    expect(isDoneEarliestHere(FILE, HERE, [{ ...fast, aheadMs: 0 }], 0)).toBe(false);
    expect(isDoneEarliestHere(FILE, HERE, [{ ...fast, aheadMs: 200 }], 0)).toBe(true);
  });

  test('at either of two that are about equally fast', () => {
    expect(isDoneEarliestHere(FILE, { ...HERE, aheadMs: 300 }, [{ ...HERE, speed: 1.1, slots: 4 }], 0)).toBe(true);
  });

  test('at one of all places at least once they have nothing to do, so that no file is left by everybody', () => {
    const anyReader = fc.record({
      transferMs: fc.double({ min: 0, max: 10_000, noNaN: true }),
      delayMs: fc.double({ min: 0, max: 500, noNaN: true }),
      speed: fc.double({ min: 0.02, max: 50, noNaN: true }),
      slots: fc.integer({ min: 1, max: 64 }),
    });
    fc.assert(
      fc.property(fc.array(anyReader, { minLength: 1, maxLength: 8 }), fc.nat(5_000), (readers, predictedMs) => {
        const file = { ...FILE, predictedMs };
        const rivals = readers.map(({ transferMs, delayMs, speed, slots }) => ({
          machine: machine(transferMs, delayMs),
          speed,
          slots,
          aheadMs: 0,
        }));
        const takers = rivals.filter((here) =>
          isDoneEarliestHere(
            file,
            here,
            rivals.filter((rival) => rival !== here),
            0,
          ),
        );
        expect(takers.length).toBeGreaterThan(0);
      }),
    );
  });
});

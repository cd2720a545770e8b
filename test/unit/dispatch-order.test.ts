import { describe, expect, test } from 'vitest';
import { DispatchOrder } from '../../src-main/coordinator/dispatch-order.ts';
import type { ActiveLease } from '../../src-main/coordinator/job-leases.ts';
import type { Place } from '../../src-main/coordinator/place.ts';
import { hasRoom } from '../../src-main/coordinator/place.ts';
import type { Worker } from '../../src-main/coordinator/ports.ts';
import type { Strategy } from '../../src-main/coordinator/queue-settings.ts';

let lastNumber = 0;

/** A worker of which each slot has leases that will take so long. */
function placesOf(name: string, slots: readonly (readonly number[])[], delayMs?: number): Place[] {
  const worker: Worker = {
    name,
    slots: slots.length,
    takesLeases: () => true,
    send: () => undefined,
    ...(delayMs === undefined ? {} : { machine: { name, labels: [], transferMs: () => 0, delayMs } }),
  };
  return slots.map((leases, slot) => {
    lastNumber += 1;
    const placed = leases.map((leftMs, at) => [at, { lease: { leftMs } as ActiveLease }] as const);
    return {
      worker,
      slot,
      number: lastNumber,
      leases: new Map(placed) as unknown as Place['leases'],
      lastFamily: undefined,
      freeSinceMs: 0,
      isStalled: false,
    };
  });
}

const wordsOf = (places: readonly Place[]) => places.map(({ worker, slot }) => `${worker.name}${slot}`).join(' ');

function ordered(strategy: Strategy, places: readonly Place[], all: readonly Place[] = places): string {
  const leasesAt = (worker: Worker) =>
    all.filter((place) => place.worker === worker).reduce((sum, { leases }) => sum + leases.size, 0);
  return wordsOf(new DispatchOrder(() => strategy).of(places, leasesAt));
}

describe('places are offered leases', () => {
  test('dynamically: whoever is through with what it has first, and among equals in their order', () => {
    const places = [...placesOf('a', [[300], [], [50, 100]]), ...placesOf('b', [[], [120]])];
    expect(ordered('dynamic', places)).toBe('a1 b0 b1 a2 a0');
  });

  test('to the least busy: whose slots have the smallest share of leases first, counting those that it is about to get', () => {
    const [a, b] = [placesOf('a', [[], [], [1], [1]]), placesOf('b', [[], []])];
    const free = [...a, ...b].filter(({ leases }) => leases.size === 0);
    expect(ordered('least-busy', free, [...a, ...b])).toBe('b0 a0 b1 a1');
  });

  test('in turn: one slot of each worker, and again, beginning behind the one that was served last', () => {
    const places = [...placesOf('a', [[], []]), ...placesOf('b', [[]]), ...placesOf('c', [[], []])];
    const order = new DispatchOrder(() => 'round-robin');
    expect(wordsOf(order.of(places, () => 0))).toBe('a0 b0 c0 a1 c1');
    const served = places[0];
    if (served !== undefined) order.noteServed(served);
    expect(wordsOf(order.of(places, () => 0))).toBe('b0 c0 a0 c1 a1');
  });

  test('by whichever strategy is set at the moment', () => {
    let strategy: Strategy = 'dynamic';
    const order = new DispatchOrder(() => strategy);
    const places = [...placesOf('a', [[], []]), ...placesOf('b', [[]])];
    expect(wordsOf(order.of(places, () => 0))).toBe('a0 a1 b0');
    strategy = 'round-robin';
    expect(wordsOf(order.of(places, () => 0))).toBe('a0 b0 a1');
  });
});

describe('a place has room', () => {
  const roomAt = (leases: readonly number[], delayMs?: number) => {
    const [place] = placesOf('a', [leases], delayMs);
    return place !== undefined && hasRoom(place);
  };

  test('for two leases', () => {
    expect([[], [400], [400, 400], [0, 0]].map((leases) => roomAt(leases))).toEqual([true, true, false, false]);
  });

  test('for more where they are read before a message has gone there and back, up to eight', () => {
    expect(roomAt([50, 50], 90)).toBe(false);
    expect(roomAt([50, 50], 150)).toBe(true);
    expect(roomAt(new Array<number>(7).fill(1), 150)).toBe(true);
    expect(roomAt(new Array<number>(8).fill(1), 150)).toBe(false);
  });
});

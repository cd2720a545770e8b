import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ItemStore, ReadyItem } from '../../src-main/coordinator/ports.ts';
import type { WaitingItem } from '../../src-main/coordinator/waiting-files.ts';
import { type Choices, WaitingWindow } from '../../src-main/coordinator/waiting-window.ts';

const JOB = 7;
/** More than the window ever reads at once, so that its end is far away at first. */
const MOST_IN_MEMORY = 700 + 1_500;

/** The queue as the window sees it: files become ready, are delayed and are done while it reads. */
class FakeQueue {
  /** In the order of their ids. */
  readonly rows = new Map<number, { notBeforeMs: number }>();
  reads = 0;
  itemsRead = 0;

  readonly store: Pick<ItemStore, 'ready'> = {
    ready: (jobId, afterId, nowMs, limit) => {
      this.reads += 1;
      expect(jobId).toBe(JOB);
      const items: ReadyItem[] = [];
      for (const [id, { notBeforeMs }] of this.rows) {
        if (id > afterId && notBeforeMs <= nowMs) items.push(readyItem(id));
        if (items.length === limit) break;
      }
      this.itemsRead += items.length;
      return items;
    },
  };
}

/** The folder of a file: those of `/late` were found after ten thousand others. */
const folderOf = (itemId: number) => (itemId > 10_000 ? '/late' : '/f');

function readyItem(itemId: number): ReadyItem {
  return {
    itemId,
    folder: folderOf(itemId),
    name: `${itemId}.jpg`,
    sizeBytes: itemId,
    modifiedMs: 0,
    progress: { attempts: 0, suspicions: 0 },
  };
}

/** The window together with whoever leases from it. */
class Leasing {
  readonly queue = new FakeQueue();
  readonly window: WaitingWindow;
  readonly out = new Map<number, WaitingItem>();
  readonly times = new Map<number, number>();
  #nowMs = 0;
  #lastId = 0;

  constructor(choices?: Choices) {
    this.window = new WaitingWindow(this.queue.store, JOB, () => 1, choices);
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Whoever delays a file says so when its time has come. */
  set nowMs(nowMs: number) {
    this.#nowMs = nowMs;
    this.window.expectMore();
  }

  find(count: number): void {
    for (let found = 0; found < count; found++) this.queue.rows.set(++this.#lastId, { notBeforeMs: 0 });
    this.window.expectNew();
  }

  refill(): void {
    this.window.refill(this.nowMs, (itemId) => this.out.has(itemId));
  }

  /** Refills and hands out up to `count` files, as the coordinator does for each lease. */
  lease(count: number): void {
    this.refill();
    const items = this.window.items.slice(0, count);
    this.window.take(items);
    for (const item of items) {
      if (this.out.has(item.itemId)) throw new Error(`${item.itemId} is out already`);
      if (!this.queue.rows.has(item.itemId)) throw new Error(`${item.itemId} is done already`);
      this.out.set(item.itemId, item);
      this.times.set(item.itemId, (this.times.get(item.itemId) ?? 0) + 1);
    }
  }

  pick(count: number): WaitingItem[] {
    return [...this.out.values()].slice(0, count);
  }

  finish(count: number): void {
    for (const { itemId } of this.pick(count)) {
      this.queue.rows.delete(itemId);
      this.out.delete(itemId);
    }
  }

  /** Their worker was lost: they are to be read again at once. */
  lose(count: number): void {
    const items = this.pick(count);
    for (const { itemId } of items) this.out.delete(itemId);
    this.window.giveBack(items);
  }

  /** They failed and are to be read again later. */
  delay(count: number, ms: number): void {
    for (const { itemId } of this.pick(count)) {
      this.queue.rows.set(itemId, { notBeforeMs: this.nowMs + ms });
      this.out.delete(itemId);
    }
  }
}

const step = fc.oneof(
  fc.record({ do: fc.constant('find' as const), count: fc.integer({ min: 1, max: 3_000 }) }),
  fc.record({ do: fc.constant('lease' as const), count: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ do: fc.constant('lease' as const), count: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ do: fc.constant('finish' as const), count: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ do: fc.constant('lose' as const), count: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ do: fc.constant('delay' as const), count: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ do: fc.constant('wait' as const), count: fc.integer({ min: 1, max: 2_000 }) }),
);

describe('the waiting window', () => {
  test('never hands out a file that is out or done, and keeps a bounded number in memory', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const leasing = new Leasing();
        let givenBack = 0;
        for (const { do: kind, count } of steps) {
          if (kind === 'wait') leasing.nowMs += count;
          else if (kind === 'delay') leasing.delay(count, 1_000);
          else leasing[kind](count);
          if (kind === 'lose') givenBack += count;
          expect(leasing.window.size).toBeLessThanOrEqual(MOST_IN_MEMORY + givenBack);
          const ids = leasing.window.items.map(({ itemId }) => itemId);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('hands out every file in the end, each exactly once for each time that it was to be read', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const leasing = new Leasing();
        const expected = new Map<number, number>();
        const again = (items: readonly WaitingItem[]) => {
          for (const { itemId } of items) expected.set(itemId, (expected.get(itemId) ?? 1) + 1);
        };
        for (const { do: kind, count } of steps) {
          if (kind === 'lose' || kind === 'delay') again(leasing.pick(count));
          if (kind === 'wait') leasing.nowMs += count;
          else if (kind === 'delay') leasing.delay(count, 1_000);
          else leasing[kind](count);
        }
        leasing.nowMs += 1_000;
        const found = new Set([...leasing.queue.rows.keys(), ...leasing.times.keys()]);
        for (let round = 0; leasing.queue.rows.size > 0; round++) {
          expect(round, 'rounds until all are read').toBeLessThan(2_000);
          leasing.lease(500);
          leasing.finish(500);
        }
        expect([...found].filter((id) => leasing.times.get(id) !== (expected.get(id) ?? 1))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('reads the queue in order, and knows family and duration of each file', () => {
    const { queue } = new Leasing();
    for (const id of [1, 2, 3]) queue.rows.set(id, { notBeforeMs: 0 });
    const window = new WaitingWindow(queue.store, JOB, ({ sizeBytes }) => sizeBytes * 10);
    window.refill(0, () => false);
    expect(window.items.map(({ itemId, family, predictedMs }) => ({ itemId, family, predictedMs }))).toEqual([
      { itemId: 1, family: 'jpeg', predictedMs: 10 },
      { itemId: 2, family: 'jpeg', predictedMs: 20 },
      { itemId: 3, family: 'jpeg', predictedMs: 30 },
    ]);
  });

  test('has files for all that may read any, however many those of others are that stand before them', () => {
    const leasing = new Leasing({ count: 3, of: (folder) => (folder === '/late' ? 1 : 0) });
    leasing.find(10_400);
    for (let times = 0; times < 5; times++) leasing.refill();
    const late = leasing.window.items.filter(({ folder }) => folder === '/late');
    expect(late).toHaveLength(400);
    expect(leasing.window.size).toBeLessThanOrEqual(MOST_IN_MEMORY);
    leasing.window.take(late);
    for (const { itemId } of late) leasing.queue.rows.delete(itemId);
    for (let round = 0; round < 30; round++) {
      leasing.lease(500);
      leasing.finish(500);
    }
    expect([...leasing.times.values()].filter((times) => times !== 1)).toEqual([]);
    expect(leasing.times.size).toBe(10_000);
    expect(leasing.window.hasAll).toBe(true);
  });

  test('does not look into the queue while enough is in memory', () => {
    const leasing = new Leasing();
    leasing.find(5_000);
    leasing.refill();
    const { reads } = leasing.queue;
    for (let times = 0; times < 10; times++) leasing.refill();
    expect(leasing.queue.reads).toBe(reads);
  });

  test('looks at each new file once, however many wait, for a choice of workers that has none', () => {
    const leasing = new Leasing({ count: 2, of: () => 0 });
    for (let batch = 0; batch < 100; batch++) {
      leasing.find(300);
      leasing.refill();
    }
    expect(leasing.queue.itemsRead).toBe(30_000 + leasing.window.size);
  });

  test('finds a file that comes back behind the place it has read to', () => {
    const leasing = new Leasing();
    leasing.find(4_000);
    leasing.lease(10);
    leasing.delay(10, 500);
    for (let times = 0; times < 4; times++) {
      leasing.lease(1_500);
      leasing.finish(1_500);
    }
    expect(leasing.queue.rows.size).toBe(10);
    leasing.lease(100);
    expect(leasing.out.size).toBe(0); // not before its time
    leasing.nowMs = 500;
    leasing.lease(100);
    expect(leasing.out.size).toBe(10);
  });

  test('finds what waits behind very many that are out', () => {
    const leasing = new Leasing();
    leasing.find(20_000);
    for (let times = 0; times < 30; times++) leasing.lease(500);
    expect(leasing.out.size).toBe(15_000);
    let looks = 0;
    while (leasing.out.size < 20_000) {
      leasing.lease(500);
      expect(++looks).toBeLessThan(100);
    }
  });
});

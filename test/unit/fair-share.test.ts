import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FairShare } from '../../src-main/coordinator/fair-share.ts';

/** Gives one lease after another to whoever is next, and counts what each has had. */
class Shop {
  readonly share = new FairShare();
  readonly hadMs = new Map<number, number>();

  serve(jobIds: readonly number[], durationOf: (jobId: number) => { predictedMs: number; actualMs: number }): number {
    const [next = 0] = [...jobIds].sort((a, b) => this.share.compare(a, b));
    const { predictedMs, actualMs } = durationOf(next);
    this.share.charge(next, predictedMs);
    this.share.correct(next, actualMs - predictedMs);
    this.hadMs.set(next, (this.hadMs.get(next) ?? 0) + actualMs);
    return next;
  }

  had(jobId: number): number {
    return this.hadMs.get(jobId) ?? 0;
  }
}

const anyDuration = fc.record({
  predictedMs: fc.integer({ min: 1, max: 800 }),
  actualMs: fc.integer({ min: 1, max: 800 }),
});

describe('jobs of one group', () => {
  test('never differ by more than one lease, however long leases take and are thought to take', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.array(anyDuration, { minLength: 20, maxLength: 200 }),
        (jobs, durations) => {
          const shop = new Shop();
          const ids = Array.from({ length: jobs }, (_, at) => at + 1);
          for (const id of ids) shop.share.join(id, 0);
          for (const duration of durations) shop.serve(ids, () => duration);
          const all = ids.map((id) => shop.had(id));
          expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(800);
        },
      ),
    );
  });

  test('have equal time, not equal leases, where the files of one take longer', () => {
    const shop = new Shop();
    shop.share.join(1, 0);
    shop.share.join(2, 0);
    for (let leases = 0; leases < 300; leases++)
      shop.serve([1, 2], (id) => ({ predictedMs: 100, actualMs: id === 1 ? 40 : 400 }));
    expect(shop.had(1) / shop.had(2)).toBeGreaterThan(0.9);
    expect(shop.had(1) / shop.had(2)).toBeLessThan(1.1);
  });

  test('that join later get their share from then on, and no arrears', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.array(anyDuration, { minLength: 60 }), (before, durations) => {
        const shop = new Shop();
        shop.share.join(1, 0);
        for (let leases = 0; leases < before; leases++) shop.serve([1], () => ({ predictedMs: 400, actualMs: 390 }));
        shop.share.join(2, 0);
        const hadBefore = shop.had(1);
        for (const duration of durations) shop.serve([1, 2], () => duration);
        expect(Math.abs(shop.had(1) - hadBefore - shop.had(2))).toBeLessThanOrEqual(2 * 800);
      }),
    );
  });

  test('that wanted nothing for a while are owed nothing for it', () => {
    const shop = new Shop();
    const lease = () => ({ predictedMs: 100, actualMs: 100 });
    for (const id of [1, 2]) shop.share.join(id, 0);
    for (let leases = 0; leases < 10; leases++) shop.serve([1, 2], lease);
    shop.share.rest(2);
    for (let leases = 0; leases < 100; leases++) shop.serve([1], lease);
    const [first, second] = [shop.had(1), shop.had(2)];
    for (let leases = 0; leases < 100; leases++) shop.serve([1, 2], lease);
    expect(Math.abs(shop.had(1) - first - (shop.had(2) - second))).toBeLessThanOrEqual(200);
  });

  test('keep what they are owed while they are only asked, and rest no time', () => {
    const share = new FairShare();
    for (const id of [1, 2]) share.join(id, 0);
    share.charge(1, 100);
    share.charge(2, 300);
    expect(share.compare(1, 2)).toBeLessThan(0);
  });
});

describe('a job', () => {
  test('that changes its group begins where that is', () => {
    const share = new FairShare();
    share.join(1, 0);
    for (let leases = 0; leases < 50; leases++) share.charge(1, 400);
    share.join(2, 1);
    share.charge(2, 100);
    share.join(1, 1);
    expect(share.compare(1, 2)).toBeLessThan(0); // it starts where the other began its last lease, not 20 s behind it
    share.charge(1, 150);
    expect(share.compare(1, 2)).toBeGreaterThan(0);
  });

  test('that is gone counts no more, and comes last where it is asked for', () => {
    const share = new FairShare();
    for (const id of [1, 2]) share.join(id, 0);
    share.leave(1);
    share.charge(1, 10);
    share.correct(1, 10);
    share.rest(1);
    expect(share.compare(1, 2)).toBeGreaterThan(0);
  });

  test('goes by its number among those that have had the same', () => {
    const share = new FairShare();
    for (const id of [7, 3]) share.join(id, 0);
    expect(share.compare(3, 7)).toBeLessThan(0);
  });
});

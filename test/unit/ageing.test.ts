import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ageing, effectivePriority, rankOf } from '../../src-main/coordinator/ageing.ts';
import { Priority } from '../../src-protocol/model/job.ts';

const MINUTE = 60_000;

describe('the effective priority of a job', () => {
  test.each([
    ['low', 0, 'low'],
    ['low', 10 * MINUTE - 1, 'low'],
    ['low', 10 * MINUTE, 'normal'],
    ['low', 20 * MINUTE, 'high'],
    ['low', 30 * MINUTE, 'critical'],
    ['low', 300 * MINUTE, 'critical'],
    ['normal', 10 * MINUTE, 'high'],
    ['critical', 10 * MINUTE, 'critical'],
    ['high', -5, 'high'],
  ] as const)('of %s that has waited %i ms is %s', (priority, waitedMs, effective) => {
    expect(effectivePriority(priority, waitedMs, 10 * MINUTE)).toBe(effective);
  });

  test('never falls below its own, and never falls while it waits', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Priority.options),
        fc.nat(100 * MINUTE),
        fc.nat(100 * MINUTE),
        fc.integer({ min: 6_000, max: 20 * MINUTE }),
        (priority, waitedMs, moreMs, ageingMs) => {
          const earlier = rankOf(effectivePriority(priority, waitedMs, ageingMs));
          const later = rankOf(effectivePriority(priority, waitedMs + moreMs, ageingMs));
          expect(earlier).toBeGreaterThanOrEqual(rankOf(priority));
          expect(later).toBeGreaterThanOrEqual(earlier);
        },
      ),
    );
  });
});

describe('the time that a job has waited', () => {
  test('counts from when it began to wait, and ends with its lease', () => {
    const ageing = new Ageing();
    expect(ageing.waitedMs(1, 100)).toBe(0);
    ageing.waits(1, 100);
    ageing.waits(1, 400);
    expect(ageing.waitedMs(1, 500)).toBe(400);
    ageing.rests(1);
    expect(ageing.waitedMs(1, 600)).toBe(0);
    ageing.waits(1, 700);
    expect(ageing.waitedMs(1, 750)).toBe(50);
  });

  test('begins anew for all where nobody could get anything', () => {
    const ageing = new Ageing();
    ageing.waits(1, 0);
    ageing.waits(2, 0);
    ageing.forgetAll();
    expect([ageing.waitedMs(1, 900), ageing.waitedMs(2, 900)]).toEqual([0, 0]);
  });
});

import { expect, test } from 'vitest';
import { linkTiming } from '../../src-main/config/link-timing.ts';

test('links have the times of the settings', () => {
  expect(linkTiming({ heartbeatS: 2, suspectedS: 6, lostS: 10, graceS: 0 })).toEqual({
    heartbeatMs: 2_000,
    suspectedMs: 6_000,
    lostMs: 10_000,
    graceMs: 0,
  });
});

test('a link is not suspected between two signs of life, nor lost before it is suspected', () => {
  expect(linkTiming({ heartbeatS: 30, suspectedS: 6, lostS: 10, graceS: 20 })).toMatchObject({
    suspectedMs: 60_000,
    lostMs: 60_000,
  });
});

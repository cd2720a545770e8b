import { expect, test } from 'vitest';
import { speedsOf } from '../../src-renderer/src/features/jobs/series-speeds.ts';

function point(second: number, value: number) {
  return { at: `2026-01-01T10:00:${second.toString()}.000Z`, value, highest: value };
}

test('the speeds of the past are what was noted of files and bytes at the same time', () => {
  expect(speedsOf([point(10, 300), point(20, 200), point(30, 100)], [point(10, 3e6), point(30, 1e6)])).toEqual([
    { atMs: Date.parse('2026-01-01T10:00:10.000Z'), filesPerS: 300, bytesPerS: 3e6 },
    { atMs: Date.parse('2026-01-01T10:00:30.000Z'), filesPerS: 100, bytesPerS: 1e6 },
  ]);
});

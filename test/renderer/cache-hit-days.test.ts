import { expect, test } from 'vitest';
import { hitDays } from '../../src-renderer/src/features/cache/hit-days.ts';

function day(name: string, hits: number, moved: number, misses: number) {
  return { day: name, hits, moved, misses, evicted: 0, savedMs: 0 };
}

test('the days of the cache go without a gap from the first one to today, oldest first', () => {
  const days = hitDays([day('2026-03-02', 6, 1, 1), day('2026-02-10', 0, 0, 4)], '2026-03-03');
  expect(days).toHaveLength(22);
  expect(days[0]).toEqual({ day: '2026-02-10', unchanged: 0, moved: 0, misses: 4, rate: 0 });
  expect(days.at(-2)).toEqual({ day: '2026-03-02', unchanged: 6, moved: 1, misses: 1, rate: 7 / 8 });
  expect(days.at(-1)).toEqual({ day: '2026-03-03', unchanged: 0, moved: 0, misses: 0, rate: undefined });
});

test('a cache that was begun today shows two weeks', () => {
  const days = hitDays([day('2026-03-03', 0, 0, 9)], '2026-03-03');
  expect(days.map((each) => each.day)).toHaveLength(14);
  expect(days[0]?.day).toBe('2026-02-18');
});

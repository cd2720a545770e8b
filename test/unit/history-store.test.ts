import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src-main/store/database.ts';
import { historyStore } from '../../src-main/store/history-store.ts';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.UTC(2026, 0, 10);

function newHistory() {
  const clock = { nowMs: START_MS };
  const database = openDatabase(join(temporaryFolder(), 'history.sqlite'));
  const rows = database.prepare<[], number>('SELECT count(*) FROM history').pluck();
  return { clock, history: historyStore(database, () => clock.nowMs), rows: () => rows.get() ?? 0 };
}

describe('the history of a value', () => {
  test('is given in fine steps for a short time, with the mean and the highest of each', () => {
    const { clock, history } = newHistory();
    for (const value of [10, 30, 20]) {
      history.note({ speed: value, other: 1 });
      clock.nowMs += 4_000;
    }
    expect(history.read('speed', START_MS, clock.nowMs)).toEqual([{ atMs: START_MS, value: 20, highest: 30 }]);
    clock.nowMs = START_MS + 10_000;
    history.note({ speed: 5 });
    expect(history.read('speed', START_MS, clock.nowMs)).toEqual([
      { atMs: START_MS, value: 20, highest: 30 },
      { atMs: START_MS + 10_000, value: 5, highest: 5 },
    ]);
    expect(history.read('unknown', START_MS, clock.nowMs)).toEqual([]);
  });

  test('is given in longer steps for a longer time, never in more than about a thousand points', () => {
    const { clock, history } = newHistory();
    for (let at = 0; at < 3 * DAY_MS; at += 60_000) {
      clock.nowMs = START_MS + at;
      history.note({ speed: at < DAY_MS ? 1 : 2 });
    }
    const points = history.read('speed', START_MS, clock.nowMs);
    expect(points.length).toBe(3 * 24 * 12);
    expect(history.read('speed', clock.nowMs - HOUR_MS, clock.nowMs)).toHaveLength(61);
    expect(new Set(points.map(({ value }) => value))).toEqual(new Set([1, 2]));
  });

  test('is thinned with age, and what is left still tells of all of the time', () => {
    const { clock, history, rows } = newHistory();
    for (let at = 0; at < 2 * DAY_MS; at += 30_000) {
      clock.nowMs = START_MS + at;
      history.note({ speed: 7 });
    }
    const before = rows();
    clock.nowMs += 40 * DAY_MS;
    history.thin();
    expect(rows()).toBe(48); // hours are left
    expect(before).toBeGreaterThan(5_000);
    const points = history.read('speed', START_MS, START_MS + 2 * DAY_MS);
    expect(points).toHaveLength(48);
    expect(points.every(({ value }) => value === 7)).toBe(true);
  });
});

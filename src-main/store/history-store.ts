import type { SqliteDatabase } from './database.ts';
import { writing } from './database.ts';

export interface HistoryPoint {
  readonly atMs: number;
  readonly value: number;
  readonly highest: number;
}

/** Values over time that survive restarts, and get coarser with age, so that their number stays small. */
export interface HistoryStore {
  /** Notes values of this moment, by the names of their series. */
  note(values: Readonly<Record<string, number>>): void;
  /** In the finest steps that are still kept from `fromMs` on, and that make no more than about a thousand points. */
  read(series: string, fromMs: number, toMs: number): HistoryPoint[];
  /** Drops what is kept in longer steps only by now. */
  thin(): void;
}

interface Step {
  readonly lengthMs: number;
  readonly keptMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Finest first. */
const STEPS: readonly Step[] = [
  { lengthMs: 10_000, keptMs: DAY_MS },
  { lengthMs: 5 * MINUTE_MS, keptMs: 30 * DAY_MS },
  { lengthMs: 60 * MINUTE_MS, keptMs: 730 * DAY_MS },
];
const POINTS_MAX = 1_000;

export function historyStore(database: SqliteDatabase, nowMs: () => number): HistoryStore {
  const note = database.prepare(`
    INSERT INTO history (series, step_ms, at_ms, samples, mean, highest) VALUES (?, ?, ?, 1, ?, ?)
    ON CONFLICT DO UPDATE SET samples = samples + 1, mean = mean + (excluded.mean - mean) / (samples + 1),
      highest = max(highest, excluded.highest)`);
  const read = database.prepare<[string, number, number, number], HistoryPoint>(`
    SELECT at_ms AS atMs, mean AS value, highest FROM history
    WHERE series = ? AND step_ms = ? AND at_ms >= ? AND at_ms <= ? ORDER BY at_ms`);
  const drop = database.prepare('DELETE FROM history WHERE step_ms = ? AND at_ms < ?');

  return {
    note: writing(database, (values: Readonly<Record<string, number>>) => {
      const now = nowMs();
      for (const [series, value] of Object.entries(values)) {
        for (const { lengthMs } of STEPS) note.run(series, lengthMs, now - (now % lengthMs), value, value);
      }
    }),
    read: (series, fromMs, toMs) => {
      const { lengthMs } = stepFor(fromMs, toMs, nowMs());
      return read.all(series, lengthMs, fromMs - (fromMs % lengthMs), toMs);
    },
    thin: writing(database, () => {
      for (const { lengthMs, keptMs } of STEPS) drop.run(lengthMs, nowMs() - keptMs);
    }),
  };
}

function stepFor(fromMs: number, toMs: number, nowMs: number): Step {
  const fitting = STEPS.find(
    ({ lengthMs, keptMs }) => nowMs - fromMs <= keptMs && (toMs - fromMs) / lengthMs <= POINTS_MAX,
  );
  const coarsest = STEPS.at(-1);
  if (coarsest === undefined) throw new Error('there are no steps');
  return fitting ?? coarsest;
}

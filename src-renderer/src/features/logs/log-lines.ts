import type { LogLevel, LogLine } from '../../state/log-filter.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[];

/** More lines than this are not kept: the file has them. */
export const LINES_MAX = 5_000;
const LOOK_BACK_LINES = 200;

/** Whether a line is among those that are looked at: the same that the server gives for this level and text. */
export function isWanted(line: LogLine, level: LogLevel, contains: string): boolean {
  if (LEVELS.indexOf(line.level) < LEVELS.indexOf(level)) return false;
  return contains === '' || JSON.stringify(line).toLowerCase().includes(contains.toLowerCase());
}

/** The lines with more behind them, the oldest forgotten. What was read and told at the same time is there once. */
export function withLines(lines: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const known = new Set(lines.slice(-LOOK_BACK_LINES).map((line) => JSON.stringify(line)));
  const fresh = more.filter((line) => !known.has(JSON.stringify(line)));
  return fresh.length === 0 ? lines : [...lines, ...fresh].slice(-LINES_MAX);
}

import { describe, expect, test } from 'vitest';
import { isWanted, LINES_MAX, withLines } from '../../src-renderer/src/features/logs/log-lines.ts';
import { fieldsInWords } from '../../src-renderer/src/ui/log-words.ts';
import type { LogLine } from '../../src-renderer/src/state/log-filter.ts';

function line(change: Partial<LogLine> = {}): LogLine {
  return {
    at: '2026-11-22T05:43:52.312Z',
    level: 'info',
    event: 'worker.up',
    fields: { worker: 'local-1' },
    ...change,
  };
}

describe('which lines are looked at', () => {
  test('those of the level and worse', () => {
    expect(isWanted(line({ level: 'info' }), 'info', '')).toBe(true);
    expect(isWanted(line({ level: 'error' }), 'info', '')).toBe(true);
    expect(isWanted(line({ level: 'debug' }), 'info', '')).toBe(false);
  });

  test('those in whose event or fields the text occurs, in either case of letters', () => {
    expect(isWanted(line(), 'debug', 'WORKER.UP')).toBe(true);
    expect(isWanted(line(), 'debug', 'local-1')).toBe(true);
    expect(isWanted(line(), 'debug', 'local-2')).toBe(false);
  });
});

describe('lines that come', () => {
  test('stand behind the others, and once where they were read as well', () => {
    const [first, second, third] = [line({ event: 'a' }), line({ event: 'b' }), line({ event: 'c' })];
    expect(withLines([first, second], [{ ...second }, third])).toEqual([first, second, third]);
  });

  test('push the oldest out', () => {
    const many = Array.from({ length: LINES_MAX }, (_, index) => line({ fields: { index } }));
    const lines = withLines(many, [line({ event: 'last' })]);
    expect(lines).toHaveLength(LINES_MAX);
    expect(lines[0]?.fields['index']).toBe(1);
    expect(lines.at(-1)?.event).toBe('last');
  });
});

test('a field of one word stands as it is, everything else as JSON', () => {
  expect(fieldsInWords({ worker: 'local-1', slots: 2, reason: 'it was drained', empty: '' })).toEqual([
    { key: 'worker', value: 'local-1' },
    { key: 'slots', value: '2' },
    { key: 'reason', value: '"it was drained"' },
    { key: 'empty', value: '""' },
  ]);
});

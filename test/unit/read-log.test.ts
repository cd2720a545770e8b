import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFileLog } from '../../src-main/log/file-log.ts';
import { readLog } from '../../src-main/log/read-log.ts';
import { tellLog } from '../../src-main/log/told-log.ts';
import type { LogLine } from '../../src-protocol/model/log-line.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ALL = { limit: 1_000, level: 'debug', contains: undefined } as const;

describe('the log', () => {
  test('is read as it was written, oldest first, and told at once', async () => {
    const file = join(temporaryFolder(), 'a.log');
    const told: LogLine[] = [];
    const fileLog = createFileLog(file, 'debug');
    const log = tellLog(fileLog, (line) => told.push(line));
    log.debug({ a: 1 }, 'first.thing');
    log.warn({ b: { c: 'ä' } }, 'second.thing');
    fileLog[Symbol.dispose]();
    const lines = await readLog(file, ALL);
    const expected = [
      { level: 'debug', event: 'first.thing', fields: { a: 1 } },
      { level: 'warn', event: 'second.thing', fields: { b: { c: 'ä' } } },
    ];
    expect(lines).toMatchObject(expected);
    expect(told).toMatchObject(expected);
  });

  test('is read from its end, by level and by what occurs in it', async () => {
    const file = join(temporaryFolder(), 'a.log');
    const line = (at: number) =>
      JSON.stringify({
        level: at % 2 === 0 ? 30 : 50,
        time: at,
        pid: 1,
        long: 'ü'.repeat(100),
        msg: `event.${at.toString()}`,
      });
    writeFileSync(file, `${Array.from({ length: 5_000 }, (_, at) => line(at)).join('\n')}\n`);
    appendFileSync(file, '{"level":50,"time":1,"ms'); // the end of a line is on its way

    const last = await readLog(file, { ...ALL, limit: 3 });
    expect(last.map(({ event }) => event)).toEqual(['event.4997', 'event.4998', 'event.4999']);
    const errors = await readLog(file, { limit: 2, level: 'warn', contains: undefined });
    expect(errors.map(({ event }) => event)).toEqual(['event.4997', 'event.4999']);
    expect((await readLog(file, { ...ALL, contains: 'EVENT.12"' })).map(({ event }) => event)).toEqual(['event.12']);
    const all = await readLog(file, { ...ALL, limit: 10_000 });
    expect(all).toHaveLength(5_000);
    expect(all.every(({ fields }) => fields['long'] === 'ü'.repeat(100))).toBe(true);
  });

  test('that is not there yet is empty', async () => {
    expect(await readLog(join(temporaryFolder(), 'none.log'), ALL)).toEqual([]);
  });
});

import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFileLog, type LogLevel } from '../../src-main/log/file-log.ts';
import { temporaryFolder } from './temporary-folder.ts';

function logged(file: string, level: LogLevel): unknown[] {
  const log = createFileLog(file, level);
  log.debug({ a: 1 }, 'one.debug');
  log.info({ jobId: 2 }, 'two.info');
  log.warn({ worker: 'local-1' }, 'three.warn');
  log.error({ error: 'bad' }, 'four.error');
  log[Symbol.dispose]();
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

describe('the log', () => {
  test('is a line of JSON for each event, with its fields', () => {
    const lines = logged(join(temporaryFolder(), 'deep', 'down', 'm.log'), 'debug');
    expect(lines).toMatchObject([
      { pid: process.pid, a: 1, msg: 'one.debug' },
      { jobId: 2, msg: 'two.info' },
      { worker: 'local-1', msg: 'three.warn' },
      { error: 'bad', msg: 'four.error' },
    ]);
  });

  test('holds what its level asks for', () => {
    expect(logged(join(temporaryFolder(), 'm.log'), 'warn')).toHaveLength(2);
    expect(logged(join(temporaryFolder(), 'm.log'), 'silent')).toHaveLength(0);
  });

  test('takes a line that comes after its end without harm', () => {
    const log = createFileLog(join(temporaryFolder(), 'm.log'), 'info');
    log[Symbol.dispose]();
    expect(() => {
      log.error({}, 'late');
    }).not.toThrow();
  });

  test('goes on where an earlier one ended', () => {
    const file = join(temporaryFolder(), 'm.log');
    logged(file, 'error');
    expect(logged(file, 'error')).toHaveLength(2);
  });

  test('begins anew once it has grown large, and the old one is kept', () => {
    const file = join(temporaryFolder(), 'm.log');
    writeFileSync(file, 'old\n');
    truncateSync(file, 10_000_001);
    expect(logged(file, 'error')).toHaveLength(1);
    expect(readFileSync(`${file}.1`, 'utf8').startsWith('old')).toBe(true);
  });
});

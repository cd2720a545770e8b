import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { destination, pino } from 'pino';
import { z } from 'zod';
import type { Log } from '../coordinator/ports.ts';

export const LogLevel = z.enum(['debug', 'info', 'warn', 'error', 'silent']);
export type LogLevel = z.infer<typeof LogLevel>;

const LARGEST_LOG_BYTES = 10_000_000;

/** A log of JSON lines in a file; one that has grown large is kept as `<file>.1` when a new one begins. */
export function createFileLog(file: string, level: LogLevel): Log & Disposable {
  mkdirSync(dirname(file), { recursive: true });
  if (sizeOf(file) > LARGEST_LOG_BYTES) renameSync(file, `${file}.1`);
  const stream = destination({ dest: file, sync: true });
  stream.on('error', () => undefined); // a full disk: the program goes on without its log
  const log = pino({ level, base: { pid: process.pid } }, stream);
  return {
    debug: (fields, event) => {
      log.debug(fields, event);
    },
    info: (fields, event) => {
      log.info(fields, event);
    },
    warn: (fields, event) => {
      log.warn(fields, event);
    },
    error: (fields, event) => {
      log.error(fields, event);
    },
    [Symbol.dispose]: () => {
      log.level = 'silent'; // a line that comes late is lost; written to an ended stream it would be an error
      stream.end();
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

import type { LogLine } from '../../src-protocol/model/log-line.ts';
import type { Log } from '../coordinator/ports.ts';

/** A log that also tells each line to somebody, once it is written. */
export function tellLog(log: Log, tell: (line: LogLine) => void): Log {
  const telling = (level: LogLine['level']) => (fields: object, event: string) => {
    log[level](fields, event);
    tell({ at: new Date().toISOString(), level, event, fields: { ...fields } });
  };
  return { debug: telling('debug'), info: telling('info'), warn: telling('warn'), error: telling('error') };
}

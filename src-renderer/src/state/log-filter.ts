import { create } from 'zustand';
import type { z } from 'zod';
import type { LogLine as LogLineSchema } from '../../../src-protocol/model/log-line.ts';

export type LogLine = z.infer<typeof LogLineSchema>;
export type LogLevel = LogLine['level'];

interface LogFilter {
  /** This level and worse. */
  readonly level: LogLevel;
  /** Only lines in which this occurs. */
  readonly contains: string;
}

/** Which lines of the log are looked at; it stays when the screen changes, and other screens lead to lines of theirs. */
export const useLogFilter = create<LogFilter>(() => ({ level: 'info', contains: '' }));

export function setLogFilter(change: Partial<LogFilter>): void {
  useLogFilter.setState(change);
}

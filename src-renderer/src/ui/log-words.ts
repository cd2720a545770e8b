import type { LogLine } from '../../../src-protocol/model/log-line.ts';
import type { Tone } from './badge.tsx';

/** What a level of the log is called. */
export const LOG_LEVELS: Readonly<Record<LogLine['level'], { readonly text: string; readonly tone: Tone }>> = {
  debug: { text: 'Debug', tone: 'neutral' },
  info: { text: 'Info', tone: 'neutral' },
  warn: { text: 'Warning', tone: 'warn' },
  error: { text: 'Error', tone: 'bad' },
};

/** `jobId=7 state=completed`: a field whose value is more than a word is written as JSON. */
export function fieldsInWords(fields: LogLine['fields']): readonly { readonly key: string; readonly value: string }[] {
  return Object.entries(fields).map(([key, value]) => ({
    key,
    value: typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value),
  }));
}

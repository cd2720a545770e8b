import type { LogLine } from '../../src-protocol/model/log-line.ts';
import { onOneLine } from './one-line.ts';
import { print, printJson } from './print.ts';

export function showLogLine(line: LogLine, json: boolean): void {
  if (json) printJson(line);
  else print(onOneLine(`${line.at}  ${line.level.padEnd(5)}  ${line.event}  ${JSON.stringify(line.fields)}`));
}

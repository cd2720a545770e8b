import { open } from 'node:fs/promises';
import type { LogLine } from '../../src-protocol/model/log-line.ts';

export interface LogChoice {
  readonly limit: number;
  /** This level and worse. */
  readonly level: LogLine['level'];
  /** Only lines in which this occurs, in either case of letters. */
  readonly contains: string | undefined;
}

const LEVELS: Readonly<Record<number, LogLine['level']>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };
/** From the least to the worst. */
export const LOG_LEVELS: readonly LogLine['level'][] = ['debug', 'info', 'warn', 'error'];
const CHUNK_BYTES = 262_144;
/** A log is not searched further back than this. */
const LOOK_BACK_BYTES = 20_000_000;

export function isAtLeast(level: LogLine['level'], least: LogLine['level']): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least);
}

/** The last lines of a log file that are chosen, oldest first; read from its end, so that a long log costs no more. */
export async function readLog(file: string, { limit, level, contains }: LogChoice): Promise<LogLine[]> {
  const wanted = contains?.toLowerCase();
  const lines: LogLine[] = [];
  for await (const text of linesFromEnd(file)) {
    if (wanted !== undefined && !text.toLowerCase().includes(wanted)) continue;
    const line = parseLine(text);
    if (line === undefined || !isAtLeast(line.level, level)) continue;
    lines.push(line);
    if (lines.length >= limit) break;
  }
  return lines.reverse();
}

async function* linesFromEnd(file: string): AsyncGenerator<string, void, void> {
  let handle;
  try {
    handle = await open(file, 'r');
  } catch {
    return; // nothing has been logged yet
  }
  try {
    const { size } = await handle.stat();
    const least = Math.max(0, size - LOOK_BACK_BYTES);
    let rest: Buffer = Buffer.alloc(0);
    for (let end = size; end > least;) {
      const start = Math.max(least, end - CHUNK_BYTES);
      const { buffer } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
      const bytes = Buffer.concat([buffer, rest]);
      // the first line may begin before this chunk: it waits for the next one
      const from = start === 0 ? 0 : bytes.indexOf(0x0a) + 1;
      if (start > 0 && from === 0) rest = bytes;
      else {
        rest = bytes.subarray(0, from);
        yield* bytes.subarray(from).toString('utf8').split('\n').filter(Boolean).reverse();
      }
      end = start;
    }
  } finally {
    await handle.close();
  }
}

function parseLine(text: string): LogLine | undefined {
  try {
    const { level, time, msg, pid: _pid, ...fields } = JSON.parse(text) as Record<string, unknown>;
    const name = LEVELS[Number(level)];
    if (name === undefined || typeof time !== 'number') return undefined;
    return { at: new Date(time).toISOString(), level: name, event: typeof msg === 'string' ? msg : '', fields };
  } catch {
    return undefined; // a line that was cut off
  }
}

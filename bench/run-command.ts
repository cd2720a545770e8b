import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Memory, TreeUse } from './process-tree.ts';
import { ProcessTree } from './process-tree.ts';

export interface CommandRequest {
  readonly file: string;
  readonly args: readonly string[];
  /** Where standard output goes; nowhere where absent. */
  readonly stdoutFile?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Exit codes that mean that the work was done. */
  readonly goodCodes: readonly number[];
  readonly onErrorLine?: (line: string, stop: () => void) => void;
  readonly onMemory?: (memory: Memory) => void;
}

export interface Finished {
  /** From the moment before it is started to the moment at which its end is known. */
  readonly wallMs: number;
  /** Undefined where the system does not tell. */
  readonly use: TreeUse | undefined;
}

/** A command that takes longer than this hangs. */
const DEADLINE_MS = 30 * 60_000;
const LOOK_INTERVAL_MS = 50;
/** A process that outlives the command and holds its standard error open is not waited for any longer. */
const LAST_LINES_WITHIN_MS = 5_000;
const LAST_WORDS = 10;

/** Runs a command to its end. Rejects with its last words where it fails or takes longer than the deadline. */
export async function runCommand(request: CommandRequest): Promise<Finished> {
  const { file, args, stdoutFile, environment, goodCodes, onErrorLine, onMemory } = request;
  const stdout = stdoutFile === undefined ? undefined : openSync(stdoutFile, 'w');
  const startedAtMs = performance.now();
  const child = spawn(file, args, {
    stdio: ['ignore', stdout ?? 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  });
  if (stdout !== undefined) closeSync(stdout);
  const tree = new ProcessTree(child.pid ?? -1, LOOK_INTERVAL_MS, onMemory);
  const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const words: string[] = [];
  const hear = (line: string) => {
    words.push(line);
    if (words.length > LAST_WORDS) words.shift();
    onErrorLine?.(line, () => child.kill('SIGINT'));
  };
  if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', hear);
  try {
    let endedAtMs = startedAtMs;
    const how = await new Promise<string | number>((resolve, reject) => {
      const end = (code: number | null, signal: NodeJS.Signals | null) => {
        resolve(code ?? signal ?? 'nothing');
      };
      child.on('error', reject);
      child.on('exit', (...how) => {
        endedAtMs = performance.now();
        setTimeout(end, LAST_LINES_WITHIN_MS, ...how).unref();
      });
      child.on('close', end); // after the last line of standard error
    });
    const wallMs = endedAtMs - startedAtMs;
    if (typeof how === 'string' || !goodCodes.includes(how)) {
      throw new Error(`${[file, ...args].join(' ')} ended with ${how.toString()}: ${words.join('\n')}`);
    }
    return { wallMs, use: tree.stop() };
  } finally {
    tree.stop();
    clearTimeout(deadline);
    process.off('exit', endWithUs);
  }
}

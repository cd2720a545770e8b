import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Ends a process by a signal, unless it has ended, and resolves with its exit code. */
export async function endBy(signal: NodeJS.Signals, child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  const [code] = await exited;
  return code;
}

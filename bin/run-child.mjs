import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

/**
 * Runs a program in this one's place: it has our terminal, gets our signals, and its exit code is given back.
 *
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
export async function runChild(command, commandArguments, env = process.env) {
  const child = spawn(command, commandArguments, { stdio: 'inherit', env });
  const stop = () => child.kill('SIGTERM');
  const interrupt = () => {
    // A terminal sends Ctrl+C to the child as well, and a second one could be read as “stop at once”.
    if (!process.stdin.isTTY) child.kill('SIGINT');
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', interrupt);
  try {
    const [code, signal] = await once(child, 'exit');
    return code ?? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)];
  } finally {
    process.off('SIGTERM', stop);
    process.off('SIGINT', interrupt);
  }
}

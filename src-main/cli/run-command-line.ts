import { keepHeapSmall } from '../config/small-heap.ts';
import { wordsOf } from './error-words.ts';
import { EXIT } from './exit.ts';
import { createProgram } from './program.ts';

/** How the packed program, which else opens a window, is told to be a worker. */
const HEADLESS_WORKER = '--headless-worker';

/** Runs the command that these arguments name, and says by the process's exit code how it went. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  keepHeapSmall();
  process.stdout.on('error', standReaderGone);
  process.stderr.on('error', () => undefined); // who works on need not be heard
  const program = createProgram((code) => {
    process.exitCode = code;
  });
  try {
    const [first, ...rest] = args;
    await program.parseAsync(first === HEADLESS_WORKER ? ['worker', ...rest] : args, { from: 'user' });
  } catch (error) {
    process.stderr.write(`metaextract: ${wordsOf(error)}\n`);
    process.exitCode = EXIT.couldNotRun;
  }
}

/** Who has stopped reading, as `head` does, has what was wanted: that is no failure, here as little as of an export. */
function standReaderGone(error: NodeJS.ErrnoException): void {
  if (process.stdout.listenerCount('error') > 1) return; // an export sees to it itself
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

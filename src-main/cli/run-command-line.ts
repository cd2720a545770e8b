import { keepYoungGenerationSmall } from '../config/young-generation.ts';
import { wordsOf } from './error-words.ts';
import { EXIT } from './exit.ts';
import { createProgram } from './program.ts';

/** Runs the command that these arguments name, and says by the process's exit code how it went. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  keepYoungGenerationSmall();
  const program = createProgram((code) => {
    process.exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.stderr.write(`metaextract: ${wordsOf(error)}\n`);
    process.exitCode = EXIT.couldNotRun;
  }
}

import { keepYoungGenerationSmall } from '../config/young-generation.ts';
import { wordsOf } from './error-words.ts';
import { EXIT } from './exit.ts';
import { createProgram } from './program.ts';

keepYoungGenerationSmall();

const program = createProgram((code) => {
  process.exitCode = code;
});

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`metaextract: ${wordsOf(error)}\n`);
  process.exitCode = EXIT.couldNotRun;
}

// what is still on its way to standard output would wait for ever for a reader that has stopped
if (process.exitCode === EXIT.interrupted) process.exit();

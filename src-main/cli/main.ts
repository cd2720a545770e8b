import { EXIT } from './exit.ts';
import { runCommandLine } from './run-command-line.ts';

await runCommandLine(process.argv.slice(2));

// what is still on its way to standard output would wait for ever for a reader that has stopped
if (process.exitCode === EXIT.interrupted) process.exit();

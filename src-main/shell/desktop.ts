import { wordsOf } from '../cli/error-words.ts';
import { isCommand, readCommandLine } from './command-line.ts';
import { showFatal } from './problem-dialogs.ts';

// Packaged, the program is the first argument; else Electron is, and our folder the first that is no switch.
const commandLine = readCommandLine(process.defaultApp ? withoutFolder(process.argv.slice(1)) : process.argv.slice(1));

// An error that leaves this module would leave a process without a window, which never ends.
try {
  await run();
} catch (error) {
  showFatal(`MetaExtract could not start: ${wordsOf(error)}`);
}

/** What only one of the two ways of running needs is loaded by it alone. */
async function run(): Promise<void> {
  if (await isCommand(commandLine.rest, commandNames)) {
    const { runCommand } = await import('./run-command.ts');
    await runCommand(commandLine);
  } else {
    const { startDesktop } = await import('./start-desktop.ts');
    startDesktop(commandLine);
  }
}

function withoutFolder(args: readonly string[]): string[] {
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  return args.filter((_, index) => index !== at);
}

async function commandNames(): Promise<readonly string[]> {
  const { createProgram } = await import('../cli/program.ts');
  return createProgram(() => undefined).commands.map((command) => command.name());
}

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the program was started with, told apart. */
export interface CommandLine {
  /** Switches in front, such as `--no-sandbox`: Chromium's. */
  readonly switches: readonly string[];
  /** The folder of `--data-dir` in front of everything else. */
  readonly dataDir: string | undefined;
  /** What follows: a command with its arguments, or files and folders. */
  readonly rest: readonly string[];
}

const FLAGS_OF_COMMAND: ReadonlySet<string> = new Set(['-h', '--help', '-V', '--version', '--headless-worker']);
const DATA_DIR = '--data-dir';

/** Splits the arguments after the program's own name, and its folder where it is not packaged. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const switches: string[] = [];
  let dataDir: string | undefined;
  let at = 0;
  for (; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-') || FLAGS_OF_COMMAND.has(arg)) break;
    if (arg === DATA_DIR) dataDir = args[(at += 1)];
    else if (arg.startsWith(`${DATA_DIR}=`)) dataDir = arg.slice(DATA_DIR.length + 1);
    else switches.push(arg);
  }
  return { switches, dataDir, rest: args.slice(at) };
}

/**
 * Whether they are a command, not files and folders to open. `names` gives the commands that there are; it is asked only
 * where the first one looks like one. A mistyped command is one too, so that it is answered as such.
 */
export async function isCommand(rest: readonly string[], names: () => Promise<readonly string[]>): Promise<boolean> {
  const [first] = rest;
  if (first === undefined) return false;
  if (FLAGS_OF_COMMAND.has(first)) return true;
  if (!/^[a-z][a-z-]*$/.test(first)) return false;
  return !existsSync(first) || (await names()).includes(first);
}

/** Absolute paths of the files and folders that were named and are there. */
export function namedSources(rest: readonly string[], workingFolder: string): string[] {
  return rest.map((named) => resolve(workingFolder, pathOf(named))).filter((path) => existsSync(path));
}

/** A desktop may name a file by its address. */
function pathOf(named: string): string {
  if (!named.startsWith('file:')) return named;
  try {
    return fileURLToPath(named);
  } catch {
    return named;
  }
}

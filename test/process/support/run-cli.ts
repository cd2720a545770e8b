import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { goodNode, requiredNode } from '../../../bin/good-node.mjs';

export const PROJECT_ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** The built command: scripts/test.mjs sees to it that it is there and new. */
const CLI = join(PROJECT_ROOT, 'out', 'main', 'cli.js');

/** Where the program is, and the Node that runs it. */
export interface Program {
  readonly node: string;
  readonly cli: string;
}

export interface CliOptions {
  /** Another copy than the one that is tested here. */
  readonly program?: Program;
  /** Stands before the command, and becomes it in the end: where it is to run. */
  readonly wrapper?: readonly string[];
  /** Who runs it; by root only. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Added to the test's own environment; `undefined` takes a variable away. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** All of standard input; without it there is none. */
  readonly stdin?: string | Uint8Array;
  /** The command is killed when it takes longer. */
  readonly timeoutMs?: number;
}

export interface CliResult {
  /** null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCli {
  readonly pid: number;
  readonly child: ChildProcess;
  /** Resolves when the command has ended and all its output is read, whatever came of it. */
  readonly ended: Promise<CliResult>;
}

const TIMEOUT_MS = 120_000;

/** Runs `metaextract` with these arguments to its end. It uses the data folder that `--data-dir` names: always give one. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return startCli(args, options).ended;
}

/** As `runCli`, without waiting for the end. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const { program = testProgram(), user, env = {}, cwd = PROJECT_ROOT, stdin, timeoutMs = TIMEOUT_MS } = options;
  const [command = program.node, ...rest] = [...(options.wrapper ?? []), program.node, program.cli, ...args];
  // Detached from what the developer has set for the own use of the program.
  const own = { METAEXTRACT_DATA_DIR: undefined, METAEXTRACT_EXTRACTORS: undefined };
  const child = spawn(command, rest, {
    ...user,
    cwd,
    env: { ...process.env, ...own, ...env },
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  if (child.pid === undefined) throw new Error(`${command} could not be started.`);
  child.stdin?.on('error', () => undefined).end(stdin); // a command that ends before it has read everything says so itself
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  return {
    pid: child.pid,
    child,
    ended: endOf(child).finally(() => {
      clearTimeout(timer);
    }),
  };
}

async function endOf(child: ChildProcess): Promise<CliResult> {
  const [exit, stdout, stderr] = await Promise.all([
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
    child.stdout === null ? '' : gather(child.stdout),
    child.stderr === null ? '' : gather(child.stderr),
  ]);
  return { code: exit[0], signal: exit[1], stdout, stderr };
}

/** All that comes over a stream, by a listener, so that others may listen too. */
async function gather(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(stream, 'end');
  return Buffer.concat(chunks).toString('utf8');
}

/** The build that is tested. */
export function testProgram(): Program {
  return { node: testNode(), cli: CLI };
}

/** The Node that the command itself would choose. */
export function testNode(): string {
  const node = goodNode(PROJECT_ROOT);
  if (node === undefined) throw new Error(requiredNode());
  return node;
}

/**
 * Makes empty folders, each by a call of what this returns, and removes them with all that is in them after the last test
 * of the file (or of the `describe`) that it is called in.
 */
export function temporaryFolders(): (purpose?: string) => Promise<string> {
  const made: string[] = [];
  afterAll(async () => {
    for (const folder of made) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }, TIMEOUT_MS);
  return async (purpose = 'test') => {
    // The real path, as the records have it: a Mac's temporary folder lies behind a link.
    const folder = await realpath(await mkdtemp(join(tmpdir(), `metaextract-${purpose}-`)));
    made.push(folder);
    return folder;
  };
}

/** The records of a JSONL output. */
export function parseRecords<T = Record<string, unknown>>(jsonl: string): T[] {
  return jsonl
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

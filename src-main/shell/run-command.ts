import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { wordsOf } from '../cli/error-words.ts';
import { EXIT } from '../cli/exit.ts';
import { runCommandLine } from '../cli/run-command-line.ts';
import { startRuntimesBy } from '../cli/start-runtimes.ts';
import type { CommandLine } from './command-line.ts';
import { launchUtility } from './launch-utility.ts';

const WITHOUT_DISPLAY = 'headless';
/** No display, no graphics, and of Chromium's own words only those with which it dies. */
const SWITCHES = [`--ozone-platform=${WITHOUT_DISPLAY}`, '--disable-gpu', '--log-level=3'];

/**
 * Runs the program as a command, in Electron's main process and without a window: with the runAsNode fuse off, nobody can
 * make a packaged program run other code than its own, and so it cannot run as plain Node itself. Runtimes are utility
 * processes, which Electron starts once it is ready.
 */
export async function runCommand(commandLine: CommandLine): Promise<void> {
  if (needsOtherPlatform()) {
    app.exit(await runAgain(commandLine));
    return;
  }
  app.on('window-all-closed', () => undefined);
  if (process.platform === 'darwin') app.setActivationPolicy('prohibited');
  app
    .whenReady()
    .then(() => runReady(commandLine))
    .catch((error: unknown) => {
      process.stderr.write(`metaextract: ${wordsOf(error)}\n`);
      app.exit(EXIT.couldNotRun);
    });
}

async function runReady({ dataDir, rest }: CommandLine): Promise<void> {
  startRuntimesBy((environment) => launchUtility(join(import.meta.dirname, 'runtime-utility.js'), environment));
  if (dataDir !== undefined) process.env['METAEXTRACT_DATA_DIR'] = dataDir;
  await runCommandLine(rest);
  const code = Number(process.exitCode ?? EXIT.complete);
  if (code !== EXIT.interrupted) await written();
  app.exit(code);
}

/** Chromium looks for a display before it reads what we say, and ends where there is none. */
function needsOtherPlatform(): boolean {
  return process.platform === 'linux' && app.commandLine.getSwitchValue('ozone-platform') !== WITHOUT_DISPLAY;
}

async function runAgain({ switches, dataDir, rest }: CommandLine): Promise<number> {
  const own = process.defaultApp ? [app.getAppPath()] : [];
  const named = dataDir === undefined ? [] : [`--data-dir=${dataDir}`];
  const child = spawn(process.execPath, [...SWITCHES, ...switches, ...own, ...named, ...rest], { stdio: 'inherit' });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGINT', () => {
    // a terminal sends Ctrl-C to the child as well, and a second one means “at once”
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  return new Promise((resolve) => {
    child.once('error', () => {
      resolve(EXIT.couldNotRun);
    });
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** What is on its way to standard output would be lost with the process. */
function written(): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write('', () => {
      resolve();
    });
  });
}

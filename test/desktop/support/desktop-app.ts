import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { Contract } from '../../../src-protocol/contract/index.ts';
import { PORT_MESSAGE, type DesktopBridge } from '../../../src-protocol/desktop/desktop-bridge.ts';

declare global {
  interface Window {
    testPort?: MessagePort;
    tellTest?: (data: unknown) => void;
  }
}

type ElectronOptions = NonNullable<Parameters<typeof _electron.launch>[0]>;
export type PortClient = ContractRouterClient<Contract>;

export const electron = process.env['TEST_ELECTRON'];
export const root = join(import.meta.dirname, '../../..');
/** Build machines run as root, where Chromium refuses to start with its sandbox. */
export const sandboxArguments = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** A start takes 2 s where the processors are busy. All of them are over before a test's own time is. */
const LAUNCH_WITHIN_MS = 12_000;
const LAUNCHES_MAX = 4;
/** Shorter than any test may take: what the program has said is told only where this runs out first. */
const WINDOW_WITHIN_MS = 25_000;
const LOG_LINES = 20;
const LOST_ANSWERS_MAX = 2;

export interface RunningDesktop {
  readonly app: ElectronApplication;
  readonly page: Page;
}

/** Opens the built program's window on a data folder, with `env` added to the test's own environment. */
export async function openDesktop(
  dataFolder: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<RunningDesktop> {
  const app = await launchUntilFound(dataFolder, {
    executablePath: electron ?? '',
    args: [...sandboxArguments, root, ...args],
    env: definedEnvironment({ ...process.env, ...env, METAEXTRACT_DATA_DIR: dataFolder }),
    timeout: LAUNCH_WITHIN_MS,
    colorScheme: null, // Playwright's own would hide what the window makes of the system's theme
  });
  askAgainForLostAnswers(app);
  return { app, page: await firstWindow(app, dataFolder) };
}

/**
 * Playwright starts a program of which it is told where it lies without holding it until it listens, and then, in one of some
 * forty starts where the processors are busy, waits for ever for a window that has been open for long. The program's own log
 * tells this from a window that does not open.
 */
async function launchUntilFound(dataFolder: string, options: ElectronOptions): Promise<ElectronApplication> {
  for (let launches = 1; ; launches++) {
    try {
      return await _electron.launch(options);
    } catch (error) {
      const pid = launchedPid(error);
      if (pid === undefined || launches === LAUNCHES_MAX || !hasShownItsWindow(dataFolder, pid))
        throw notOpened(error, dataFolder);
      process.stdout.write(
        `The window of process ${pid.toString()} was open, and Playwright did not find it: once more.\n`,
      );
      await isGone(pid);
    }
  }
}

/** V8's inspector lets go of an answer of the main process when memory is cleaned at that moment. */
function askAgainForLostAnswers(app: ElectronApplication): void {
  for (const method of ['evaluate', 'evaluateHandle'] as const) {
    const ask = app[method].bind(app) as (...asked: unknown[]) => Promise<unknown>;
    const askUntilHeard = async (...asked: unknown[]): Promise<unknown> => {
      for (let lost = 0; ; lost++) {
        try {
          return await ask(...asked);
        } catch (error) {
          if (lost === LOST_ANSWERS_MAX || !String(error).includes('garbage collected')) throw error;
        }
      }
    };
    app[method] = askUntilHeard as never;
  }
}

/** The window; one that does not come is told of with all that the program has said. */
async function firstWindow(app: ElectronApplication, dataFolder: string): Promise<Page> {
  let said = '';
  const hear = (chunk: Buffer) => (said += chunk.toString());
  const { stderr } = app.process();
  stderr?.on('data', hear);
  try {
    return await app.firstWindow({ timeout: WINDOW_WITHIN_MS });
  } catch (error) {
    app.process().kill('SIGKILL');
    throw notOpened(error, dataFolder, said);
  } finally {
    stderr?.off('data', hear);
  }
}

function notOpened(cause: unknown, dataFolder: string, said = ''): Error {
  return new Error(`The window did not open: ${String(cause)}\n${said}\nThe end of its log:\n${endOfLog(dataFolder)}`, {
    cause,
  });
}

function hasShownItsWindow(dataFolder: string, pid: number): boolean {
  return endOfLog(dataFolder)
    .split('\n')
    .some((line) => line.includes(`"pid":${pid.toString()},`) && line.includes('"window.shown"'));
}

function launchedPid(error: unknown): number | undefined {
  const pid = /<launched> pid=(\d+)/.exec(String(error))?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/** Playwright ends what it has given up; only then is the data folder free. */
async function isGone(pid: number): Promise<void> {
  const signal = AbortSignal.timeout(10_000);
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await delay(50, undefined, { signal });
  }
}

/** What the program has logged last. */
export function endOfLog(dataFolder: string): string {
  const path = join(dataFolder, 'logs', 'desktop.log');
  if (!existsSync(path)) return 'there is none';
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-LOG_LINES).join('\n');
}

/** Agrees to whatever the program asks from now on: that it ends while jobs run, too. */
export async function agreeToAll(desktop: RunningDesktop): Promise<void> {
  await inMain(desktop, ({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
  });
}

/** Ends it as a person would who agrees that jobs are interrupted. */
export async function closeDesktop(desktop: RunningDesktop): Promise<void> {
  await agreeToAll(desktop);
  await desktop.app.close();
}

/** Runs a function in the main process. */
export function inMain<R, A = undefined>(
  { app }: RunningDesktop,
  work: (parts: typeof Electron.CrossProcessExports, argument: A) => R | Promise<R>,
  argument?: A,
): Promise<R> {
  return app.evaluate(work as never, argument);
}

/**
 * Asks for a port in the page, as the page's own code does, and speaks the contract over it. The page is loaded without its
 * code before: a page has one port, and the two would take it from each other, or hear each other's answers.
 */
export async function connectPort(page: Page): Promise<PortClient> {
  await page.route('**/*.js', (route) => route.abort());
  await page.reload();
  await page.unroute('**/*.js'); // else a page that crashes is not loaded anew
  const listeners: ((event: { readonly data: unknown }) => void)[] = [];
  await page.exposeFunction('tellTest', (data: unknown) => {
    for (const listener of listeners) listener({ data });
  });
  await page.evaluate(
    (portMessage) =>
      new Promise<void>((resolve) => {
        addEventListener('message', ({ data, source, ports: [port] }) => {
          if (data !== portMessage || source !== window || port === undefined) return;
          window.testPort = port;
          port.onmessage = (event: MessageEvent<unknown>) => {
            window.tellTest?.(event.data);
          };
          resolve();
        });
        (Reflect.get(window, 'metaextract') as DesktopBridge).connect();
      }),
    PORT_MESSAGE,
  );
  const port = {
    addEventListener: (type: string, listener: (event: { readonly data: unknown }) => void) => {
      if (type === 'message') listeners.push(listener);
    },
    postMessage: (data: string) => {
      void page.evaluate((message) => {
        window.testPort?.postMessage(message);
      }, data);
    },
  };
  return createORPCClient(new RPCLink({ port: port as never }));
}

/** Runs a job of these sources to its end. */
export async function runJob(client: PortClient, sources: string[]): Promise<number> {
  const { id } = await client.jobs.create({ sources });
  for (;;) {
    const { state } = await client.jobs.get({ id });
    if (state !== 'running' && state !== 'queued') return id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function definedEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

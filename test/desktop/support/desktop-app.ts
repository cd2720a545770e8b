import { join } from 'node:path';
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

export type PortClient = ContractRouterClient<Contract>;

export const electron = process.env['TEST_ELECTRON'];
export const root = join(import.meta.dirname, '../../..');
/** Build machines run as root, where Chromium refuses to start with its sandbox. */
export const sandboxArguments = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export interface RunningDesktop {
  readonly app: ElectronApplication;
  readonly page: Page;
}

/** Opens the built program's window on a data folder. */
export async function openDesktop(dataFolder: string, args: readonly string[] = []): Promise<RunningDesktop> {
  const app = await _electron.launch({
    executablePath: electron ?? '',
    args: [...sandboxArguments, root, ...args],
    env: { ...definedEnvironment(), METAEXTRACT_DATA_DIR: dataFolder },
    colorScheme: null, // Playwright's own would hide what the window makes of the system's theme
  });
  return { app, page: await app.firstWindow() };
}

/** Ends it as a person would who agrees that jobs are interrupted. */
export async function closeDesktop({ app }: RunningDesktop): Promise<void> {
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
  });
  await app.close();
}

/**
 * Runs a function in the main process, once more where its answer was lost: V8's inspector lets go of an answer when memory
 * is cleaned at that moment.
 */
export async function inMain<R>(
  { app }: RunningDesktop,
  work: (parts: typeof Electron.CrossProcessExports) => R | Promise<R>,
): Promise<R> {
  try {
    return await app.evaluate(work);
  } catch (error) {
    if (!String(error).includes('garbage collected')) throw error;
    return await app.evaluate(work);
  }
}

/** Asks for a port in the page, as the page's own code does, and speaks the contract over it. */
export async function connectPort(page: Page): Promise<PortClient> {
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

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

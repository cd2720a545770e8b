import { dirname } from 'node:path';
import { chromium } from 'playwright/test';
import { startServer } from '../../test/process/support/server.ts';
import type { Host } from './hosts.ts';

/** One Chromium, in which each program has a server and a profile of its own; it reads what lies beside its data folder. */
export async function browserHost(): Promise<Host> {
  const browser = await chromium.launch({ executablePath: process.env['TEST_BROWSER'] ?? '' });
  /** A server that starts again is at the address that it had: what the page keeps belongs to that. */
  const ports = new Map<string, string>();
  return {
    open: async (dataFolder) => {
      const root = dirname(dataFolder);
      const server = await startServer(dataFolder, ['--port', ports.get(dataFolder) ?? '0', '--root', root]);
      ports.set(dataFolder, new URL(server.url).port);
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        locale: 'en-GB',
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const page = await context.newPage();
      await page.goto(server.url);
      return {
        page,
        runtimePids: async () => (await server.client.workers.list()).workers.flatMap(({ pid }) => pid ?? []),
        saveTo: (path) => {
          page.once('download', (download) => void download.saveAs(path));
          return Promise.resolve();
        },
        chooseFolders: () => Promise.reject(new Error('A browser shows no folders of the server in a dialog.')),
        copiedText: () => page.evaluate(() => navigator.clipboard.readText()),
        close: async () => {
          await context.close();
          await server.end();
        },
      };
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

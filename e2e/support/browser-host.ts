import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BrowserContext, chromium, type Download, type Page } from 'playwright/test';
import { type RunningServer, startServer } from '../../test/process/support/server.ts';
import type { Host, OpenProgram } from './hosts.ts';

/** One Chromium, in which each program has a server and a profile of its own; it reads what lies beside its data folder. */
export async function browserHost(): Promise<Host> {
  const browser = await chromium.launch({ executablePath: process.env['TEST_BROWSER'] ?? '' });
  /** A server that starts again is at the address that it had: what the page keeps belongs to that. */
  const ports = new Map<string, string>();
  /** So does the profile. */
  const profiles = new Map<string, BrowserContext>();

  async function profileOf(dataFolder: string): Promise<BrowserContext> {
    const profile =
      profiles.get(dataFolder) ??
      (await browser.newContext({
        viewport: { width: 1280, height: 800 },
        locale: 'en-GB',
        permissions: ['clipboard-read', 'clipboard-write'],
      }));
    profiles.set(dataFolder, profile);
    return profile;
  }

  return {
    open: async (dataFolder, env) => {
      const args = ['--port', ports.get(dataFolder) ?? '0', '--root', dirname(dataFolder)];
      const server = await startServer(dataFolder, args, { env });
      ports.set(dataFolder, new URL(server.url).port);
      return openTab(server, await profileOf(dataFolder));
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

async function openTab(server: RunningServer, profile: BrowserContext): Promise<OpenProgram> {
  const page: Page = await profile.newPage();
  await page.goto(server.url);
  return {
    page,
    runtimePids: async () => (await server.client.workers.list()).workers.flatMap(({ pid }) => pid ?? []),
    saveTo: (path) => {
      page.once('download', (download) => void save(download, path));
      return Promise.resolve();
    },
    chooseFolders: () => Promise.reject(new Error('A browser shows no folders of the server in a dialog.')),
    copiedText: () => page.evaluate(() => navigator.clipboard.readText()),
    reopen: async () => {
      await page.close();
      return openTab(server, profile);
    },
    close: async () => {
      await page.close();
      await server.end();
    },
  };
}

/** Under its name the file is there only once it is whole. */
async function save(download: Download, path: string): Promise<void> {
  const part = `${path}.part`;
  await download.saveAs(part);
  await rename(part, path);
}

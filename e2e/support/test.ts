import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type TestInfo } from 'playwright/test';
import { runCli } from '../../test/process/support/run-cli.ts';
import { browserHost } from './browser-host.ts';
import { writeMixedCollection, writeSlowCollection, type Collection } from './collection.ts';
import type { Host, HostOption } from './hosts.ts';
import { Program } from './program.ts';
import { windowHost } from './window-host.ts';

export { expect } from 'playwright/test';

interface ForWorker extends HostOption {
  /** Where everything of these tests lies; is gone after them. */
  readonly workFolder: string;
  readonly host: Host;
  /** A folder as people have them, of about 110 files. */
  readonly collection: Collection;
  /** Files that take their time until the program is told to hurry. */
  readonly slowCollection: Collection;
  readonly openLibrary: Program;
}

interface ForTest {
  readonly emptyFolder: string;
  /** With no data yet. */
  readonly program: Program;
  /** With the collection read as its job 1. Other tests look at it too: what one changes at the data must be undone. */
  readonly library: Program;
}

const USUAL_SIZE = { width: 1280, height: 800 };

const missing = {
  window: process.env['TEST_ELECTRON'] === undefined && 'no Electron',
  browser: process.env['TEST_BROWSER'] === undefined && 'no browser',
};

export const test = base.extend<ForTest & { readonly hostIsThere: undefined }, ForWorker>({
  hostName: ['browser', { option: true, scope: 'worker' }],

  hostIsThere: [
    async ({ hostName }, use) => {
      const reason = missing[hostName];
      test.skip(reason !== false, reason === false ? '' : reason);
      await use(undefined);
    },
    { auto: true },
  ],

  // Playwright reads from the pattern what a fixture needs: here, nothing
  workFolder: [
    async ({}, use) => {
      // the real path, as the records have it: a Mac's temporary folder lies behind a link
      const folder = await realpath(await mkdtemp(join(tmpdir(), 'metaextract-e2e-')));
      await use(folder);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker' },
  ],

  host: [
    async ({ hostName }, use) => {
      await using host = hostName === 'window' ? windowHost() : await browserHost();
      await use(host);
    },
    { scope: 'worker' },
  ],

  collection: [
    async ({ workFolder }, use) => {
      await use(await writeMixedCollection(join(workFolder, 'collection')));
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  slowCollection: [
    async ({ workFolder }, use) => {
      await use(await writeSlowCollection(slowFolderIn(workFolder)));
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  openLibrary: [
    async ({ workFolder, collection, host, hostName }, use) => {
      const dataFolder = join(workFolder, 'library');
      const output = join(workFolder, 'library.jsonl');
      await runCli(['extract', collection.folder, '--quiet', '-o', output, '--data-dir', dataFolder]);
      const program = await Program.open({ host, hostName, dataFolder });
      await use(program);
      await program.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  emptyFolder: async ({ workFolder }, use) => {
    await use(await mkdtemp(join(workFolder, 'empty-')));
  },

  program: async ({ host, hostName, workFolder }, use, info) => {
    const dataFolder = await mkdtemp(join(workFolder, 'data-'));
    const program = await Program.open({ host, hostName, dataFolder, slowFolder: slowFolderIn(workFolder) });
    await use(program);
    await judge(program, info);
    await program.hurry();
    await program.close();
  },

  library: async ({ openLibrary }, use, info) => {
    openLibrary.takeComplaints();
    await openLibrary.page.setViewportSize(USUAL_SIZE);
    await openLibrary.page.emulateMedia({ colorScheme: 'light' });
    await openLibrary.page.evaluate(() => {
      localStorage.clear();
      window.location.hash = '/results';
    });
    await openLibrary.reload();
    await use(openLibrary);
    await judge(openLibrary, info);
  },
});

function slowFolderIn(workFolder: string): string {
  return join(workFolder, 'slow');
}

/** What a failed test saw last, in words for a log that is all there is; and no test passes at which the page has complained. */
async function judge(program: Program, info: TestInfo): Promise<void> {
  if (info.status !== info.expectedStatus) {
    await info.attach('page', { body: await program.page.screenshot(), contentType: 'image/png' });
    const seen = await program.page.locator('body').ariaSnapshot();
    process.stdout.write(`The page when “${info.title}” had failed:\n${seen}\n`);
  }
  expect.soft(program.takeComplaints(), 'what the page complained about').toEqual([]);
}

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { wordsOf } from '../cli/error-words.ts';
import { defaultDataFolder } from '../config/data-folder.ts';
import { namedSources, type CommandLine } from './command-line.ts';
import type { Desktop } from './desktop-app.ts';
import { lockDown } from './lock-down.ts';
import { PageRequests } from './page-requests.ts';
import { registerPageScheme } from './page-scheme.ts';
import { showFatal } from './problem-dialogs.ts';

// What is imported here is loaded before Electron is ready, which does not wait for a CommonJS package: that is compiled
// aside. So the rest, such as the log, is loaded once it is ready.

/** What a second start hands to the first one. */
const Handed = z.strictObject({ paths: z.array(z.string()).max(1_000_000) });

const DROP_WITHIN_MS = 100;

/** Opens the window, unless one has the same data folder already: that one is shown then, and gets what was named. */
export function startDesktop({ dataDir, rest }: CommandLine): void {
  const dataFolder = resolve(dataDir ?? defaultDataFolder(process.platform, process.env));
  const paths = namedSources(rest, process.cwd());
  const folder = join(dataFolder, 'window');
  try {
    mkdirSync(folder, { recursive: true });
    app.setPath('userData', folder); // Chromium's own files, and its lock: one window for each data folder
  } catch (error) {
    showFatal(
      `The folder ${folder} cannot be made: ${String(error)}. Check its permissions, or name another data folder with --data-dir.`,
    );
    return;
  }
  if (app.requestSingleInstanceLock({ paths })) open(dataFolder, folder, paths);
  else app.quit();
}

function open(dataFolder: string, ownFolder: string, paths: readonly string[]): void {
  registerPageScheme();
  lockDown();
  const requests = new PageRequests();
  requests.addSources(paths);
  let desktop: Desktop | undefined;

  app.on('second-instance', (_event, _argv, _workingFolder, handed) => {
    desktop?.show();
    requests.addSources(Handed.safeParse(handed).data?.paths ?? []);
  });
  const dropped: string[] = [];
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (dropped.push(path) > 1) return; // what is dropped on the icon together comes one by one
    setTimeout(() => {
      desktop?.show();
      requests.addSources(dropped.splice(0));
    }, DROP_WITHIN_MS);
  });
  app.on('activate', () => {
    desktop?.show();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  // Not awaited at the top level: Electron becomes ready only after this module has been evaluated.
  app
    .whenReady()
    .then(async () => {
      const { Desktop } = await import('./desktop-app.ts');
      desktop = new Desktop({ dataFolder, ownFolder, requests });
      await desktop.start();
    })
    .catch((error: unknown) => {
      showFatal(`MetaExtract could not start: ${wordsOf(error)}`);
    });
}

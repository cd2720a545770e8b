import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { defaultDataFolder } from '../config/data-folder.ts';
import { namedSources, type CommandLine } from './command-line.ts';
import { Desktop } from './desktop-app.ts';
import { lockDown } from './lock-down.ts';
import { registerPageScheme } from './page-scheme.ts';
import { showFatal } from './problem-dialogs.ts';

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

function open(dataFolder: string, folder: string, paths: readonly string[]): void {
  registerPageScheme();
  lockDown();
  const desktop = new Desktop(dataFolder, folder);
  desktop.addSources(paths);

  app.on('second-instance', (_event, _argv, _workingFolder, handed) => {
    desktop.show();
    desktop.addSources(Handed.safeParse(handed).data?.paths ?? []);
  });
  const dropped: string[] = [];
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (dropped.push(path) > 1) return; // what is dropped on the icon together comes one by one
    setTimeout(() => {
      desktop.addSources(dropped.splice(0));
    }, DROP_WITHIN_MS);
  });
  app.on('activate', () => {
    desktop.show();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  // Not awaited at the top level: Electron becomes ready only after this module has been evaluated.
  app
    .whenReady()
    .then(() => desktop.start())
    .catch((error: unknown) => {
      showFatal(`MetaExtract could not start: ${String(error)}`);
    });
}

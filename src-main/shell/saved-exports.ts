import { copyFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, dialog, shell } from 'electron';
import type { BrowserWindow, SaveDialogOptions } from 'electron';
import { BridgeFault } from './bridge-call.ts';

/** Puts complete exports where a person wants them, and remembers where in this run. */
export class SavedExports {
  readonly #fileOf: (exportId: string) => Promise<string>;
  readonly #saved = new Map<string, string>();
  #folder: string | undefined;

  /** `fileOf` throws where there is no such export, or it is not complete. */
  constructor(fileOf: (exportId: string) => Promise<string>) {
    this.#fileOf = fileOf;
  }

  async save(
    window: BrowserWindow | undefined,
    exportId: string,
    suggestedName: string,
  ): Promise<{ readonly path: string } | undefined> {
    const file = await this.#fileOf(exportId);
    const options: SaveDialogOptions = {
      title: 'Save the export',
      defaultPath: join(this.#folder ?? app.getPath('documents'), basename(suggestedName)),
    };
    const { canceled, filePath } = await (window === undefined
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(window, options));
    if (canceled || filePath === '') return undefined;
    await copyWhole(file, filePath, exportId);
    this.#saved.set(exportId, filePath);
    this.#folder = join(filePath, '..');
    return { path: filePath };
  }

  reveal(exportId: string): void {
    const path = this.#saved.get(exportId);
    if (path === undefined) throw new BridgeFault('This export has not been saved since the program was started.');
    shell.showItemInFolder(path);
  }
}

/** The target is the old file or the whole new one, never a part of it. */
async function copyWhole(from: string, to: string, exportId: string): Promise<void> {
  const part = `${to}.${exportId}.part`;
  try {
    await copyFile(from, part);
    await rename(part, to);
  } catch (error) {
    await rm(part, { force: true });
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new BridgeFault(
      `The export could not be saved as ${to} (${code}). Choose another place, or free some space.`,
    );
  }
}

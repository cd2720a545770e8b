import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dialog, nativeTheme, shell } from 'electron';
import type { BrowserWindow, OpenDialogOptions } from 'electron';
import { isValidUtf8Path } from '../../src-protocol/model/path-codec.ts';
import { unreachable } from '../../src-protocol/model/unreachable.ts';
import type { Service } from '../compose-service.ts';
import { BridgeFault, type BridgeCall } from './bridge-call.ts';
import type { DesktopState } from './desktop-state.ts';
import { isProgram } from './program-name.ts';
import { SavedExports } from './saved-exports.ts';

export interface PageActionsPorts {
  readonly window: () => BrowserWindow | undefined;
  /** Resolves once the data folder is open. */
  readonly service: () => Promise<Service>;
  readonly state: DesktopState;
  readonly dataFolder: string;
}

/** Does what the page asks of the desktop. */
export class PageActions {
  readonly #ports: PageActionsPorts;
  readonly #saved: SavedExports;

  constructor(ports: PageActionsPorts) {
    this.#ports = ports;
    this.#saved = new SavedExports(async (exportId) => (await ports.service()).exports.fileOf(exportId).file);
  }

  async answer(call: BridgeCall): Promise<unknown> {
    switch (call.kind) {
      case 'choose-sources':
        return this.chooseSources(call.what);
      case 'save-export':
        return this.#saved.save(this.#ports.window(), call.exportId, call.suggestedName);
      case 'reveal-export':
        this.#saved.reveal(call.exportId);
        return undefined;
      case 'open-result':
        return openFile(await this.#fileOf(call.jobId, call.itemId));
      case 'reveal-result':
        shell.showItemInFolder(await this.#fileOf(call.jobId, call.itemId));
        return undefined;
      case 'open-place':
        return shell.openExternal(mapUrl(call.latitude, call.longitude));
      case 'open-logs':
        return this.openLogs();
      case 'chosen-theme':
        return this.#ports.state.kept.theme;
      case 'set-theme':
        nativeTheme.themeSource = call.theme;
        this.#ports.state.change({ theme: call.theme });
        return undefined;
      default:
        return unreachable(call);
    }
  }

  async chooseSources(what: 'files' | 'folders'): Promise<string[]> {
    const window = this.#ports.window();
    const options: OpenDialogOptions = {
      title: what === 'files' ? 'Add files' : 'Add folders',
      buttonLabel: 'Add',
      properties: [what === 'files' ? 'openFile' : 'openDirectory', 'multiSelections'],
    };
    const { filePaths } = await (window === undefined
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(window, options));
    return filePaths;
  }

  async openLogs(): Promise<void> {
    const folder = join(this.#ports.dataFolder, 'logs');
    await mkdir(folder, { recursive: true });
    await openPath(folder);
  }

  /** The file of a result, if it is still there. */
  async #fileOf(jobId: number, itemId: number): Promise<string> {
    const path = await (await this.#ports.service()).pathOfResult(jobId, itemId);
    if (path === undefined) throw new BridgeFault('There is no such result, or its job is gone.');
    if (!isValidUtf8Path(path))
      throw new BridgeFault('The name of this file is no valid text, so the system cannot be asked to open it.');
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    if (!isThere) throw new BridgeFault(`${path} is not there any more.`);
    return path;
  }
}

async function openFile(path: string): Promise<void> {
  if (isProgram(path))
    throw new BridgeFault('This file is a program, and is not started from here. Show it in its folder instead.');
  await openPath(path);
}

async function openPath(path: string): Promise<void> {
  const problem = await shell.openPath(path);
  if (problem !== '') throw new BridgeFault(`The system could not open ${path}: ${problem}`);
}

function mapUrl(latitude: number, longitude: number): string {
  const [lat, lon] = [latitude.toFixed(6), longitude.toFixed(6)];
  return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=15/${lat}/${lon}`;
}

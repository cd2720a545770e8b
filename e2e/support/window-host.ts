import type { Page } from 'playwright/test';
import { closeDesktop, inMain, openDesktop, type RunningDesktop } from '../../test/desktop/support/desktop-app.ts';
import type { Host, OpenProgram } from './hosts.ts';

/** Chromium now and then never ends what it was told to end; all that the program keeps is on disk by then. */
const CLOSE_WITHIN_MS = 12_000;

/** A real Electron window for each program. */
export function windowHost(): Host {
  return {
    open: async (dataFolder) => {
      const desktop = await openDesktop(dataFolder);
      return openWindow(desktop);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function openWindow(desktop: RunningDesktop): OpenProgram {
  const { app } = desktop;
  const page: Page = desktop.page;
  return {
    page,
    runtimePids: () =>
      inMain(desktop, ({ app: electron }) =>
        electron
          .getAppMetrics()
          .filter(({ serviceName }) => serviceName === 'node.mojom.NodeService')
          .map(({ pid }) => pid),
      ),
    saveTo: (path) =>
      app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, path),
    chooseFolders: (paths) =>
      app.evaluate(
        ({ dialog }, filePaths) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
        },
        [...paths],
      ),
    copiedText: () => inMain(desktop, ({ clipboard }) => clipboard.readText()),
    close: async () => {
      const { pid } = app.process();
      const late = setTimeout(() => {
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
      }, CLOSE_WITHIN_MS);
      await closeDesktop(desktop);
      clearTimeout(late);
    },
  };
}

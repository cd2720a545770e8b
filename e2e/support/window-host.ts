import type { Page } from 'playwright/test';
import { closeDesktop, inMain, openDesktop, type RunningDesktop } from '../../test/desktop/support/desktop-app.ts';
import type { Host, OpenProgram } from './hosts.ts';

/** A real Electron window for each program. */
export function windowHost(): Host {
  return {
    open: async (dataFolder) => {
      const desktop = await openDesktop(dataFolder);
      await desktop.page.emulateMedia({ reducedMotion: 'reduce' });
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
    close: () => closeDesktop(desktop),
  };
}

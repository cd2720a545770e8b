import {
  agreeToAll,
  closeDesktop,
  endOfLog,
  inMain,
  openDesktop,
  type RunningDesktop,
} from '../../test/desktop/support/desktop-app.ts';
import type { Host, OpenProgram } from './hosts.ts';

/** Longer than the program gives itself. */
const CLOSE_WITHIN_MS = 12_000;

/** A real Electron window for each program. */
export function windowHost(): Host {
  return {
    open: async (dataFolder, env) => openWindow(await openDesktop(dataFolder, [], env), dataFolder, env),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function openWindow(desktop: RunningDesktop, dataFolder: string, env: NodeJS.ProcessEnv): OpenProgram {
  return {
    page: desktop.page,
    runtimePids: () =>
      inMain(desktop, ({ app }) =>
        app
          .getAppMetrics()
          .filter(({ serviceName }) => serviceName === 'node.mojom.NodeService')
          .map(({ pid }) => pid),
      ),
    saveTo: (path) =>
      inMain(
        desktop,
        ({ dialog }, filePath) => {
          dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
        },
        path,
      ),
    chooseFolders: (paths) =>
      inMain(
        desktop,
        ({ dialog }, filePaths) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
        },
        [...paths],
      ),
    copiedText: () => inMain(desktop, ({ clipboard }) => clipboard.readText()),
    reopen: async () =>
      openWindow(await reopen(desktop, () => openDesktop(dataFolder, [], env), dataFolder), dataFolder, env),
    close: () => endInTime(desktop, dataFolder, () => closeDesktop(desktop)),
  };
}

/** Closes the window, as a person does who agrees that jobs go on next time, and opens it again. */
async function reopen(desktop: RunningDesktop, open: () => Promise<RunningDesktop>, dataFolder: string) {
  const { app } = desktop;
  await agreeToAll(desktop);
  const close = () =>
    inMain(desktop, ({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close();
    });
  if (process.platform !== 'darwin') {
    await endInTime(desktop, dataFolder, () => Promise.all([app.waitForEvent('close'), close()]));
    return open();
  }
  await Promise.all([desktop.page.waitForEvent('close'), close()]); // there the program goes on without it
  const [page] = await Promise.all([
    app.waitForEvent('window'),
    inMain(desktop, (electron) => {
      electron.app.emit('activate');
    }),
  ]);
  return { app, page };
}

/** Throws where it has not ended in time, with the end of its log: then it is killed. */
async function endInTime({ app }: RunningDesktop, dataFolder: string, end: () => Promise<unknown>): Promise<void> {
  const { pid } = app.process();
  let fault: Error | undefined;
  const late = setTimeout(() => {
    fault = new Error(`The program (process ${String(pid)}) did not end. The end of its log:\n${endOfLog(dataFolder)}`);
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  }, CLOSE_WITHIN_MS);
  try {
    await end();
  } catch (error) {
    throw fault ?? error; // one that is killed answers nothing more
  } finally {
    clearTimeout(late);
  }
  if (fault !== undefined) throw fault;
}

import { app, dialog } from 'electron';
import type { BrowserWindow, MessageBoxOptions } from 'electron';

/** Says why the program cannot go on, and ends it. */
export function showFatal(message: string): void {
  process.stderr.write(`${message}\n`);
  void app.whenReady().then(() => {
    dialog.showErrorBox('MetaExtract cannot start', message);
    app.exit(1);
  });
}

/** Says in front of the window why its data cannot be opened; resolves when that was read. */
export async function showDataProblem(window: BrowserWindow | undefined, detail: string): Promise<void> {
  await ask(window, {
    type: 'error',
    message: 'MetaExtract cannot open its data',
    detail,
    buttons: ['Quit'],
  });
}

/** The page has stopped; whether it is to be loaded anew. */
export async function askToReload(window: BrowserWindow, reason: string): Promise<boolean> {
  const chosen = await ask(window, {
    type: 'error',
    message: 'The window has stopped working',
    detail: `Its page ended (${reason}). Jobs go on meanwhile, and nothing is lost.`,
    buttons: ['Reload', 'Quit'],
  });
  return chosen === 0;
}

/** The page does not answer; whether it is to be loaded anew. */
export async function askToWait(window: BrowserWindow): Promise<boolean> {
  const chosen = await ask(window, {
    type: 'warning',
    message: 'The window does not answer',
    detail: 'It may be busy. Jobs go on meanwhile, and nothing is lost if it is loaded anew.',
    buttons: ['Wait', 'Reload'],
  });
  return chosen === 0;
}

/** The number of the button; the first is the one for Enter and Escape. */
async function ask(window: BrowserWindow | undefined, asked: MessageBoxOptions): Promise<number> {
  const options: MessageBoxOptions = { ...asked, defaultId: 0, cancelId: 0, noLink: true };
  const { response } = await (window === undefined
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  return response;
}

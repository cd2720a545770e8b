import { app, BrowserWindow } from 'electron';
import { lockDown } from './lock-down.ts';
import { setMenu } from './menu.ts';
import { registerPageScheme, servePage } from './page-scheme.ts';
import { openWindow } from './window.ts';

/** A second start would open the same data folder twice; it shows the window of the first instead. */
if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  registerPageScheme();
  lockDown();

  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  // Not awaited at the top level: Electron becomes ready only after this module has been evaluated.
  app
    .whenReady()
    .then(async () => {
      setMenu();
      await servePage();
      openWindow();
    })
    .catch((error: unknown) => {
      process.stderr.write(`MetaExtract could not start: ${String(error)}\n`);
      app.exit(1);
    });
}

function showWindow(): void {
  if (!app.isReady()) return;
  const window = BrowserWindow.getAllWindows()[0];
  if (window === undefined) {
    openWindow();
    return;
  }
  if (window.isMinimized()) window.restore();
  window.focus();
}

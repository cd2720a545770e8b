import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { pageUrl } from './page-scheme.ts';

const preload = join(import.meta.dirname, '../preload/preload.cjs');

// The page's own background in each theme, so that nothing flashes before the page has painted.
const background = { dark: '#121417', light: '#f6f7f8' } as const;

export function openWindow(): void {
  const window = new BrowserWindow({
    title: 'MetaExtract',
    width: 1280,
    height: 800,
    minWidth: 640,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  window.loadURL(pageUrl).catch((error: unknown) => {
    process.stderr.write(`The window's page could not be loaded: ${String(error)}\n`);
  });
}

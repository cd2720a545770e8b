import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { DesktopState, WindowPlace } from './desktop-state.ts';
import { pageUrl } from './page-scheme.ts';
import { placeOnDisplays } from './window-place.ts';

const preload = join(import.meta.dirname, '../preload/preload.cjs');
const icon = join(import.meta.dirname, '../../resources/icon/icon.png');

// The page's own background in each theme, so that nothing flashes before the page has painted.
const background = { dark: '#121417', light: '#f6f7f8' } as const;

/** A window is shown once its page has painted, or after so long without it. */
const SHOW_WITHIN_MS = 700;
/** A window that is being dragged moves with every frame. */
const KEEP_AFTER_MS = 400;

/** Opens the window where it was when it was closed last. */
export function openWindow(state: DesktopState): BrowserWindow {
  const { window: kept } = state.kept;
  const place = kept && placeOnDisplays(kept, workAreas());
  const window = new BrowserWindow({
    title: 'MetaExtract',
    ...(place === undefined ? { width: 1280, height: 800 } : boundsOf(place)),
    minWidth: 640,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: pageBackground(),
    ...(process.platform === 'linux' && { icon }), // elsewhere the program brings its own
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  showSoon(window, place?.isMaximized === true);
  keepPlace(window, state);
  followTheme(window);
  return window;
}

/** Resolves once the window is shown, or closed without. */
export function whenShown(window: BrowserWindow): Promise<void> {
  if (window.isVisible()) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = () => {
      resolve();
    };
    window.once('show', settle).once('closed', settle);
  });
}

export async function loadPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(pageUrl);
}

/** Brings the window to the front, from wherever it is. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function workAreas(): Electron.Rectangle[] {
  return screen.getAllDisplays().map(({ workArea }) => workArea);
}

function boundsOf({ x, y, width, height }: WindowPlace): Electron.Rectangle {
  return { x, y, width, height };
}

function pageBackground(): string {
  return nativeTheme.shouldUseDarkColors ? background.dark : background.light;
}

function showSoon(window: BrowserWindow, isMaximized: boolean): void {
  const show = () => {
    clearTimeout(late);
    if (window.isDestroyed() || window.isVisible()) return;
    if (isMaximized) window.maximize(); // which also shows it, but without the focus
    window.show();
  };
  const late = setTimeout(show, SHOW_WITHIN_MS);
  window.once('ready-to-show', show);
}

function keepPlace(window: BrowserWindow, state: DesktopState): void {
  let timer: NodeJS.Timeout | undefined;
  const keep = () => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isFullScreen()) return;
    state.change({ window: { ...window.getNormalBounds(), isMaximized: window.isMaximized() } });
  };
  const keepSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, KEEP_AFTER_MS);
  };
  window.on('resize', keepSoon).on('move', keepSoon).on('maximize', keepSoon).on('unmaximize', keepSoon);
  window.on('close', keep);
}

function followTheme(window: BrowserWindow): void {
  const follow = () => {
    window.setBackgroundColor(pageBackground());
  };
  nativeTheme.on('updated', follow);
  window.once('closed', () => nativeTheme.off('updated', follow));
}

import { installedElectron } from '../bin/electron-binary.mjs';
import { findProgram } from './find-program.mjs';

const what = 'desktop window';

/**
 * The Electron to test the window with, and what it must run under where there is no display; or what is missing.
 *
 * @param {string} root
 * @returns {{ what: string, path?: string, wrapper?: string[], missing?: string }}
 */
export function findWindow(root) {
  const path = process.env['ELECTRON_EXEC_PATH'] ?? installedElectron(root);
  if (path === undefined) return { what, missing: 'no Electron' };
  if (process.platform !== 'linux' || process.env['DISPLAY'] !== undefined) return { what, path };
  const display = findProgram('xvfb-run');
  return display === undefined
    ? { what, missing: 'no display and no xvfb-run' }
    : { what, path, wrapper: [display, '-a'] };
}

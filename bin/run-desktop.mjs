import { fetchElectron, installedElectron } from './electron-binary.mjs';
import { runChild } from './run-child.mjs';

const couldNotLoad = 127; // the system's loader gives this when a library that the program needs is missing

/**
 * Opens the window, or where Electron cannot run the same page in the browser. Gives the exit code.
 *
 * @param {{ root: string, node: string, cli: string }} parts
 */
export async function runDesktop({ root, node, cli }) {
  const { code, missing } = await openWindow(root, node);
  if (missing === undefined) return code;
  process.stderr.write(`metaextract: ${missing}, so its pages open in the browser, without a window\n`);
  return runChild(node, [cli, 'start-page']);
}

/**
 * @param {string} root
 * @param {string} node
 * @returns {Promise<{ code: number, missing?: string }>} what is missing where no window could be opened
 */
async function openWindow(root, node) {
  if (!hasDisplay()) return { code: couldNotLoad, missing: 'there is no display here' };
  const electron = installedElectron(root) ?? fetchElectron(root, node);
  if (electron === undefined) return { code: couldNotLoad, missing: 'Electron cannot be had here' };
  const code = await runChild(electron, [...sandboxArguments(), root], windowEnvironment());
  return code === couldNotLoad ? { code, missing: 'Electron lacks a library of the system' } : { code };
}

function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** Chromium refuses to start as root with its sandbox on; for every other person the sandbox stays. */
function sandboxArguments() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** A terminal inside an Electron editor sets this variable for its own use; with it Electron would be plain Node. */
function windowEnvironment() {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  return env;
}

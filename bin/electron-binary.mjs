import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const fetchTimeoutMillis = 60_000;

const pathInDist = /** @type {Partial<Record<NodeJS.Platform, string>>} */ ({
  darwin: join('Electron.app', 'Contents', 'MacOS', 'Electron'),
  win32: 'electron.exe',
});

/**
 * Where Electron's program is, if it is there.
 *
 * @param {string} root
 * @returns {string | undefined}
 */
export function installedElectron(root) {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules', 'electron', 'dist');
  const binary = join(dist, pathInDist[process.platform] ?? 'electron');
  return existsSync(binary) ? binary : undefined;
}

/**
 * Lets Electron's own installer fetch it, and gives where it then is. Undefined when it cannot be had: the site it comes
 * from may be out of reach, and the rest of the program does not need it.
 *
 * The package's own entry point is not asked: importing it starts the same download, without an end in time.
 *
 * @param {string} root
 * @param {string} node
 * @returns {string | undefined}
 */
export function fetchElectron(root, node) {
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  if (!existsSync(installer)) return undefined;
  process.stderr.write('metaextract: fetching Electron, once\n');
  spawnSync(node, [installer], { stdio: 'ignore', timeout: fetchTimeoutMillis });
  return installedElectron(root);
}

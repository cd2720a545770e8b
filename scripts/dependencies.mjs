import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';

/**
 * npm writes the inner lock file last, so it is there, and newer than ours, only after an installation that was finished.
 *
 * @param {string} root
 */
export function dependenciesAreCurrent(root) {
  const installed = statSync(join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  return installed !== undefined && installed.mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

/** @param {string} root */
export function installDependencies(root) {
  process.stderr.write('metaextract: installing what it depends on, which takes a minute\n');
  const { status, error } = runCleanInstall(root);
  if (status !== 0) throw new Error(`“npm ci” failed${error === undefined ? '' : ` (${error.message})`}`);
}

/** @param {string} root */
function runCleanInstall(root) {
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = {
    cwd: root,
    env: withoutOwnNode(root),
    stdio: ['ignore', 2, 2], // our standard output belongs to the results
  };
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  if (npm !== undefined && basename(npm) === 'npm-cli.js' && node !== undefined) {
    return spawnSync(node, [npm, 'ci'], options);
  }
  if (process.platform === 'win32') return spawnSync('npm ci', { ...options, shell: true }); // npm.cmd needs a shell
  return spawnSync('npm', ['ci'], options);
}

/**
 * npm must not run on the Node inside node_modules, which it is about to replace.
 *
 * @param {string} root
 */
function withoutOwnNode(root) {
  const own = join(root, 'node_modules', '.bin');
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== own);
  return { ...process.env, PATH: path.join(delimiter) };
}

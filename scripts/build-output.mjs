import { spawnSync } from 'node:child_process';
import { readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goodNode, requiredNode } from '../bin/good-node.mjs';
import { writeLicences } from './licences.mjs';

const buildInputs = ['electron.vite.config.ts', 'package.json', join('scripts', 'licences.mjs')];
const isSourceFolder = /^src-/;

/**
 * Whether nothing that goes into the build has changed since it began.
 *
 * @param {string} root
 */
export function buildIsCurrent(root) {
  const stamp = statSync(join(root, 'out', '.built'), { throwIfNoEntry: false });
  return stamp !== undefined && newestInputMillis(root) <= stamp.mtimeMs;
}

/**
 * Builds out/ anew. The old one stays until the new one is whole, and is then exchanged in one step, so that a program
 * that starts meanwhile finds either.
 *
 * @param {string} root
 */
export function makeBuild(root) {
  const node = goodNode(root);
  if (node === undefined) throw new Error(requiredNode());
  process.stderr.write('metaextract: building\n');

  const startedAt = new Date(); // a file that is saved while we build makes the build stale
  const bundler = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const next = 'out.next';
  rmSync(join(root, next), { recursive: true, force: true });
  const build = spawnSync(node, [bundler, 'build', '--outDir', join(root, next)], { cwd: root, encoding: 'utf8' });
  if (build.status !== 0) {
    process.stderr.write(build.error === undefined ? `${build.stdout}${build.stderr}` : `${build.error.message}\n`);
    throw new Error('the build failed');
  }
  writeLicences(root, join(root, next, 'licences.json'));
  const stamp = join(root, next, '.built');
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt);
  exchange(root, next);
}

/**
 * @param {string} root
 * @param {string} next
 */
function exchange(root, next) {
  const old = join(root, 'out.old');
  rmSync(old, { recursive: true, force: true });
  if (statSync(join(root, 'out'), { throwIfNoEntry: false })) renameSync(join(root, 'out'), old);
  renameSync(join(root, next), join(root, 'out'));
  rmSync(old, { recursive: true, force: true });
}

/** @param {string} root */
function newestInputMillis(root) {
  const folders = readdirSync(root).filter((name) => isSourceFolder.test(name));
  const inputs = folders.flatMap((folder) => {
    const inside = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    return [folder, ...inside.map((name) => join(folder, name))]; // a folder's own time tells of a file taken away
  });
  return Math.max(...[...inputs, ...buildInputs].map((name) => modifiedMillis(join(root, name))));
}

/** @param {string} path */
function modifiedMillis(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0; // an editor's temporary file may be gone again
}

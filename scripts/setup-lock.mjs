import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMillis = 200;
const tooOldMillis = 15 * 60_000; // longer than any installation, so its process number belongs to another program by now

/**
 * Does the work while no other process of this clone does it: two builds at once would delete each other's files.
 *
 * @param {string} root
 * @param {() => void} work
 */
export async function withSetupLock(root, work) {
  const path = join(root, '.setup-lock');
  await take(path);
  try {
    work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
async function take(path) {
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    if (isLeftBehind(path)) {
      removeLeftBehind(path);
      continue;
    }
    if (!waited) process.stderr.write('metaextract: waiting for another start of it to finish building\n');
    await sleep(pollMillis);
  }
}

/** @param {string} path */
function isLeftBehind(path) {
  const lock = statSync(path, { throwIfNoEntry: false });
  if (lock === undefined) return false;
  const ageMillis = Date.now() - lock.mtimeMs;
  const holder = holderOf(path);
  // Between the lock's creation and its number being written there is nothing in it.
  if (Number.isNaN(holder)) return ageMillis > 10_000;
  return ageMillis > tooOldMillis || !isRunning(holder);
}

/**
 * Of several that find the same dead lock one is first, and its own lock may be there already when the others come to
 * take the dead one away. So what was taken is looked at again, and put back if it is alive.
 *
 * @param {string} path
 */
function removeLeftBehind(path) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // another was faster
  }
  if (isLeftBehind(aside)) rmSync(aside, { force: true });
  else renameSync(aside, path);
}

/** @param {string} path */
function holderOf(path) {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10);
  } catch {
    return Number.NaN;
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

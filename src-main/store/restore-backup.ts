import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabaseToRead, StoreFault } from './database.ts';
import { lockDataFolder } from './owner-lock.ts';
import { DATABASE_FILE } from './store.ts';

/** What belongs to a database besides its file. */
const COMPANIONS = ['', '-wal', '-shm'];

/**
 * Puts a backup in the place of a data folder's database. What was there is kept beside it, and its new name returned
 * (undefined where there was none). Throws DataFolderInUse, or a StoreFault for a backup that is damaged or cannot be read;
 * the database is as it was then.
 */
export function restoreBackup(dataFolder: string, backup: string, nowMs: () => number): string | undefined {
  checkBackup(backup);
  const lock = lockDataFolder(dataFolder, 'restore', new Date(nowMs()));
  try {
    const file = join(dataFolder, DATABASE_FILE);
    const part = `${file}.restored`;
    copyFileSync(backup, part);
    const aside = `${file}.before-restore-${nowMs().toString()}`;
    const hadOne = existsSync(file);
    for (const companion of COMPANIONS) {
      if (existsSync(`${file}${companion}`)) renameSync(`${file}${companion}`, `${aside}${companion}`);
    }
    renameSync(part, file);
    return hadOne ? aside : undefined;
  } finally {
    lock[Symbol.dispose]();
  }
}

/** A backup is looked through before anything is touched: the time to learn that it is damaged is not after it is in use. */
function checkBackup(backup: string): void {
  if (!existsSync(backup)) throw new StoreFault(`There is no backup ${backup}.`);
  const database = openDatabaseToRead(backup);
  try {
    const verdict = database.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw new StoreFault(`The backup ${backup} is damaged (${String(verdict)}). Choose another.`);
  } finally {
    database.close();
    for (const companion of COMPANIONS.slice(1)) rmSync(`${backup}${companion}`, { force: true });
  }
}

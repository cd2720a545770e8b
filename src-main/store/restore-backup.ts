import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyDatabase, openDatabaseToRead, StoreFault } from './database.ts';
import { lockDataFolder } from './owner-lock.ts';
import { DATABASE_FILE } from './store.ts';

/** What belongs to a database besides its file. */
const COMPANIONS = ['-wal', '-shm'];

/**
 * Puts a backup in the place of a data folder's database. What was there is kept beside it, and its new name returned
 * (undefined where there was none). Throws DataFolderInUse, or a StoreFault for a backup that is damaged or cannot be read;
 * the database is as it was then.
 */
export function restoreBackup(dataFolder: string, backup: string, nowMs: () => number): string | undefined {
  const lock = lockDataFolder(dataFolder, 'restore', new Date(nowMs()));
  const file = join(dataFolder, DATABASE_FILE);
  const part = `${file}.restored`;
  try {
    copyChecked(backup, part);
    const aside = `${file}.before-restore-${nowMs().toString()}`;
    const hadOne = existsSync(file);
    exchange(file, aside, part);
    return hadOne ? aside : undefined;
  } finally {
    rmSync(part, { force: true });
    lock[Symbol.dispose]();
  }
}

/**
 * A backup is looked through before anything is touched: the time to learn that it is damaged is not after it is in use. The
 * copy has what is still in the log of the backup, which is a set-aside database of a program that was killed.
 */
function copyChecked(backup: string, part: string): void {
  if (!existsSync(backup)) throw new StoreFault(`There is no backup ${backup}.`);
  const madeByReading = COMPANIONS.map((companion) => `${backup}${companion}`).filter((path) => !existsSync(path));
  const database = openDatabaseToRead(backup);
  try {
    const verdict = database.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw new StoreFault(`The backup ${backup} is damaged (${String(verdict)}). Choose another.`);
    copyDatabase(database, part);
  } finally {
    database.close();
    for (const path of madeByReading) rmSync(path, { force: true });
  }
}

/** The log goes first: left behind alone it would be taken for that of the next database. What fails is taken back. */
function exchange(file: string, aside: string, part: string): void {
  const moved: string[] = [];
  try {
    for (const companion of [...COMPANIONS, '']) {
      if (!existsSync(`${file}${companion}`)) continue;
      renameSync(`${file}${companion}`, `${aside}${companion}`);
      moved.unshift(companion);
    }
    renameSync(part, file);
  } catch (error) {
    for (const companion of moved) renameSync(`${aside}${companion}`, `${file}${companion}`);
    throw error;
  }
}

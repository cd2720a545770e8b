import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { StoreFault } from './database.ts';

const Owner = z.object({ pid: z.int(), host: z.string(), since: z.string(), command: z.string() });
export type Owner = z.infer<typeof Owner>;

export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
  readonly owner: Owner | undefined;

  constructor(folder: string, owner: Owner | undefined) {
    const who =
      owner === undefined ? 'another process' : `process ${owner.pid.toString()} on ${owner.host} since ${owner.since}`;
    super(`The data folder ${folder} is in use by ${who}. Wait until it ends, or name another folder with --data-dir.`);
    this.owner = owner;
  }
}

/**
 * Makes this process the only owner of a data folder until it is disposed of or ends in whatever way: the lock is one of
 * the operating system on a database file of its own, held by a transaction. Throws DataFolderInUse where another has it,
 * and a StoreFault where nothing can be written.
 */
export function lockDataFolder(folder: string, command: string, now: Date): Disposable {
  const ownerFile = join(folder, 'owner.json');
  const owner: Owner = { pid: process.pid, host: hostname(), since: now.toISOString(), command };
  let lock: Database.Database | undefined;
  try {
    lock = new Database(join(folder, 'owner.lock'), { timeout: 0 });
    lock.pragma('journal_mode = MEMORY'); // a journal beside the file would outlive a killed process
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(ownerFile, JSON.stringify(owner));
  } catch (error) {
    lock?.close();
    const { code = String(error) } = error as { code?: string };
    if (code === 'SQLITE_BUSY') throw new DataFolderInUse(folder, readOwner(ownerFile));
    throw new StoreFault(
      `The data folder ${folder} cannot be used (${code}). Check its permissions, or name another with --data-dir.`,
    );
  }
  const held = lock;
  return {
    [Symbol.dispose]: () => {
      rmSync(ownerFile, { force: true });
      held.close();
    },
  };
}

function readOwner(file: string): Owner | undefined {
  try {
    return Owner.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

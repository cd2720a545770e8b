import { renameSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { MIGRATIONS } from './schema.ts';
import { storeError } from './store-full.ts';

export type SqliteDatabase = Database.Database;

export class StoreFault extends Error {
  override readonly name = 'StoreFault';
}

/**
 * The owner's, which has the queue and the indices in hand; twice as much makes neither a warm run nor the recording of
 * results faster. Others read or copy what they need once.
 */
const OWNER_CACHE_KIB = 16_384;
const OTHER_CACHE_KIB = 4_096;
const BUSY_MS = 10_000;

/**
 * Opens the database for its owner, brought to the newest version; a copy `<file>.v<n>.bak` is made before a database that
 * holds anything is migrated. Throws a StoreFault for one that is damaged or was written by a newer program.
 */
export function openDatabase(file: string, migrations: readonly string[] = MIGRATIONS): SqliteDatabase {
  const database = connect(file, { readonly: false, cacheKib: OWNER_CACHE_KIB });
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL'); // in WAL mode a crash of the machine may lose the last moments, never the file
    database.pragma('wal_autocheckpoint = 4000');
    migrate(database, file, migrations);
    return database;
  } catch (error) {
    database.close();
    throw damaged(file, error);
  }
}

/** Opens the database beside its owner, to read only. */
export function openDatabaseToRead(file: string, migrations: readonly string[] = MIGRATIONS): SqliteDatabase {
  const database = connect(file, { readonly: true, cacheKib: OTHER_CACHE_KIB });
  try {
    const version = versionOf(database);
    if (version === migrations.length) return database;
    const words =
      version > migrations.length
        ? 'was written by a newer version of MetaExtract'
        : 'is of an older version and not updated yet';
    throw new StoreFault(`The data in ${file} ${words}.`);
  } catch (error) {
    database.close();
    throw damaged(file, error);
  }
}

/** Opens the database of its owner a second time, to move what the owner writes from the log into it. */
export function openDatabaseToCheckpoint(file: string): SqliteDatabase {
  const database = connect(file, { readonly: false, cacheKib: OTHER_CACHE_KIB });
  database.pragma('synchronous = NORMAL');
  return database;
}

/**
 * Makes a function one transaction that writes. It asks for the right to write at its begin: one that reads first cannot
 * wait for another connection that holds it, as the checkpoint thread does for a moment, and would fail. Throws a StoreFull
 * where there is no room for what it writes.
 */
export function writing<Arguments extends unknown[], Result>(
  database: SqliteDatabase,
  work: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  const transaction = database.transaction(work);
  return (...args) => {
    try {
      return transaction.immediate(...args);
    } catch (error) {
      throw storeError(database.name, error);
    }
  };
}

function connect(file: string, { readonly, cacheKib }: { readonly: boolean; cacheKib: number }): SqliteDatabase {
  try {
    const database = new Database(file, { readonly, timeout: BUSY_MS });
    database.pragma('foreign_keys = ON');
    database.pragma(`cache_size = -${cacheKib.toString()}`);
    database.pragma('temp_store = MEMORY');
    return database;
  } catch (error) {
    throw damaged(file, error);
  }
}

function versionOf(database: SqliteDatabase): number {
  return database.pragma('user_version', { simple: true }) as number;
}

function migrate(database: SqliteDatabase, file: string, migrations: readonly string[]): void {
  const version = versionOf(database);
  if (version > migrations.length) {
    throw new StoreFault(
      `The data in ${file} was written by a newer version of MetaExtract. Update the program, or use another folder with --data-dir.`,
    );
  }
  if (version === migrations.length) return;
  if (version > 0 && statSync(file).size > 0) backUp(database, `${file}.v${version.toString()}.bak`);
  for (const [offset, script] of migrations.slice(version).entries()) {
    database.transaction(() => {
      database.exec(script);
      database.pragma(`user_version = ${(version + offset + 1).toString()}`);
    })();
  }
}

function backUp(database: SqliteDatabase, copy: string): void {
  const part = `${copy}.part`;
  copyDatabase(database, part);
  renameSync(part, copy);
}

/** Writes all that a database holds into a file of its own, with what is still in its log. */
export function copyDatabase(database: SqliteDatabase, copy: string): void {
  rmSync(copy, { force: true }); // that of an earlier try, which did not go through: SQLite refuses to replace it
  database.exec(`VACUUM INTO '${copy.replaceAll("'", "''")}'`);
}

function damaged(file: string, error: unknown): Error {
  if (error instanceof StoreFault) return error;
  const code = (error as { code?: string }).code ?? '';
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new StoreFault(
      `The database ${file} is damaged (${code}). Move it away to begin anew, or restore a copy of it.`,
    );
  }
  if (code === 'SQLITE_CANTOPEN' || code === 'SQLITE_READONLY' || code === 'SQLITE_PERM') {
    return new StoreFault(
      `The database ${file} cannot be opened (${code}). Check the folder's permissions, or name another with --data-dir.`,
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}

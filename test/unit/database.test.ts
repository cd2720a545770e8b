import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase, openDatabaseToRead, type SqliteDatabase, StoreFault } from '../../src-main/store/database.ts';
import { MIGRATIONS } from '../../src-main/store/schema.ts';
import { openStore, openStoreToRead } from '../../src-main/store/store.ts';
import { SPEC } from './fakes/engine.ts';
import { temporaryFolder } from './temporary-folder.ts';

const FIRST = 'CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;';
const SECOND = "ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL DEFAULT 'none';";
const BROKEN = 'INSERT INTO notes (text) VALUES (1); SELECT * FROM nowhere;';

function newFile(name = 'data.sqlite'): string {
  return join(temporaryFolder(), name);
}

function open(file: string, migrations: readonly string[]): SqliteDatabase {
  const database = openDatabase(file, migrations);
  onTestFinished(() => {
    database.close();
  });
  return database;
}

function versionOf(database: SqliteDatabase): unknown {
  return database.pragma('user_version', { simple: true });
}

function notesOf(database: SqliteDatabase): unknown[] {
  return database.prepare('SELECT * FROM notes ORDER BY id').all();
}

describe('a database', () => {
  test('is brought to the newest version, one step after another', () => {
    const file = newFile();
    const database = open(file, [FIRST, SECOND]);
    expect(versionOf(database)).toBe(2);
    database.exec("INSERT INTO notes (text) VALUES ('a')");
    expect(notesOf(database)).toEqual([{ id: 1, text: 'a', colour: 'none' }]);
    expect(existsSync(`${file}.v0.bak`)).toBe(false);
  });

  test('that holds anything is copied before it is migrated', () => {
    const file = newFile("it's data.sqlite"); // a quote in the path must not end the SQL text
    const old = open(file, [FIRST]);
    old.exec("INSERT INTO notes (text) VALUES ('kept')");
    old.close();
    expect(notesOf(open(file, [FIRST, SECOND]))).toEqual([{ id: 1, text: 'kept', colour: 'none' }]);
    const copy = new Database(`${file}.v1.bak`, { readonly: true });
    expect(versionOf(copy)).toBe(1);
    expect(notesOf(copy)).toEqual([{ id: 1, text: 'kept' }]);
    copy.close();
    expect(readdirSync(join(file, '..')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('that is current is not touched', () => {
    const file = newFile();
    open(file, [FIRST]).close();
    open(file, [FIRST]);
    expect(existsSync(`${file}.v1.bak`)).toBe(false);
  });

  test('stays at its version when a step fails, and can be migrated by a program that knows better', () => {
    const file = newFile();
    const old = open(file, [FIRST]);
    old.exec("INSERT INTO notes (text) VALUES ('kept')");
    old.close();
    for (let times = 0; times < 2; times++) expect(() => openDatabase(file, [FIRST, BROKEN])).toThrow('nowhere');
    const database = open(file, [FIRST, SECOND]);
    expect(versionOf(database)).toBe(2);
    expect(notesOf(database)).toEqual([{ id: 1, text: 'kept', colour: 'none' }]);
  });

  test('of a newer program is refused and not touched', () => {
    const file = newFile();
    open(file, [FIRST, SECOND]).close();
    expect(() => openDatabase(file, [FIRST])).toThrow(StoreFault);
    expect(() => openDatabase(file, [FIRST])).toThrow(
      'was written by a newer version of MetaExtract. Update the program',
    );
    expect(() => openDatabaseToRead(file, [FIRST])).toThrow('was written by a newer version of MetaExtract');
    expect(versionOf(open(file, [FIRST, SECOND]))).toBe(2);
  });

  test('of an older program is not read before its owner has updated it', () => {
    const file = newFile();
    open(file, [FIRST]).close();
    expect(() => openDatabaseToRead(file, [FIRST, SECOND])).toThrow('is of an older version and not updated yet');
  });

  test('that is none is refused with words, and not touched', () => {
    const file = newFile();
    writeFileSync(file, 'These are my holiday notes, not a database. '.repeat(100));
    expect(() => openDatabase(file)).toThrow(/The database .* is damaged \(SQLITE_NOTADB\)\. Move it away/);
    expect(() => openDatabase(file)).toThrow(StoreFault);
  });

  test('in a place where none can be made is refused with words', () => {
    expect(() => openDatabase(join(temporaryFolder(), 'missing', 'data.sqlite'))).toThrow();
    const folder = newFile('folder');
    mkdirSync(folder);
    expect(() => openDatabase(folder)).toThrow(/The database .* cannot be opened \(SQLITE_CANTOPEN/);
  });

  test('that is opened to read cannot be written', () => {
    const file = newFile();
    open(file, [FIRST]);
    const view = openDatabaseToRead(file, [FIRST]);
    expect(() => view.exec("INSERT INTO notes (text) VALUES ('x')")).toThrow('readonly');
    view.close();
  });

  test('keeps to its foreign keys, and reads and writes at the same time', () => {
    const database = open(newFile(), MIGRATIONS);
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(versionOf(database)).toBe(MIGRATIONS.length);
    expect(() =>
      database.exec("INSERT INTO jobs (spec, state, key_id, created_at_ms) VALUES ('{}', 'queued', 99, 0)"),
    ).toThrow('FOREIGN KEY');
  });
});

describe('a data folder', () => {
  const nowMs = () => 0;

  test('that is not there is made', async () => {
    const dataFolder = join(temporaryFolder(), 'deep', 'down');
    await openStore({ dataFolder, command: 'test', nowMs })[Symbol.asyncDispose]();
    expect(existsSync(join(dataFolder, 'metaextract.sqlite'))).toBe(true);
  });

  test('of before there were other computers opens with its jobs, which any of them may read', async () => {
    const dataFolder = temporaryFolder();
    const old = openDatabase(join(dataFolder, 'metaextract.sqlite'), MIGRATIONS.slice(0, 1));
    const { assignments, ...spec } = SPEC; // which jobs did not have
    expect(assignments).toEqual([]);
    old.exec("INSERT INTO extraction_keys (key) VALUES ('k')");
    old
      .prepare("INSERT INTO jobs (spec, state, key_id, created_at_ms) VALUES (?, 'interrupted', 1, 0)")
      .run(JSON.stringify(spec));
    old.close();
    await using store = openStore({ dataFolder, command: 'test', nowMs });
    expect(store.jobs.unfinished()).toMatchObject([{ id: 1, state: 'interrupted', spec: SPEC }]);
    expect(store.machines.list()).toEqual([]);
    expect(existsSync(join(dataFolder, 'metaextract.sqlite.v1.bak'))).toBe(true);
  });

  test('that cannot be made is refused with words', () => {
    const file = newFile();
    writeFileSync(file, '');
    expect(() => openStore({ dataFolder: join(file, 'data'), command: 'test', nowMs })).toThrow(
      /The data folder .* cannot be made \(ENOTDIR\)/,
    );
  });

  test('in which nothing can be written is refused with words', () => {
    const dataFolder = temporaryFolder();
    mkdirSync(join(dataFolder, 'owner.lock')); // as root, permissions would not keep us out
    expect(() => openStore({ dataFolder, command: 'test', nowMs })).toThrow(StoreFault);
    expect(() => openStore({ dataFolder, command: 'test', nowMs })).toThrow(
      `The data folder ${dataFolder} cannot be used`,
    );
  });

  test('without jobs has nothing to read', () => {
    expect(() => openStoreToRead(temporaryFolder(), nowMs)).toThrow('There are no jobs in');
  });

  test('whose database is damaged is given up again, so that it can be repaired', async () => {
    const dataFolder = temporaryFolder();
    const file = join(dataFolder, 'metaextract.sqlite');
    writeFileSync(file, 'not a database at all '.repeat(100));
    expect(() => openStore({ dataFolder, command: 'test', nowMs })).toThrow('is damaged');
    writeFileSync(file, '');
    await openStore({ dataFolder, command: 'test', nowMs })[Symbol.asyncDispose]();
  });
});

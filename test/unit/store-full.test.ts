import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { StoreFull } from '../../src-main/coordinator/ports.ts';
import { openDatabase, writing } from '../../src-main/store/database.ts';
import { temporaryFolder } from './temporary-folder.ts';

function newDatabase() {
  const database = openDatabase(join(temporaryFolder(), 'notes.sqlite'), ['CREATE TABLE notes (text TEXT);']);
  onTestFinished(() => void database.close());
  return database;
}

/** As SQLite says it of a quota that is used up, and of a disk that is broken. */
function failedWrite(): Error {
  return Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' });
}

test('a write that finds the disk full is told as that', () => {
  const database = newDatabase();
  const pages = database.pragma('page_count', { simple: true }) as number;
  database.pragma(`max_page_count = ${pages.toString()}`);
  const add = writing(database, (text: string) => database.prepare('INSERT INTO notes VALUES (?)').run(text));
  add('short');
  expect(() => add('long'.repeat(5_000))).toThrow(StoreFull);
  expect(database.prepare('SELECT text FROM notes').pluck().all()).toEqual(['short']);
});

test.runIf(existsSync('/dev/full'))('so is one that fails where nothing more can be written beside it', () => {
  const database = newDatabase();
  symlinkSync('/dev/full', `${database.name}.room`);
  const fail = writing(database, () => {
    throw failedWrite();
  });
  expect(fail).toThrow(StoreFull);
  expect(readdirSync(dirname(database.name)).filter((name) => name.endsWith('.room'))).toEqual([]);
});

test('any other failure is told as it is, and leaves nothing behind', () => {
  const database = newDatabase();
  for (const error of [failedWrite(), new Error('not this one')]) {
    const fail = writing(database, () => {
      throw error;
    });
    expect(fail).toThrow(error);
  }
  expect(readdirSync(dirname(database.name)).filter((name) => name.endsWith('.room'))).toEqual([]);
});

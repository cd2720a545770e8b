import { cpSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Backups } from '../../src-main/api/system/backups.ts';
import { DataFolderInUse } from '../../src-main/store/owner-lock.ts';
import { restoreBackup } from '../../src-main/store/restore-backup.ts';
import { TestStore } from './fakes/sqlite-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const nowMs = () => 77;

/** A data folder with one job, its backup, and a second job that was made after it. */
async function withBackup() {
  const tested = new TestStore();
  tested.run([{ name: 'a.jpg' }]);
  const folder = join(temporaryFolder(), 'backups');
  const backups = new Backups(folder, (file) => tested.store.backUpTo(file), nowMs);
  const backup = join(folder, (await backups.make(1)).name);
  tested.run([{ name: 'b.jpg' }]);
  return { tested, backup };
}

describe('restoring a backup', () => {
  test('brings back what was there, and keeps what it takes the place of', async () => {
    const { tested, backup } = await withBackup();
    const { dataFolder } = tested;
    await tested.store[Symbol.asyncDispose]();
    const aside = restoreBackup(dataFolder, backup, nowMs);
    expect(aside).toBe(join(dataFolder, 'metaextract.sqlite.before-restore-77'));

    const restored = new TestStore(dataFolder);
    expect(restored.store.jobs.list(10)).toHaveLength(1);
    await restored.store[Symbol.asyncDispose]();
    if (aside !== undefined) restoreBackup(dataFolder, aside, () => 78);
    expect(new TestStore(dataFolder).store.jobs.list(10)).toHaveLength(2);
  });

  test('takes with it what a killed program has left in the log, and leaves the log of its source alone', async () => {
    const { tested, backup } = await withBackup();
    const killed = join(temporaryFolder(), 'killed');
    cpSync(tested.dataFolder, killed, { recursive: true, filter: (path) => !path.endsWith('.lock') });
    expect(statSync(join(killed, 'metaextract.sqlite-wal')).size).toBeGreaterThan(0);
    const aside = restoreBackup(killed, backup, nowMs) ?? '';
    expect(statSync(`${aside}-wal`).size).toBeGreaterThan(0);

    restoreBackup(killed, aside, () => 78);
    expect(statSync(`${aside}-wal`).size).toBeGreaterThan(0);
    expect(new TestStore(killed).store.jobs.list(10)).toHaveLength(2);
  });

  test('that cannot be put in its place leaves the database as it was', async () => {
    const { tested, backup } = await withBackup();
    const { dataFolder } = tested;
    await tested.store[Symbol.asyncDispose]();
    mkdirSync(join(dataFolder, 'metaextract.sqlite.before-restore-77', 'full'), { recursive: true });
    expect(() => restoreBackup(dataFolder, backup, nowMs)).toThrow();
    expect(new TestStore(dataFolder).store.jobs.list(10)).toHaveLength(2);
  });

  test('is refused while the data folder is in use', async () => {
    const { tested, backup } = await withBackup();
    expect(() => restoreBackup(tested.dataFolder, backup, nowMs)).toThrow(DataFolderInUse);
    expect(tested.store.jobs.list(10)).toHaveLength(2);
  });

  test('that is damaged, or none, is refused, and all stays as it was', async () => {
    const { tested, backup } = await withBackup();
    const { dataFolder } = tested;
    await tested.store[Symbol.asyncDispose]();
    const before = readFileSync(join(dataFolder, 'metaextract.sqlite'));
    truncateSync(backup, before.length - 8_192);
    expect(() => restoreBackup(dataFolder, backup, nowMs)).toThrow('damaged');
    const text = join(temporaryFolder(), 'letter.txt');
    writeFileSync(text, 'not a database '.repeat(1_000));
    expect(() => restoreBackup(dataFolder, text, nowMs)).toThrow('damaged');
    expect(() => restoreBackup(dataFolder, join(dataFolder, 'none'), nowMs)).toThrow('There is no backup');
    expect(readFileSync(join(dataFolder, 'metaextract.sqlite'))).toEqual(before);
    expect(existsSync(join(dataFolder, 'metaextract.sqlite.restored'))).toBe(false);
  });
});

import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BackupSchedule } from '../../src-main/api/system/backup-schedule.ts';
import { Backups } from '../../src-main/api/system/backups.ts';
import { openDatabaseToRead } from '../../src-main/store/database.ts';
import { SILENT } from './fakes/engine.ts';
import { foundFiles, TestStore } from './fakes/sqlite-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('a backup', () => {
  test('is a whole database as of that time, made while it is written to', async () => {
    const tested = new TestStore();
    const job = tested.newJob();
    const names = (batch: number) =>
      Array.from({ length: 500 }, (_, at) => ({ name: `${batch.toString()}-${at.toString()}` }));
    tested.store.items.add([foundFiles(names(0))], tested.contextOf(job));
    const backups = new Backups(
      join(temporaryFolder(), 'backups'),
      (file) => tested.store.backUpTo(file),
      () => 0,
    );
    const making = backups.make(3);
    for (let batch = 1; batch < 20; batch++) {
      tested.store.items.add([foundFiles(names(batch))], tested.contextOf(job));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { name, bytes } = await making;
    expect(name).toBe('metaextract-19700101T000000Z.sqlite');
    expect(bytes).toBeGreaterThan(0);
    const [made] = backups.list();
    expect(made).toMatchObject({ name, bytes });
  });

  test('can be read like the original', async () => {
    const tested = new TestStore();
    const job = tested.run([{ name: 'a.jpg' }, { name: 'b.jpg' }]);
    const folder = join(temporaryFolder(), 'backups');
    const backups = new Backups(
      folder,
      (file) => tested.store.backUpTo(file),
      () => 0,
    );
    const { name } = await backups.make(1);
    const database = openDatabaseToRead(join(folder, name));
    expect(database.prepare('SELECT count(*) FROM items WHERE job_id = ?').pluck().get(job.id)).toBe(2);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  });

  test('replaces the oldest one, once there are as many as are kept', async () => {
    const folder = join(temporaryFolder(), 'backups');
    let nowMs = 0;
    const copy = (file: string) => {
      writeFileSync(file, 'copy');
      return Promise.resolve();
    };
    const backups = new Backups(folder, copy, () => nowMs);
    for (let day = 0; day < 5; day++) {
      nowMs = day * 86_400_000;
      await backups.make(2);
    }
    expect(backups.list().map(({ name }) => name.slice(12, 20))).toEqual(['19700105', '19700104']);
  });

  test('that is cut off leaves nothing, and the earlier ones stay', async () => {
    const folder = join(temporaryFolder(), 'backups');
    let fails = false;
    const copy = (file: string) => {
      writeFileSync(file, 'half');
      return fails ? Promise.reject(new Error('disk full')) : Promise.resolve();
    };
    let nowMs = 0;
    const backups = new Backups(folder, copy, () => nowMs);
    await backups.make(1);
    fails = true;
    nowMs = 5_000;
    await expect(backups.make(1)).rejects.toThrow('disk full');
    expect(readdirSync(folder)).toEqual(['metaextract-19700101T000000Z.sqlite']);
    expect(existsSync(join(folder, 'metaextract-19700101T000000Z.sqlite'))).toBe(true);
  });
});

test('a folder of backups that cannot be looked into for a moment is tried again, and ends nothing', async () => {
  const folder = temporaryFolder();
  const blocked = join(folder, 'volume');
  writeFileSync(blocked, 'no folder');
  const copy = (file: string) => {
    writeFileSync(file, 'copy');
    return Promise.resolve();
  };
  const backups = new Backups(join(blocked, 'backups'), copy, () => 0);
  const failed: string[] = [];
  const log = { ...SILENT, error: (_fields: object, event: string) => void failed.push(event) };
  await using schedule = new BackupSchedule(
    backups,
    () => ({ everyHours: 1, keep: 1 }),
    () => 0,
    log,
  );
  schedule.look();
  await expect.poll(() => failed).toEqual(['backup.failed']);
  rmSync(blocked);
  schedule.look();
  await expect.poll(() => backups.list()).toHaveLength(1);
});

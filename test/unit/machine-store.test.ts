import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src-main/store/database.ts';
import { machineStore } from '../../src-main/store/machine-store.ts';
import { MIGRATIONS } from '../../src-main/store/schema.ts';
import { temporaryFolder } from './temporary-folder.ts';

const WORK = { files: 10, bytes: 5_000_000_000, failures: 1, sentBytes: 2_000, busyMs: 150.5 };
const NONE = { files: 0, bytes: 0, failures: 0, sentBytes: 0, busyMs: 0 };

function newStore(file = join(temporaryFolder(), 'machines.sqlite')) {
  const clock = { nowMs: 1_000 };
  const database = openDatabase(file);
  onTestFinished(() => void database.close());
  return { clock, machines: machineStore(database, () => clock.nowMs), file };
}

describe('what a machine has done', () => {
  test('is added up from the first time on, each machine by itself', () => {
    const { clock, machines } = newStore();
    expect(machines.list()).toEqual([]);
    machines.add('cellar', NONE);
    machines.add('attic', WORK);
    clock.nowMs = 5_000;
    machines.add('attic', WORK);
    expect(machines.list()).toEqual([
      {
        name: 'attic',
        files: 20,
        bytes: 10_000_000_000,
        failures: 2,
        sentBytes: 4_000,
        busyMs: 301,
        speed: undefined,
        firstSeenMs: 1_000,
        lastSeenMs: 5_000,
      },
      { name: 'cellar', ...NONE, speed: undefined, firstSeenMs: 1_000, lastSeenMs: 1_000 },
    ]);
  });

  test('is forgotten with the machine', () => {
    const { machines } = newStore();
    machines.add('attic', WORK);
    machines.add('cellar', WORK);
    machines.remove('attic');
    expect(machines.list().map(({ name }) => name)).toEqual(['cellar']);
    machines.add('attic', NONE);
    expect(machines.list()[0]).toMatchObject({ name: 'attic', files: 0 });
  });
});

describe('the speed of a machine', () => {
  test('is kept beside what it has done, the last word counting', () => {
    const { machines, file } = newStore();
    machines.add('attic', WORK);
    machines.saveSpeeds([
      { name: 'attic', speed: 0.5, weightMs: 100 },
      { name: 'cellar', speed: 4, weightMs: 60_000 },
    ]);
    machines.saveSpeeds([{ name: 'attic', speed: 0.75, weightMs: 200 }]);
    const again = newStore(file).machines;
    expect(again.speeds()).toEqual([
      { name: 'attic', speed: 0.75, weightMs: 200 },
      { name: 'cellar', speed: 4, weightMs: 60_000 },
    ]);
    expect(again.list()).toMatchObject([
      { name: 'attic', files: 10, speed: 0.75 },
      { name: 'cellar', files: 0, speed: 4 },
    ]);
  });

  test('is not told as long as there is none', () => {
    const { machines } = newStore();
    machines.add('attic', WORK);
    expect(machines.speeds()).toEqual([]);
  });
});

test('a database from before there were machines gets their table, and keeps what it has', () => {
  const file = join(temporaryFolder(), 'old.sqlite');
  const old = openDatabase(file, MIGRATIONS.slice(0, 1));
  old.exec("INSERT INTO history VALUES ('speed', 10000, 0, 1, 5, 5)");
  old.close();
  const { machines } = newStore(file);
  machines.add('attic', WORK);
  expect(machines.list()).toHaveLength(1);
  const database = openDatabase(file);
  onTestFinished(() => void database.close());
  expect(database.prepare('SELECT mean FROM history').pluck().get()).toBe(5);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DataFolderInUse, lockDataFolder } from '../../src-main/store/owner-lock.ts';
import { openStore } from '../../src-main/store/store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const NOW = new Date('2026-01-02T03:04:05Z');
const MODULE = pathToFileURL(resolve('src-main/store/owner-lock.ts')).href;

/** Another process that owns the folder until it is killed. */
async function ownerProcess(folder: string): Promise<ChildProcess> {
  const script = `
    import { lockDataFolder } from ${JSON.stringify(MODULE)};
    lockDataFolder(${JSON.stringify(folder)}, 'extract', new Date('2026-01-01T00:00:00Z'));
    process.send('locked');
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child, 'message');
  return child;
}

function lockFault(folder: string): unknown {
  try {
    lockDataFolder(folder, 'second', NOW)[Symbol.dispose]();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('the lock of a data folder', () => {
  test('lets nobody else in, and tells who holds it', () => {
    const folder = temporaryFolder();
    const lock = lockDataFolder(folder, 'first', NOW);
    const fault = lockFault(folder);
    expect(fault).toBeInstanceOf(DataFolderInUse);
    expect(fault).toMatchObject({
      owner: { pid: process.pid, host: hostname(), since: '2026-01-02T03:04:05.000Z', command: 'first' },
      message: `The data folder ${folder} is in use by process ${process.pid} on ${hostname()} since 2026-01-02T03:04:05.000Z. Wait until it ends, or name another folder with --data-dir.`,
    });
    lock[Symbol.dispose]();
    expect(lockFault(folder)).toBeUndefined();
    expect(existsSync(join(folder, 'owner.json'))).toBe(false);
  });

  test('of one folder says nothing about another', () => {
    using _first = lockDataFolder(temporaryFolder(), 'first', NOW);
    expect(lockFault(temporaryFolder())).toBeUndefined();
  });

  test('held by another process keeps a whole store closed, and nothing is touched', async () => {
    const folder = temporaryFolder();
    const child = await ownerProcess(folder);
    expect(() => openStore({ dataFolder: folder, command: 'test', nowMs: () => 0 })).toThrow(
      `in use by process ${child.pid ?? 0} on`,
    );
    expect(existsSync(join(folder, 'metaextract.sqlite'))).toBe(false);
    expect(JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8'))).toMatchObject({
      pid: child.pid,
      command: 'extract',
    });
  });

  test('ends with its process, in whatever way that ends', async () => {
    const folder = temporaryFolder();
    const child = await ownerProcess(folder);
    expect(lockFault(folder)).toBeInstanceOf(DataFolderInUse);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(existsSync(join(folder, 'owner.json'))).toBe(true); // it had no time to clean up
    expect(lockFault(folder)).toBeUndefined();
  });

  test('goes to one only of many that want it at the same moment', async () => {
    const folder = temporaryFolder();
    const script = `
      import { lockDataFolder } from ${JSON.stringify(MODULE)};
      try {
        lockDataFolder(${JSON.stringify(folder)}, 'race', new Date());
        process.send('locked');
      } catch (error) {
        process.send(error.name);
      }
      setInterval(() => {}, 1_000);`;
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
    );
    onTestFinished(() => {
      for (const child of children) child.kill('SIGKILL');
    });
    const said = await Promise.all(children.map(async (child) => ((await once(child, 'message')) as [string])[0]));
    expect(said.sort()).toEqual(['DataFolderInUse', 'DataFolderInUse', 'DataFolderInUse', 'locked']);
  });
});

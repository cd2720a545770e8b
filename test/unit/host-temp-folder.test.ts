import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TempFolder, TempFolderInUse } from '../../src-worker/host/temp-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What a worker that was killed has left. */
function leftOver(owner: object, ageS = 0): string {
  const folder = join(temporaryFolder(), 'temp');
  mkdirSync(join(folder, 'link-0123456789abcdef', '7'), { recursive: true });
  writeFileSync(join(folder, 'link-0123456789abcdef', '7', 'file.jpg'), 'x');
  writeFileSync(join(folder, 'mine.txt'), 'x');
  const file = join(folder, 'owner.json');
  writeFileSync(file, JSON.stringify(owner));
  const at = Date.now() / 1_000 - ageS;
  utimesSync(file, at, at);
  return folder;
}

const here = { host: hostname() };
const GONE_PID = 999_999_999;

describe('the folder for files that were sent', () => {
  test.each([
    ['is gone', { ...here, pid: GONE_PID }, 0],
    ['had the process id that this one has', { ...here, pid: process.pid }, 0],
    ['has not been heard of for minutes, though another has its process id', { ...here, pid: process.ppid }, 300],
    ['was on another computer, minutes ago', { host: 'elsewhere', pid: 1 }, 300],
  ])('is taken over from one that %s, and what it has left is removed, but nothing else', async (_, owner, ageS) => {
    const folder = leftOver(owner, ageS);
    await using temp = await TempFolder.open(folder);
    expect(readdirSync(folder).sort()).toEqual(['mine.txt', 'owner.json']);
    expect(await temp.folderForLink()).not.toBe(await temp.folderForLink());
    expect(readdirSync(folder)).toHaveLength(4);
    await temp[Symbol.asyncDispose]();
    expect(readdirSync(folder)).toEqual(['mine.txt']);
  });

  test.each([
    ['this computer', { ...here, pid: process.ppid }],
    ['another computer', { host: 'elsewhere', pid: 1 }],
  ])('is not taken from a worker of %s that is alive', async (_, owner) => {
    const folder = leftOver(owner);
    await expect(TempFolder.open(folder)).rejects.toThrow(TempFolderInUse);
    await expect(TempFolder.open(folder)).rejects.toThrow('End that worker first, or name another folder with --temp.');
    expect(readdirSync(join(folder, 'link-0123456789abcdef', '7'))).toEqual(['file.jpg']);
  });

  test('is made where there is none', async () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    await using _ = await TempFolder.open(folder);
    expect(readdirSync(folder)).toEqual(['owner.json']);
  });
});

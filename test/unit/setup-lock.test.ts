import { existsSync } from 'node:fs';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withSetupLock } from '../../scripts/setup-lock.mjs';

let root: string;
let lock: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'metaextract-lock-'));
  lock = join(root, '.setup-lock');
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const noProcess = 2 ** 22 + 1; // above the highest number that Linux gives

test('the lock is there during the work and gone after it, also when the work fails', async () => {
  let during = false;
  await withSetupLock(root, () => {
    during = existsSync(lock);
  });
  expect(during).toBe(true);
  expect(existsSync(lock)).toBe(false);

  const failing = withSetupLock(root, () => {
    throw new Error('no space left');
  });
  await expect(failing).rejects.toThrow('no space left');
  expect(existsSync(lock)).toBe(false);
});

test('the lock of a process that is gone does not stand in the way', async () => {
  await writeFile(lock, String(noProcess));
  let worked = false;
  await withSetupLock(root, () => {
    worked = true;
  });
  expect(worked).toBe(true);
});

test('nor does one so old that its process number must have been given to another program', async () => {
  await writeFile(lock, String(process.pid));
  const anHourAgo = new Date(Date.now() - 3_600_000);
  await utimes(lock, anHourAgo, anHourAgo);
  let worked = false;
  await withSetupLock(root, () => {
    worked = true;
  });
  expect(worked).toBe(true);
});

test('the work waits for the holder to finish, and says so once', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await writeFile(lock, String(process.pid));
  let freed = false;
  setTimeout(() => {
    freed = true;
    void rm(lock);
  }, 300);
  let freedBeforeWork = false;
  await withSetupLock(root, () => {
    freedBeforeWork = freed;
  });
  expect(freedBeforeWork).toBe(true);
  expect(said.mock.calls).toEqual([['metaextract: waiting for another start of it to finish building\n']]);
  said.mockRestore();
});

import { rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { StoreFull } from '../coordinator/ports.ts';

const TRIED_BYTES = 65_536;

/**
 * The error of a write, as a StoreFull where there was no room for it. SQLite tells a full disk, but a quota that is used up
 * only as a write that failed: whether it is that, a small file beside the database tells.
 */
export function storeError(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const isFull = code === 'SQLITE_FULL' || (code.startsWith('SQLITE_IOERR') && !hasRoom(`${file}.room`));
  if (!isFull) return error;
  return new StoreFull(
    `There is no room left for ${file} (${code}). Free some space, or name another folder with --data-dir.`,
    { cause: error },
  );
}

function hasRoom(trial: string): boolean {
  try {
    writeFileSync(trial, Buffer.alloc(TRIED_BYTES));
    return true;
  } catch (error) {
    const { code, errno = 0 } = error as NodeJS.ErrnoException;
    return code !== 'ENOSPC' && -errno !== constants.errno.EDQUOT; // Node has no code for a quota
  } finally {
    rmSync(trial, { force: true });
  }
}

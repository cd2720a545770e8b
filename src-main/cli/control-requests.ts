import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'requests';
const LOOK_INTERVAL_MS = 200;
const REQUEST = /^cancel-(\d+)$/;

/**
 * Asks the owner of a data folder to cancel a job, by a file that it looks for: works on every system, and touches nothing
 * else of the folder.
 */
export function requestCancel(dataFolder: string, jobId: number): void {
  mkdirSync(join(dataFolder, FOLDER), { recursive: true });
  writeFileSync(join(dataFolder, FOLDER, `cancel-${jobId.toString()}`), '');
}

/** Looks for requests until it is disposed of; those of an earlier owner are dropped. */
export function watchRequests(dataFolder: string, onCancel: (jobId: number) => void): Disposable {
  const folder = join(dataFolder, FOLDER);
  const takeAll = () => {
    if (!existsSync(folder)) return [];
    const names = readdirSync(folder);
    for (const name of names) rmSync(join(folder, name), { force: true });
    return names.flatMap((name) => REQUEST.exec(name)?.[1] ?? []).map(Number);
  };
  takeAll();
  const timer = setInterval(() => {
    takeAll().forEach(onCancel);
  }, LOOK_INTERVAL_MS);
  timer.unref();
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
    },
  };
}

import { spawnSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

const PAUSE_MS = 300;

/** Lets the disk take what an earlier run wrote, so that a later one does not pay for it. */
export async function settle(folder: string): Promise<void> {
  spawnSync('sync', ['--file-system', folder], { stdio: 'ignore' }); // without it, as on Windows, the pause must do
  await setTimeout(PAUSE_MS);
}

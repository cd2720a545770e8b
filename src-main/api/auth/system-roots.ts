import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const DRIVES = Array.from({ length: 26 }, (_, at) => `${String.fromCharCode('A'.charCodeAt(0) + at)}:\\`);
/** A network drive whose server is gone may take a minute to say so. */
const LOOK_WITHIN_MS = 1_000;

/** Where all files are: `/`, or on Windows the drives that are there. */
export async function systemRoots(
  platform: NodeJS.Platform = process.platform,
  look: (path: string) => Promise<unknown> = stat,
): Promise<string[]> {
  if (platform !== 'win32') return ['/'];
  const areThere = await Promise.all(DRIVES.map((drive) => isThere(drive, look)));
  return DRIVES.filter((_, at) => areThere[at]);
}

async function isThere(path: string, look: (path: string) => Promise<unknown>): Promise<boolean> {
  const looked = look(path).then(
    () => true,
    () => false,
  );
  return Promise.race([looked, sleep(LOOK_WITHIN_MS, false, { ref: false })]);
}

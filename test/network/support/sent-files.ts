import { readdir } from 'node:fs/promises';

/** What a worker keeps in its temporary folder as long as it runs. */
const KEPT = /^(?:owner\.json|link-[0-9a-f]{16})$/;

/** What lies in the temporary folder of a worker that runs: files that were sent to it, and their folders. */
export async function sentFiles(tempFolder: string): Promise<string[]> {
  return (await readdir(tempFolder, { recursive: true })).filter((path) => !KEPT.test(path));
}

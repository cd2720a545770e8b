import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ServerFile = z.object({ url: z.url(), pid: z.int() });

/** Tells commands of this computer where the server of a data folder listens, until it is disposed of. */
export function announceServer(dataFolder: string, url: string): Disposable {
  const file = fileOf(dataFolder);
  writeFileSync(`${file}.part`, JSON.stringify({ url, pid: process.pid }));
  renameSync(`${file}.part`, file);
  return {
    [Symbol.dispose]: () => {
      rmSync(file, { force: true });
    },
  };
}

/** Where the server of a data folder listens, if there is one; a file that a killed server has left is not believed. */
export async function announcedServer(dataFolder: string): Promise<string | undefined> {
  try {
    const { url } = ServerFile.parse(JSON.parse(readFileSync(fileOf(dataFolder), 'utf8')));
    const answer = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return answer.ok ? url : undefined;
  } catch {
    return undefined;
  }
}

const ANSWER_WITHIN_MS = 2_000;

function fileOf(dataFolder: string): string {
  return join(dataFolder, 'server.json');
}

// An extractor for what is done in the middle of a job: for each file below TEST_SLOW_FOLDER it waits, at no cost, until
// there is a file TEST_HURRY, but never long. Electron loads it too, and runs no TypeScript.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

const folder = process.env['TEST_SLOW_FOLDER'] ?? '';
const hurryFile = process.env['TEST_HURRY'] ?? '';

/** A file for each core is read at the same time: so many seconds for a folder, however large the machine. */
const FILE_MS = 100 * availableParallelism();
const LOOK_INTERVAL_MS = 10;

/** @returns {import('../../src-worker/extractors/extractor.ts').Extractor} */
export function createExtractor() {
  return {
    id: 'slow',
    version: '1',
    costClass: 'io',
    accepts: ({ path }) => path.startsWith(folder),
    start: () => Promise.resolve(),
    async *extract({ files }, signal) {
      for (const { itemId } of files) {
        const startedAt = performance.now();
        while (performance.now() - startedAt < FILE_MS && !existsSync(hurryFile))
          await delay(LOOK_INTERVAL_MS, undefined, { signal });
        const durationMs = performance.now() - startedAt;
        yield { itemId, found: 'none', tags: { names: '', values: '' }, warnings: [], durationMs };
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

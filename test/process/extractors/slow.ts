import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Extractor } from '../../../src-worker/extractors/extractor.ts';
import { readEach } from './read-each.ts';

const hurryFile = process.env['TEST_HURRY'];

/** Takes TEST_SLOW_MS for each file, until there is a file TEST_HURRY. */
export function createExtractor(): Extractor {
  return readEach({
    id: 'slow',
    accepts: () => true,
    read: async (_file, signal) => {
      if (hurryFile !== undefined && existsSync(hurryFile)) return;
      await delay(Number(process.env['TEST_SLOW_MS']), undefined, { signal });
    },
  });
}

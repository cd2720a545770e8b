import { setTimeout as delay } from 'node:timers/promises';
import type { Extractor } from '../../../src-worker/extractors/extractor.ts';
import { readEach } from './read-each.ts';

/** Takes TEST_SLOW_MS for each file. */
export function createExtractor(): Extractor {
  return readEach({
    id: 'slow',
    accepts: () => true,
    read: async (_file, signal) => {
      await delay(Number(process.env['TEST_SLOW_MS']), undefined, { signal });
    },
  });
}

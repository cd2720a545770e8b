import type { Extractor } from '../../../src-worker/extractors/extractor.ts';
import { readEach } from './read-each.ts';

/** Throws at every file. */
export function createExtractor(): Extractor {
  return readEach({
    id: 'broken',
    accepts: () => true,
    read: () => {
      throw new Error('nothing works here');
    },
  });
}

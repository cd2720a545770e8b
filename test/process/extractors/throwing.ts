import type { Extractor } from '../../../src-worker/extractors/extractor.ts';
import { readEach } from './read-each.ts';

/** Reads every text file, and throws at one named throw.*. */
export function createExtractor(): Extractor {
  return readEach({
    id: 'throwing',
    accepts: (name) => name.endsWith('.txt'),
    read: ({ path }) => {
      if (path.includes('/throw.')) throw new Error('this file is too much');
    },
  });
}

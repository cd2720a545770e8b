import type { Extractor } from '../../../src-worker/extractors/extractor.ts';
import { readEach } from './read-each.ts';

/** Reads files named hang.* for ever, and does not heed that it is told to stop. */
export function createExtractor(): Extractor {
  return readEach({
    id: 'hanging',
    accepts: (name) => name.startsWith('hang.'),
    read: () => new Promise(() => undefined),
  });
}

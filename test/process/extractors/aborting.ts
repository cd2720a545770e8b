import type { Extractor } from '../../../src-worker/extractors/extractor.ts';
import { readEach } from './read-each.ts';

/** Takes its whole process with it at a file named abort.*, as a fault in native code would. */
export function createExtractor(): Extractor {
  return readEach({ id: 'aborting', accepts: (name) => name.startsWith('abort.'), read: () => process.abort() });
}

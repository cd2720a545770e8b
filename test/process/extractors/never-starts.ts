import type { Extractor } from '../../../src-worker/extractors/extractor.ts';
import { readEach } from './read-each.ts';

/** Says at its start that it can never work on this machine. */
export function createExtractor(): Extractor {
  return {
    ...readEach({ id: 'never-starts', accepts: () => true, read: () => undefined }),
    start: () => Promise.reject(new Error('its library is not installed')),
  };
}

import type { Extractor } from '../../src-worker/extractors/extractor.ts';
import { serveRuntime } from '../../src-worker/runtime/runtime.ts';
import { fakeExtraction } from './fake-results.ts';

/** A runtime whose extractor answers at once, with results as large as real ones; all else is the real runtime. */
serveRuntime({
  slots: Number(process.argv[2] ?? '1'),
  extractors: () => [fakeExtractor()],
  exit: (code) => process.exit(code),
  channel: {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
  },
});

function fakeExtractor(): Extractor {
  return {
    id: 'exiftool',
    version: '0',
    costClass: 'cpu',
    accepts: () => true,
    start: () => Promise.resolve(),
    // eslint-disable-next-line @typescript-eslint/require-await -- it has nothing to wait for
    extract: async function* (lease) {
      for (const { itemId, sizeBytes } of lease.files) yield { ...fakeExtraction(itemId), sizeBytes };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

import type { ExtractionFile, Extractor, FileExtraction } from '../../../src-worker/extractors/extractor.ts';

export interface ReadEach {
  readonly id: string;
  readonly accepts: (name: string) => boolean;
  /** Reads one file; what it throws, `extract` throws. */
  readonly read: (file: ExtractionFile, signal: AbortSignal) => Promise<void> | void;
}

/** An extractor for tests: it reads one file after another, and says of each that goes well that it has read it. */
export function readEach({ id, accepts, read }: ReadEach): Extractor {
  return {
    id,
    version: '1',
    costClass: 'io',
    accepts: ({ path }) => accepts(path.slice(path.lastIndexOf('/') + 1)),
    start: () => Promise.resolve(),
    async *extract({ files }, signal) {
      for (const file of files) {
        const startedAt = performance.now();
        await read(file, signal);
        yield readOne(file, performance.now() - startedAt);
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };

  function readOne({ itemId }: ExtractionFile, durationMs: number): FileExtraction {
    const tags = { names: `Test:${id}`, values: '"read"' };
    return { itemId, found: 'metadata', tags, warnings: [], durationMs };
  }
}

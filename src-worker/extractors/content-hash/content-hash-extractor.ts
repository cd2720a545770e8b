import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { ExtractionOptions } from '../../../src-protocol/model/extraction.ts';
import { fileSystemPath } from '../../file/file-system-path.ts';
import { faultOfSystemError, whyUnreadable } from '../../file/file-fault.ts';
import { CONTENT_HASH } from './description.ts';
import type { ExtractionFile, ExtractionLease, Extractor, FileExtraction } from '../extractor.ts';
import { EMPTY_TAGS } from '../../../src-protocol/model/record.ts';

const READ_CHUNK_BYTES = 1_024 * 1_024;

/** Hashes of the whole content, as tags `Hash:SHA256`, for the algorithms that the job asks for. */
export function createContentHashExtractor(): Extractor {
  return {
    ...CONTENT_HASH,
    costClass: 'io',
    accepts: (_file, options) => options.hashes.length > 0,
    start: () => Promise.resolve(),
    extract: hashFiles,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function* hashFiles(lease: ExtractionLease, signal: AbortSignal): AsyncGenerator<FileExtraction> {
  for (const file of lease.files) {
    signal.throwIfAborted();
    yield await hashFile(file, lease.options, signal);
  }
}

async function hashFile(
  file: ExtractionFile,
  options: ExtractionOptions,
  signal: AbortSignal,
): Promise<FileExtraction> {
  const startedAt = performance.now();
  const hashes = options.hashes.map((algorithm) => ({ algorithm, hash: createHash(algorithm) }));
  const of = (rest: Pick<FileExtraction, 'found' | 'tags'> & Partial<FileExtraction>): FileExtraction => ({
    itemId: file.itemId,
    warnings: [],
    durationMs: performance.now() - startedAt,
    ...rest,
  });
  // to open what has become a pipe would block a thread of the process for ever
  const unreadable = whyUnreadable(file.path);
  if (unreadable !== undefined) return of({ found: 'none', tags: EMPTY_TAGS, fault: unreadable });
  try {
    const source = createReadStream(fileSystemPath(file.path), { highWaterMark: READ_CHUNK_BYTES, signal });
    await pipeline(source, async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) for (const { hash } of hashes) hash.update(chunk);
    });
  } catch (error) {
    signal.throwIfAborted();
    return of({ found: 'none', tags: EMPTY_TAGS, fault: faultOfSystemError(error) });
  }
  return of({
    found: 'metadata',
    tags: {
      names: hashes.map(({ algorithm }) => `Hash:${algorithm.toUpperCase()}`).join('\n'),
      values: hashes.map(({ hash }) => JSON.stringify(hash.digest('hex'))).join('\n'),
    },
  });
}

import type { OriginalFile } from '../../src-protocol/messages/worker.ts';
import type { CoreFields } from '../../src-protocol/model/core-fields.ts';
import type { ExtractionOptions } from '../../src-protocol/model/extraction.ts';
import type { Fault } from '../../src-protocol/model/fault.ts';
import type { TagTable } from '../../src-protocol/model/record.ts';

export interface ExtractionFile {
  readonly itemId: number;
  /** In the form of path-codec.ts. */
  readonly path: string;
  readonly sizeBytes: number;
  /** What is to be said of the file instead of its own path, and its own times and mode. */
  readonly original?: OriginalFile | undefined;
}

export interface ExtractionLease {
  readonly files: readonly ExtractionFile[];
  readonly options: ExtractionOptions;
}

/** What one extractor found in one file. */
export interface FileExtraction {
  readonly itemId: number;
  /** `none`: the file was read and holds nothing for this extractor. */
  readonly found: 'metadata' | 'none';
  /** Why the file, or a part of it, could not be read; tags that were found all the same are kept. */
  readonly fault?: Fault;
  readonly tags: TagTable;
  readonly core?: CoreFields;
  readonly warnings: readonly string[];
  readonly durationMs: number;
  /** The size when it was read, where the extractor knows it. */
  readonly sizeBytes?: number;
}

/**
 * One tool that reads files. An instance serves one slot and gets one lease at a time; extractors know nothing of each
 * other, of jobs or of the runtime.
 */
export interface Extractor extends AsyncDisposable {
  readonly id: string;
  /** Changes whenever the same file would give another result: it is part of the cache's key. */
  readonly version: string;
  /** `io`: limited by the disk. `cpu`: limited by a core. */
  readonly costClass: 'io' | 'cpu';
  /** Whether this file, under these options, is for this extractor. */
  accepts(file: ExtractionFile, options: ExtractionOptions): boolean;
  /**
   * Gets ready and says so; rejects with an error in plain words where it can never work on this machine. It is called
   * again before the first lease, and after one that did not come to its end: what is ready already says so at once.
   */
  start(): Promise<void>;
  /**
   * Yields one result per file, in the order of the files, each as soon as it is there: when it throws or is aborted, the
   * first file without a result is the one that was being read. A fault of a file is a result; it throws only when the
   * tool itself failed. After an abort it ends at once, and can be used again.
   */
  extract(lease: ExtractionLease, signal: AbortSignal): AsyncIterable<FileExtraction>;
}

/** Makes the extractors of one slot, the one whose verdict on a file counts first. */
export type ExtractorSet = () => Extractor[];

import type { FoundFiles } from '../coordinator/ports.ts';

/** What the crawl thread is started with. */
export interface CrawlRequest {
  readonly sources: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly hidden: boolean;
  readonly followSymlinks: boolean;
  /** A file of further sources, each ended by a NUL byte. */
  readonly listFile: string | undefined;
}

export type FromCrawl =
  | { readonly kind: 'found'; readonly files: readonly FoundFiles[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly message: string };

/** So many batches may be on their way; with the size of a batch it bounds the memory between crawl and store. */
export const CRAWL_BATCHES_AHEAD = 8;
export const CRAWL_BATCH_FILES = 1_000;

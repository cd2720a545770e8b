import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import type { Lease, LeaseItem } from '../../src-protocol/messages/worker.ts';
import { fingerprintFile } from '../file/fingerprint.ts';
import { fileSystemPath } from '../file/file-system-path.ts';
import type { Extractor, FileExtraction } from '../extractors/extractor.ts';
import type { NamedExtraction } from './merge-extractions.ts';
import { mergeExtractions } from './merge-extractions.ts';
import { ResultCollector } from './result-collector.ts';
import { runExtractor } from './run-extractor.ts';

export interface SlotEvents {
  onResult(leaseId: number, result: ItemResult): void;
  onSetAside(extractorId: string, message: string): void;
}

/** One place at which one lease at a time is worked on, with its own instances of the extractors. */
export class Slot {
  readonly #extractors: readonly Extractor[];
  readonly #setAside = new Map<string, string>();
  readonly #events: SlotEvents;
  #remaining: readonly LeaseItem[] = [];

  constructor(extractors: readonly Extractor[], events: SlotEvents) {
    this.#extractors = extractors;
    this.#events = events;
  }

  get extractors(): ExtractorDescription[] {
    return this.#extractors.map(({ id, version }) => ({ id, version }));
  }

  /** The file being read now. */
  get readingItemId(): number | undefined {
    return this.#remaining[0]?.itemId;
  }

  /** Gets the extractors ready, so that the first lease does not wait for them. */
  async start(): Promise<void> {
    await Promise.all(
      this.#extractors.map(async (extractor) => {
        try {
          await extractor.start();
        } catch (error) {
          this.#setAsideExtractor(extractor, error instanceof Error ? error.message : String(error));
        }
      }),
    );
  }

  /** Works through a lease; every file gets a result, unless the signal aborts it. */
  async work(lease: Lease, signal: AbortSignal): Promise<void> {
    const collector = new ResultCollector(lease, this.#extractors, (item, parts) =>
      this.#finish(lease, item, parts, signal),
    );
    this.#remaining = lease.items;
    await Promise.all(
      this.#extractors.map((extractor) =>
        this.#runOne(extractor, collector.filesFor(extractor), lease, collector, signal),
      ),
    );
    await collector.settled();
    this.#remaining = [];
  }

  async #finish(lease: Lease, item: LeaseItem, parts: readonly NamedExtraction[], signal: AbortSignal): Promise<void> {
    const merged = mergeExtractions(item, parts);
    const wanted = lease.fingerprints && merged.fault === undefined && !merged.changedSinceCrawl;
    const fingerprint = wanted ? await fingerprintFile(fileSystemPath(item.path), item.sizeBytes) : undefined;
    if (signal.aborted) return;
    this.#remaining = this.#remaining.filter(({ itemId }) => itemId !== item.itemId);
    this.#events.onResult(lease.leaseId, { ...merged, ...(fingerprint === undefined ? {} : { fingerprint }) });
  }

  async #runOne(
    extractor: Extractor,
    files: readonly LeaseItem[],
    lease: Lease,
    collector: ResultCollector,
    signal: AbortSignal,
  ): Promise<void> {
    if (files.length === 0) return;
    if (!this.#setAside.has(extractor.id)) {
      const run = {
        signal,
        onResult: (extraction: FileExtraction) => {
          collector.add(extractor, extraction);
        },
        onSetAside: (message: string) => {
          this.#setAsideExtractor(extractor, message);
        },
      };
      await runExtractor(extractor, { files, options: lease.extraction }, run);
    }
    const message = this.#setAside.get(extractor.id);
    if (message !== undefined) collector.fillMissing(extractor, message);
  }

  #setAsideExtractor(extractor: Extractor, message: string): void {
    if (this.#setAside.has(extractor.id)) return;
    this.#setAside.set(extractor.id, message);
    this.#events.onSetAside(extractor.id, message);
  }
}

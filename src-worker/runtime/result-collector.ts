import type { Lease, LeaseItem } from '../../src-protocol/messages/worker.ts';
import { EMPTY_TAGS } from '../../src-protocol/model/record.ts';
import type { Extractor, FileExtraction } from '../extractors/extractor.ts';
import type { NamedExtraction } from './merge-extractions.ts';

interface CollectedFile {
  readonly item: LeaseItem;
  /** The extractors that read this file, in their order of rank, each with what it found so far. */
  readonly parts: Map<Extractor, FileExtraction | undefined>;
}

/** Waits until all extractors of a file have read it, then hands the file over, one after another. */
export class ResultCollector {
  readonly #files: ReadonlyMap<number, CollectedFile>;
  readonly #onComplete: (item: LeaseItem, parts: readonly NamedExtraction[]) => Promise<void>;
  #handedOver: Promise<void> = Promise.resolve();

  constructor(
    lease: Lease,
    extractors: readonly Extractor[],
    onComplete: (item: LeaseItem, parts: readonly NamedExtraction[]) => Promise<void>,
  ) {
    this.#onComplete = onComplete;
    this.#files = new Map(
      lease.items.map((item) => {
        const accepting = extractors.filter((extractor) => extractor.accepts(item, lease.extraction));
        return [item.itemId, { item, parts: new Map(accepting.map((extractor) => [extractor, undefined])) }];
      }),
    );
    for (const file of this.#files.values()) this.#handOverIfComplete(file);
  }

  /** The files that this extractor is to read. */
  filesFor(extractor: Extractor): LeaseItem[] {
    return [...this.#files.values()].filter(({ parts }) => parts.has(extractor)).map(({ item }) => item);
  }

  add(extractor: Extractor, extraction: FileExtraction): void {
    const file = this.#files.get(extraction.itemId);
    if (file === undefined || !file.parts.has(extractor) || file.parts.get(extractor) !== undefined) return;
    file.parts.set(extractor, extraction);
    this.#handOverIfComplete(file);
  }

  /** Gives a fault to the files that an extractor will not read any more. */
  fillMissing(extractor: Extractor, reason: string): void {
    const fault = { code: 'extractor-crashed', message: `${extractor.id} does not work here: ${reason}` } as const;
    for (const { itemId } of this.filesFor(extractor)) {
      this.add(extractor, { itemId, found: 'none', fault, tags: EMPTY_TAGS, warnings: [], durationMs: 0 });
    }
  }

  /** Resolves when all that is complete has been handed over. */
  settled(): Promise<void> {
    return this.#handedOver;
  }

  #handOverIfComplete({ item, parts }: CollectedFile): void {
    const complete: NamedExtraction[] = [];
    for (const [extractor, extraction] of parts) {
      if (extraction === undefined) return;
      complete.push({ extractor, extraction });
    }
    this.#handedOver = this.#handedOver.then(() => this.#onComplete(item, complete));
  }
}

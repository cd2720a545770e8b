import type { JobCounts } from '../../../src-protocol/model/job.ts';
import { NO_COUNTS } from '../../../src-protocol/model/job.ts';
import type { FinishedItem, ItemStore, RecordStore } from '../../coordinator/ports.ts';

export interface Stores {
  readonly items: ItemStore;
  readonly records: RecordStore;
}

export interface StoreObserver {
  /** What a transaction has changed in the counts of a job. */
  count(added: JobCounts): void;
  /** What was recorded of files that were read. */
  observe(recorded: readonly FinishedItem[]): void;
}

const COUNT_OF = { extracted: 'extracted', 'no-metadata': 'noMetadata', failed: 'failed', skipped: 'skipped' } as const;

/** The same stores, which tell what they have counted: what is not stored is not counted either. */
export function observedStores({ items, records }: Stores, observer: StoreObserver): Stores {
  return {
    items: {
      ...items,
      add: (files, job) => {
        const added = items.add(files, job);
        observer.count(added.counts);
        return added;
      },
    },
    records: {
      ...records,
      finish: (jobId, keyId, finished) => {
        const stored = new Set(records.finish(jobId, keyId, finished));
        const recorded = finished.filter(({ itemId }) => stored.has(itemId));
        observer.count(countsOf(recorded));
        observer.observe(recorded);
        return [...stored];
      },
      adoptMoved: (...args) => {
        const counts = records.adoptMoved(...args);
        if (counts !== undefined) observer.count(counts);
        return counts;
      },
    },
  };
}

function countsOf(recorded: readonly FinishedItem[]): JobCounts {
  const counts: Record<keyof JobCounts, number> = { ...NO_COUNTS };
  for (const { sizeBytes, result } of recorded) {
    counts.done += 1;
    counts.doneBytes += sizeBytes;
    counts[COUNT_OF[result.outcome]] += 1;
  }
  return counts;
}

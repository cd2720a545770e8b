import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import type { ModuleReport } from '../../src-protocol/model/record.ts';
import type { ActiveLease } from './job-leases.ts';
import type { JobSpan } from './ports.ts';

interface Times {
  files: number;
  readonly extractorsMs: Record<string, number>;
}

/** Adds up what the extractors took for each lease, and tells of each lease that ends. */
export class LeaseTimes {
  readonly #onSpan: (span: JobSpan) => void;
  readonly #times = new WeakMap<ActiveLease, Times>();

  constructor(onSpan: (span: JobSpan) => void) {
    this.#onSpan = onSpan;
  }

  add(lease: ActiveLease, results: readonly ItemResult[]): void {
    const times = this.#times.get(lease) ?? { files: 0, extractorsMs: {} };
    this.#times.set(lease, times);
    times.files += results.length;
    for (const { modulesJson } of results) {
      const modules = JSON.parse(modulesJson) as Record<string, ModuleReport>;
      for (const [extractor, { durationMs }] of Object.entries(modules))
        times.extractorsMs[extractor] = (times.extractorsMs[extractor] ?? 0) + durationMs;
    }
  }

  end(lease: ActiveLease): void {
    const { jobId, leaseId, family, worker, slot, sentAtMs } = lease;
    const { files, extractorsMs } = this.#times.get(lease) ?? { files: 0, extractorsMs: {} };
    this.#onSpan({
      jobId,
      name: 'lease',
      beganAtMs: sentAtMs,
      endedAtMs: performance.now(),
      attributes: { leaseId, family, files, worker: worker.name, slot },
      extractorsMs,
    });
  }
}

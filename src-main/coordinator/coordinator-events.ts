import type { FaultCode } from '../../src-protocol/model/fault.ts';
import { joinPath } from '../../src-protocol/model/path-join.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';
import type { OutcomeKind } from '../../src-protocol/model/record.ts';
import type { RecordedItem } from './job-work.ts';
import type { Reading } from './places.ts';
import type { JobSpan, StoredJob } from './ports.ts';

/** What became of one file. */
export interface ItemOutcome {
  readonly itemId: number;
  readonly path: string;
  readonly outcome: OutcomeKind;
  readonly code?: FaultCode;
}

export interface CoordinatorEvents {
  /** At most ten times a second for each running job, and once at its end. */
  onProgress(progress: JobProgress): void;
  /** A job is not running any more; `message` says why where it did not end by itself. */
  onEnd(job: StoredJob, progress: JobProgress): void;
  /** An extractor fails on everything at a worker. */
  onExtractorSetAside(extractorId: string, message: string): void;
  /**
   * The store has no room for what a job is to record; the job goes on when `hold` is called with a reason and later without
   * one. Without this listener the job fails.
   */
  onStoreFull?(): void;
  /** A job is new, or has another state, priority or message. */
  onJob?(job: StoredJob): void;
  /** The outcomes of a batch that was recorded just now; those that the cache knew are not told. */
  onItems?(jobId: number, items: readonly ItemOutcome[]): void;
  /** A slot begins to read a lease, or has ended with it. */
  onReading?(reading: Reading): void;
  /** Without it, nothing is measured for it. */
  onSpan?(span: JobSpan): void;
  /** Whether anybody listens to the items of a job now; without it, somebody always does. */
  wantsItems?(jobId: number): boolean;
}

export function outcomesOf(recorded: readonly RecordedItem[]): ItemOutcome[] {
  return recorded.map(({ itemId, folder, name, result }) => ({
    itemId,
    path: joinPath(folder, name),
    outcome: result.outcome,
    ...(result.fault === undefined ? {} : { code: result.fault.code }),
  }));
}

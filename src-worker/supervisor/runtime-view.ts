import type { WorkerView } from '../../src-protocol/contract/workers.ts';
import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';

/** A file that a slot is reading, as far as the last heartbeat knows. */
export interface ReadFile {
  readonly slot: number;
  readonly itemId: number;
  /** Milliseconds since 1970 at which it was first heard of; at most one heartbeat late. */
  readonly sinceMs: number;
}

/** How a place for a runtime stands: the process in it, and what came of all that were there. */
export interface RuntimeView {
  /** Stays over restarts: `local-1`. */
  readonly id: string;
  readonly state: WorkerView['state'];
  /** Why it is in this state, in words. */
  readonly message: string | undefined;
  /** It is to end for good once it has finished what it has. */
  readonly isLeaving: boolean;
  readonly isPaused: boolean;
  readonly pid: number | undefined;
  readonly slots: number;
  readonly busySlots: number;
  /** Leases that it has: on their way, waiting or being read. */
  readonly leases: number;
  readonly reading: readonly ReadFile[];
  readonly extractors: readonly ExtractorDescription[];
  readonly rssBytes: number;
  readonly filesDone: number;
  readonly filesPerS: number;
  readonly bytesPerS: number;
  /** Files that failed at it. */
  readonly failures: number;
  /** Processes after the first, whatever ended those before. */
  readonly restarts: number;
  /** Processes in a row that died young. */
  readonly failuresInRow: number;
  /** Milliseconds since 1970. */
  readonly upSinceMs: number | undefined;
}

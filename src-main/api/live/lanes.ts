import type { LaneBlock } from '../../../src-protocol/contract/workers.ts';
import type { Reading } from '../../coordinator/places.ts';
import type { EventHub } from '../events/event-hub.ts';

const KEPT_MS = 30 * 60_000;
const KEPT_MAX = 20_000;
/** So many more may gather before the oldest are dropped together. */
const SLACK = 2_000;

interface EndedLease {
  readonly block: LaneBlock;
  readonly endedAtMs: number;
}

/** What the slots of the workers have read lately, lease by lease. */
export class Lanes {
  readonly #events: EventHub;
  readonly #nowMs: () => number;
  readonly #reading = new Map<number, Reading>();
  /** In the order in which they ended. */
  #ended: EndedLease[] = [];

  constructor(events: EventHub, nowMs: () => number) {
    this.#events = events;
    this.#nowMs = nowMs;
  }

  note(reading: Reading): void {
    const { lease, endedAtMs } = reading;
    if (endedAtMs === undefined) {
      this.#reading.set(lease.leaseId, reading);
    } else {
      this.#reading.delete(lease.leaseId);
      this.#keep(reading, endedAtMs);
    }
    if (this.#events.wants('lease', lease.jobId))
      this.#events.publish({ kind: 'lease', block: this.#blockOf(reading) });
  }

  /** What was read in the last minutes, of all jobs or one, oldest first; what is being read comes last. */
  blocks(minutes: number, jobId: number | undefined): LaneBlock[] {
    const sinceMs = performance.now() - minutes * 60_000;
    const ended = this.#ended.filter(({ endedAtMs }) => endedAtMs >= sinceMs).map(({ block }) => block);
    const reading = Array.from(this.#reading.values(), (each) => this.#blockOf(each));
    return [...ended, ...reading].filter((block) => jobId === undefined || block.jobId === jobId);
  }

  #keep(reading: Reading, endedAtMs: number): void {
    this.#ended.push({ block: this.#blockOf(reading), endedAtMs });
    if (this.#ended.length < KEPT_MAX + SLACK) return;
    this.#ended = this.#ended.slice(-KEPT_MAX).filter((kept) => kept.endedAtMs >= endedAtMs - KEPT_MS);
  }

  #blockOf({ lease, slot, beganAtMs, endedAtMs }: Reading): LaneBlock {
    const { leaseId, jobId, worker, family, files, failed } = lease;
    return {
      leaseId,
      jobId,
      workerId: worker.name,
      slot,
      family,
      files,
      failed,
      startedAt: this.#timeOf(beganAtMs),
      ...(endedAtMs === undefined ? {} : { endedAt: this.#timeOf(endedAtMs) }),
    };
  }

  /** The clock may have been set since the program began: what counts is how long ago it was. */
  #timeOf(ms: number): string {
    return new Date(this.#nowMs() - (performance.now() - ms)).toISOString();
  }
}

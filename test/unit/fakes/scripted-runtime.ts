import type { Lease, ToWorker } from '../../../src-protocol/messages/worker.ts';
import { resultWithoutTags } from '../../../src-protocol/messages/failed-result.ts';
import { FakeRuntime } from './fake-runtime.ts';

/** A runtime process that gives results of its leases when it is told to, and keeps what it was given. */
export class ScriptedRuntime extends FakeRuntime {
  readonly timeZone: string | undefined;
  /** Every lease that it was ever given. */
  readonly given: Lease[] = [];
  readonly abandoned: number[] = [];

  constructor(slots: number, timeZone?: string) {
    super(slots);
    this.timeZone = timeZone;
  }

  /** Gives a result for each file of a lease, and ends it. */
  override finish(leaseId: number): void {
    const lease = this.given.find((each) => each.leaseId === leaseId);
    const results = (lease?.items ?? []).map(({ itemId }) => ({
      ...resultWithoutTags(itemId, undefined),
      outcome: 'extracted' as const,
    }));
    this.say({ kind: 'results', leaseId, results });
    this.endLease(leaseId);
  }

  endLease(leaseId: number): void {
    super.finish(leaseId);
  }

  finishAll(): void {
    for (const leaseId of [...this.leases]) this.finish(leaseId);
  }

  override post(message: ToWorker): void {
    if (message.kind === 'lease') this.given.push(message.lease);
    if (message.kind === 'abandon') this.abandoned.push(message.leaseId);
    super.post(message);
  }
}

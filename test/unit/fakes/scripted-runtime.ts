import { PROTOCOL_VERSION, type FromWorker, type Lease, type ToWorker } from '../../../src-protocol/messages/worker.ts';
import { resultWithoutTags } from '../../../src-protocol/messages/failed-result.ts';
import type { ExitListener, RuntimeProcess } from '../../../src-worker/supervisor/launcher.ts';

/** A runtime process that reads leases when it is told to, and keeps what it was given. */
export class ScriptedRuntime implements RuntimeProcess {
  readonly pid = 1;
  readonly slots: number;
  readonly timeZone: string | undefined;
  /** Every lease that it was ever given. */
  readonly given: Lease[] = [];
  readonly open = new Set<number>();
  readonly abandoned: number[] = [];
  isDraining = false;
  isGone = false;
  #isUp = false;
  readonly #onMessage: ((message: unknown) => void)[] = [];
  readonly #onExit: ExitListener[] = [];

  constructor(slots: number, timeZone?: string) {
    this.slots = slots;
    this.timeZone = timeZone;
  }

  /** The first time only. */
  hello(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    const extractors = [{ id: 'fake', version: '1' }];
    this.say({ kind: 'hello', protocol: PROTOCOL_VERSION, pid: 1, slots: this.slots, extractors });
  }

  /** Gives a result for each file of a lease, and ends it. */
  finish(leaseId: number): void {
    const lease = this.given.find((each) => each.leaseId === leaseId);
    const results = (lease?.items ?? []).map(({ itemId }) => ({
      ...resultWithoutTags(itemId, undefined),
      outcome: 'extracted' as const,
    }));
    this.say({ kind: 'results', leaseId, results });
    this.endLease(leaseId);
  }

  endLease(leaseId: number): void {
    this.open.delete(leaseId);
    this.say({ kind: 'lease-done', leaseId });
    this.#endIfDrained();
  }

  finishAll(): void {
    for (const leaseId of [...this.open]) this.finish(leaseId);
  }

  say(message: FromWorker): void {
    if (!this.isGone) for (const listener of this.#onMessage) listener(message);
  }

  post(message: ToWorker): void {
    if (message.kind === 'lease') {
      this.given.push(message.lease);
      this.open.add(message.lease.leaseId);
    }
    if (message.kind === 'abandon') this.abandoned.push(message.leaseId);
    if (message.kind === 'drain') this.isDraining = true;
    queueMicrotask(() => {
      this.#endIfDrained();
    });
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage.push(listener);
  }

  onExit(listener: ExitListener): void {
    this.#onExit.push(listener);
  }

  end(): void {
    this.exit('it ended with code 0');
  }

  kill(): void {
    this.exit('it was ended by SIGKILL');
  }

  exit(reason: string): void {
    if (this.isGone) return;
    this.isGone = true;
    for (const listener of this.#onExit) listener(reason, false);
  }

  #endIfDrained(): void {
    if (this.isDraining && this.open.size === 0) this.exit('it ended with code 0');
  }
}

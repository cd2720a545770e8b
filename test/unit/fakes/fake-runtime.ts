import { type FromWorker, PROTOCOL_VERSION, type ToWorker } from '../../../src-protocol/messages/worker.ts';
import type { ExitListener, RuntimeProcess } from '../../../src-worker/supervisor/launcher.ts';

/** A runtime process that does its leases when it is told to, and ends when it is drained and has none. */
export class FakeRuntime implements RuntimeProcess {
  readonly pid = 1;
  readonly slots: number;
  readonly leases = new Set<number>();
  isDraining = false;
  isGone = false;
  #isUp = false;
  readonly #onMessage: ((message: FromWorker) => void)[] = [];
  readonly #onExit: ExitListener[] = [];

  constructor(slots: number) {
    this.slots = slots;
  }

  /** The first time only. */
  hello(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    const { slots } = this;
    this.say({ kind: 'hello', protocol: PROTOCOL_VERSION, pid: 1, slots, extractors: [{ id: 'fake', version: '1' }] });
  }

  finish(leaseId: number): void {
    this.leases.delete(leaseId);
    this.say({ kind: 'lease-done', leaseId });
    this.#endIfDrained();
  }

  say(message: FromWorker): void {
    if (!this.isGone) for (const listener of this.#onMessage) listener(message);
  }

  post(message: ToWorker): void {
    if (message.kind === 'lease') this.leases.add(message.lease.leaseId);
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

  exit(reason: string, byOthers = false): void {
    if (this.isGone) return;
    this.isGone = true;
    for (const listener of this.#onExit) listener(reason, byOthers);
  }

  #endIfDrained(): void {
    if (this.isDraining && this.leases.size === 0) this.exit('it ended with code 0');
  }
}

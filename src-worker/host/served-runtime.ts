import type { FileAccess } from '../../src-protocol/messages/link.ts';
import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import type { FromWorker, Lease } from '../../src-protocol/messages/worker.ts';
import { unreachable } from '../../src-protocol/model/unreachable.ts';
import type { SupervisedRuntime } from '../supervisor/place.ts';
import type { BroughtFiles } from './brought-files.ts';
import { LeaseFiles } from './lease-files.ts';
import { splitResults } from './result-frames.ts';

interface ServedRuntimeEvents {
  /** To be said to the coordinator. */
  say(message: FromWorker): void;
  /** It gets no more leases, and is to be told so once. */
  onLeaving(): void;
}

/** One process that works for a coordinator, and the leases that it has of it. */
export class ServedRuntime {
  readonly name: string;
  readonly #runtime: SupervisedRuntime;
  readonly #files: BroughtFiles;
  readonly #events: ServedRuntimeEvents;
  readonly #leases = new Map<number, LeaseFiles>();
  /** The lease of each part that the process has. */
  readonly #parts = new Map<number, number>();
  #lastPart = 0;
  #isLeaving = false;
  #drain: (() => void) | undefined;
  #ended: Promise<void> | undefined;

  constructor(runtime: SupervisedRuntime, files: BroughtFiles, events: ServedRuntimeEvents) {
    this.name = runtime.name;
    this.#runtime = runtime;
    this.#files = files;
    this.#events = events;
  }

  get leases(): number {
    return this.#leases.size;
  }

  has(leaseId: number): boolean {
    return this.#leases.has(leaseId);
  }

  /** One that is about to end takes nothing more: the coordinator hears of its end, and gives the lease to another. */
  lease(lease: Lease, access: readonly FileAccess[]): void {
    this.#noteLeaving();
    if (this.#isLeaving) return;
    const { leaseId } = lease;
    const files = new LeaseFiles(lease, access, this.#files, {
      onPart: (items) => {
        this.#lastPart += 1;
        this.#parts.set(this.#lastPart, leaseId);
        // one that was found worn meanwhile ends when it is through with what it has: this would be lost with it, and blamed
        if (this.#runtime.takesLeases())
          this.#runtime.send({ kind: 'lease', lease: { ...lease, leaseId: this.#lastPart, items: [...items] } });
        return this.#lastPart;
      },
      onAbandonPart: (part) => {
        this.#runtime.send({ kind: 'abandon', leaseId: part });
      },
      onFailed: (results) => {
        this.#sayResults(leaseId, results);
      },
      onHandedOut: () => {
        this.#drainOnceHandedOut();
      },
      onDone: () => {
        this.#leases.delete(leaseId);
        this.#events.say({ kind: 'lease-done', leaseId });
        this.#drainOnceHandedOut();
      },
    });
    this.#leases.set(leaseId, files);
  }

  /** Of one that has ended meanwhile, nothing is said any more. */
  abandon(leaseId: number): void {
    this.#leases.get(leaseId)?.abandon();
  }

  hear(message: FromWorker): void {
    this.#noteLeaving();
    switch (message.kind) {
      case 'hello':
        return;
      case 'beat':
      case 'extractor-set-aside':
        this.#events.say(message);
        return;
      case 'results': {
        const leaseId = this.#parts.get(message.leaseId);
        if (leaseId !== undefined) this.#sayResults(leaseId, message.results);
        return;
      }
      case 'lease-done': {
        const leaseId = this.#parts.get(message.leaseId);
        this.#parts.delete(message.leaseId);
        if (leaseId !== undefined) this.#leases.get(leaseId)?.partDone(message.leaseId);
        return;
      }
      default:
        unreachable(message);
    }
  }

  /** It gets no more leases; `drain` is called once it has all that it is still to read. */
  leave(drain: () => void): void {
    this.#drain = drain;
    this.#setLeaving();
    this.#drainOnceHandedOut();
  }

  /** The process is gone; resolves when the files that were brought for it are removed. */
  async end(): Promise<void> {
    this.#ended ??= Promise.all([...this.#leases.values()].map((lease) => lease.end())).then(() => undefined);
    this.#leases.clear();
    this.#parts.clear();
    await this.#ended;
  }

  #drainOnceHandedOut(): void {
    if (this.#drain === undefined || [...this.#leases.values()].some(({ isHandedOut }) => !isHandedOut)) return;
    const drain = this.#drain;
    this.#drain = undefined;
    drain();
  }

  /** Its supervisor replaces one that is worn without asking. */
  #noteLeaving(): void {
    if (!this.#runtime.takesLeases()) this.#setLeaving();
  }

  #setLeaving(): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    this.#events.onLeaving();
  }

  #sayResults(leaseId: number, results: readonly ItemResult[]): void {
    for (const part of splitResults(results)) this.#events.say({ kind: 'results', leaseId, results: part });
  }
}

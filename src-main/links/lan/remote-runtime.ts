import type { FileAccess } from '../../../src-protocol/messages/link.ts';
import type { ItemResult } from '../../../src-protocol/messages/item-result.ts';
import type { FromWorker, Lease, LeaseItem, ToWorker } from '../../../src-protocol/messages/worker.ts';
import type { ExtractorDescription } from '../../../src-protocol/model/extraction.ts';
import { unreachable } from '../../../src-protocol/model/unreachable.ts';
import type { RuntimeTally } from '../../../src-worker/supervisor/runtime-tally.ts';
import type { ReadFile, RuntimeView } from '../../../src-worker/supervisor/runtime-view.ts';
import type { Worker, WorkerMachine } from '../../coordinator/ports.ts';
import type { DoubtfulResults } from './doubtful-results.ts';
import type { PreparedItem } from './file-access.ts';
import type { LeasesOut } from './leases-out.ts';
import { isSoundResult } from './sound-result.ts';

/** A process of another machine, as those of this one are seen. */
export interface RemoteRuntimeView extends RuntimeView {
  /** Id of the machine. */
  readonly machine: string;
}

/** What is told of it, and stays over its restarts. */
export interface RuntimeHistory {
  readonly tally: RuntimeTally;
  starts: number;
  isPaused: boolean;
}

export interface RuntimeDescription {
  readonly runtime: number;
  readonly name: string;
  readonly slots: number;
  readonly extractors: readonly ExtractorDescription[];
}

export interface RuntimePorts {
  readonly machine: WorkerMachine;
  readonly leases: LeasesOut;
  readonly doubts: DoubtfulResults;
  readonly history: RuntimeHistory;
  /** Whether the machine as a whole gets leases. */
  takesLeases(): boolean;
  prepare(items: readonly LeaseItem[]): PreparedItem[] | Promise<PreparedItem[]>;
  post(runtime: number, message: ToWorker, access?: FileAccess[]): void;
  onLease(): void;
  /** It has said something that stands. */
  onMessage(runtime: RemoteRuntime, message: FromWorker): void;
  onLeaseEnd(leaseId: number, isWhole: boolean): void;
  onNonsense(what: string): void;
}

/** A worker process at a machine: leases go out with a way to each of their files, and only what fits them comes back. */
export class RemoteRuntime implements Worker {
  readonly name: string;
  readonly slots: number;
  readonly machine: WorkerMachine;
  readonly runtime: number;
  readonly #extractors: readonly ExtractorDescription[];
  readonly #ports: RuntimePorts;
  /** Leases whose files are still looked at. */
  readonly #preparing = new Set<number>();
  #sending: Promise<void> = Promise.resolve();
  #hearing: Promise<void> = Promise.resolve();
  #unheard = 0;
  #isLeaving = false;
  #isGone = false;
  #rssBytes = 0;
  #reading: readonly ReadFile[] = [];
  readonly #upSinceMs = Date.now();

  constructor({ runtime, name, slots, extractors }: RuntimeDescription, ports: RuntimePorts) {
    this.runtime = runtime;
    this.name = `${ports.machine.name}/${name}`;
    this.slots = slots;
    this.machine = ports.machine;
    this.#extractors = extractors;
    this.#ports = ports;
  }

  /** Of them, some may still be on their way. */
  get leases(): number {
    return this.#ports.leases.sizeOf(this.runtime) + this.#preparing.size;
  }

  get preparing(): number {
    return this.#preparing.size;
  }

  takesLeases(): boolean {
    return !this.#isGone && !this.#isLeaving && !this.#ports.history.isPaused && this.#ports.takesLeases();
  }

  send(message: ToWorker): void {
    switch (message.kind) {
      case 'lease':
        this.#lease(message.lease);
        break;
      case 'abandon':
        this.#abandon(message.leaseId);
        break;
      case 'drain':
        this.restart();
        break;
      default:
        unreachable(message);
    }
  }

  /** Resolves when all that was sent is with the machine. */
  sent(): Promise<void> {
    return this.#sending;
  }

  hear(message: FromWorker): void {
    switch (message.kind) {
      case 'results':
        this.#hearResults(message.leaseId, message.results);
        break;
      case 'lease-done':
        this.#hearLeaseDone(message.leaseId);
        break;
      case 'beat':
        this.#rssBytes = message.rssBytes;
        this.#reading = message.slots.slice(0, this.slots).flatMap(({ slot, itemId }) => this.#readFile(slot, itemId));
        this.#inTurn(message);
        break;
      case 'extractor-set-aside':
        this.#inTurn(message);
        break;
      case 'hello':
        break; // the machine has greeted for it
      default:
        unreachable(message);
    }
  }

  /** It gets nothing more; what it has is finished. */
  leave(): void {
    this.#isLeaving = true;
  }

  /** No more leases for it, nor for those that come after it under its name. */
  pause(): void {
    this.#ports.history.isPaused = true;
  }

  resume(): void {
    this.#ports.history.isPaused = false;
  }

  /** It finishes what it has, and the machine starts another in its place. */
  restart(): void {
    if (this.#isLeaving) return;
    this.leave();
    void this.#sending.then(() => {
      this.#ports.post(this.runtime, { kind: 'drain' });
    });
  }

  /** It is no worker any more, and nothing is heard of it. */
  end(): void {
    this.#isGone = true;
    this.#preparing.clear();
  }

  view(machineId: string): RemoteRuntimeView {
    const { history } = this.#ports;
    const { leases } = this;
    return {
      id: this.name,
      machine: machineId,
      ...this.#state(leases),
      isLeaving: false, // it comes back under its name
      isPaused: history.isPaused,
      pid: undefined,
      slots: this.slots,
      busySlots: Math.min(this.slots, leases),
      leases,
      reading: this.#reading,
      extractors: this.#extractors,
      rssBytes: this.#rssBytes,
      ...history.tally.now,
      restarts: history.starts - 1,
      failuresInRow: 0,
      upSinceMs: this.#upSinceMs,
    };
  }

  #state(leases: number): Pick<RuntimeView, 'state' | 'message'> {
    if (this.#isLeaving) return { state: 'draining', message: 'it finishes what it has' };
    if (this.#ports.history.isPaused) return { state: 'paused', message: 'it gets no files until it is resumed' };
    return { state: leases > 0 ? 'busy' : 'idle', message: undefined };
  }

  #lease(lease: Lease): void {
    this.#ports.onLease();
    const prepared = this.#ports.prepare(lease.items);
    if (Array.isArray(prepared) && this.#preparing.size === 0) {
      this.#give(lease, prepared);
      return;
    }
    this.#preparing.add(lease.leaseId);
    this.#sending = this.#sending.then(async () => {
      const items = await prepared;
      if (this.#preparing.delete(lease.leaseId)) this.#give(lease, items);
    });
  }

  #give(lease: Lease, prepared: readonly PreparedItem[]): void {
    this.#ports.leases.add(this.runtime, lease, prepared);
    this.#ports.post(
      this.runtime,
      { kind: 'lease', lease },
      prepared.map(({ access }) => access),
    );
  }

  #abandon(leaseId: number): void {
    if (!this.#preparing.delete(leaseId)) {
      this.#ports.post(this.runtime, { kind: 'abandon', leaseId });
      return;
    }
    // whoever gives it up is not through with it yet, and the machine never hears of it
    setImmediate(() => {
      this.#inTurn({ kind: 'lease-done', leaseId });
    });
  }

  #hearResults(leaseId: number, results: readonly ItemResult[]): void {
    const sound = results.filter((result) => isSoundResult(result, this.#extractors));
    if (sound.length < results.length)
      this.#ports.onNonsense(`it gave results that cannot be understood (lease ${leaseId.toString()})`);
    const { known, strange } = this.#ports.leases.accept(this.runtime, leaseId, sound);
    if (strange)
      this.#ports.onNonsense(`it gave results for files that it was not given (lease ${leaseId.toString()})`);
    if (known.length === 0) return;
    const { doubts } = this.#ports;
    if (!known.some(({ prepared, result }) => doubts.isDoubtful(prepared, result))) {
      this.#inTurn({ kind: 'results', leaseId, results: known.map(({ result }) => result) });
      return;
    }
    const judged = Promise.all(
      known.map(async ({ prepared, result }) =>
        doubts.isDoubtful(prepared, result) ? doubts.judge(prepared, result) : result,
      ),
    );
    this.#inTurn(judged.then((standing) => ({ kind: 'results', leaseId, results: standing })));
  }

  #hearLeaseDone(leaseId: number): void {
    const ended = this.#ports.leases.end(this.runtime, leaseId);
    if (ended === 'strange') this.#ports.onNonsense(`it ended a lease that it does not have (${leaseId.toString()})`);
    if (ended === 'strange' || ended === 'before') return;
    this.#ports.onLeaseEnd(leaseId, ended === 'whole');
    this.#inTurn({ kind: 'lease-done', leaseId });
  }

  /** What is said after a result that is still looked into waits until that stands. */
  #inTurn(message: FromWorker | Promise<FromWorker>): void {
    if (this.#unheard === 0 && !(message instanceof Promise)) {
      this.#tell(message);
      return;
    }
    this.#unheard += 1;
    this.#hearing = this.#hearing.then(async () => {
      const heard = await message;
      this.#unheard -= 1;
      this.#tell(heard);
    });
  }

  #tell(message: FromWorker): void {
    if (this.#isGone) return;
    if (message.kind === 'results') this.#ports.history.tally.add(message.results);
    this.#ports.onMessage(this, message);
  }

  #readFile(slot: number, itemId: number | undefined): ReadFile[] {
    if (itemId === undefined) return [];
    const before = this.#reading.find((file) => file.slot === slot && file.itemId === itemId);
    return [before ?? { slot, itemId, sinceMs: Date.now() }];
  }
}

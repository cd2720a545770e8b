import type {
  Worker,
  WorkerEvents,
  WorkerLoss,
  WorkerMachine,
  WorkerPool,
} from '../../../src-main/coordinator/ports.ts';
import type { ItemResult } from '../../../src-protocol/messages/item-result.ts';
import type { FromWorker, Lease, LeaseItem, ToWorker } from '../../../src-protocol/messages/worker.ts';
import type { Fault } from '../../../src-protocol/model/fault.ts';
import { splitPath } from '../../../src-protocol/model/path-join.ts';

/** What reading one file comes to. */
export interface Reading {
  readonly ms: number;
  /** `kill`: the whole worker process dies of it. `hang`: nothing comes until the time limit is over. */
  readonly end: 'ok' | 'kill' | 'hang' | Fault;
}

/** Another computer: what it is told is late by half of its delay, and so is what it says. */
export interface SimulatedMachine extends WorkerMachine {
  /** 2 reads twice as fast. */
  readonly speed?: number;
}

/** One to which nothing needs to be sent. */
export function simulatedMachine(name: string, change: Partial<SimulatedMachine> = {}): SimulatedMachine {
  return { name, labels: [], transferMs: () => 0, ...change };
}

export interface SimulationOptions {
  /** Slots of each worker process. */
  readonly workers: readonly number[];
  /** On which computers these are; this one where there is none. */
  readonly machines?: readonly (SimulatedMachine | undefined)[];
  /** Called each time that a file is about to be read; `times` counts from 1. */
  readonly read: (path: string, times: number, worker: string) => Reading;
  readonly restartMs?: number;
}

/** As the runtime's own outbox: what is held back is lost with the process. */
const OUTBOX_HOLD_MS = 25;

/** Worker processes played by timers, with every way of dying that real ones have. Meant for fake timers. */
export class SimulatedWorkers implements WorkerPool {
  readonly #options: SimulationOptions;
  readonly running: SimulatedWorker[] = [];
  /** How often each file was begun to be read. */
  readonly reads = new Map<string, number>();
  /** Every lease that was sent, in order. */
  readonly leases: { readonly worker: SimulatedWorker; readonly lease: Lease }[] = [];
  starts = 0;
  readonly #done = new Map<string, number>();
  readonly #begun = new Set<number>();
  #events: WorkerEvents | undefined;
  #isDisposed = false;

  constructor(options: SimulationOptions) {
    this.#options = options;
  }

  start(events: WorkerEvents, here: boolean): void {
    this.#events ??= events;
    for (const [index, slots] of this.#options.workers.entries()) {
      const machine = this.#options.machines?.[index];
      if (this.#begun.has(index) || (machine === undefined && !here)) continue;
      this.#begun.add(index);
      setTimeout(() => {
        const prefix = machine === undefined ? '' : `${machine.name}/`;
        this.#launch(`${prefix}local-${index + 1}`, slots, machine);
      }, 10);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    for (const worker of this.running) worker.stop();
    return Promise.resolve();
  }

  /** A machine is there that was not there before, with one worker process. */
  join(machine: SimulatedMachine): void {
    this.#launch(`${machine.name}/local-1`, 1, machine);
  }

  /** Kills a worker process from outside. */
  kill(worker: SimulatedWorker): void {
    this.#lose(worker, 'it was ended by SIGKILL', 'process');
  }

  /** The way to its machine is gone for good, and with it what it had. */
  cut(worker: SimulatedWorker): void {
    this.#lose(worker, 'the link was lost', 'link');
  }

  /** What machines said of bringing files to them has changed. */
  tellMore(): void {
    this.#events?.onMayTakeMore();
  }

  /** Leases of a worker that the coordinator knows to have ended. */
  doneAt(name: string): number {
    return this.#done.get(name) ?? 0;
  }

  tell(worker: SimulatedWorker, message: FromWorker): void {
    if (message.kind === 'lease-done') this.#done.set(worker.name, this.doneAt(worker.name) + 1);
    this.#events?.onMessage(worker, message);
  }

  noteLease(worker: SimulatedWorker, lease: Lease): void {
    this.leases.push({ worker, lease });
  }

  read(path: string, worker: SimulatedWorker): Reading {
    const times = (this.reads.get(path) ?? 0) + 1;
    this.reads.set(path, times);
    return this.#options.read(path, times, worker.name);
  }

  #lose(worker: SimulatedWorker, reason: string, loss: WorkerLoss): void {
    if (!this.running.includes(worker)) return;
    worker.stop();
    this.running.splice(this.running.indexOf(worker), 1);
    this.#events?.onDown(worker, reason, loss);
    setTimeout(() => {
      this.#launch(worker.name, worker.slots, worker.machine);
    }, this.#options.restartMs ?? 20);
  }

  #launch(name: string, slots: number, machine: SimulatedMachine | undefined): void {
    if (this.#isDisposed) return;
    this.starts += 1;
    const worker = new SimulatedWorker(name, slots, this, machine);
    this.running.push(worker);
    this.#events?.onUp(worker, []);
  }
}

interface Lane {
  readonly waiting: Lease[];
  /** Leases whose files are not all there yet. */
  readonly fetching: Set<Lease>;
  working: { readonly lease: Lease; left: LeaseItem[] } | undefined;
}

export class SimulatedWorker implements Worker {
  readonly name: string;
  readonly slots: number;
  readonly machine?: SimulatedMachine;
  readonly sent: ToWorker[] = [];
  isWorn = false;
  readonly #pool: SimulatedWorkers;
  readonly #lanes: readonly Lane[];
  readonly #timers = new Set<NodeJS.Timeout>();
  #held: { readonly leaseId: number; readonly results: ItemResult[] }[] = [];
  #isStopped = false;
  /** Files are brought one after another, by `performance.now()`. */
  #fetchesUntilMs = 0;

  constructor(name: string, slots: number, pool: SimulatedWorkers, machine: SimulatedMachine | undefined) {
    this.name = name;
    this.slots = slots;
    if (machine !== undefined) this.machine = machine;
    this.#pool = pool;
    this.#lanes = Array.from({ length: slots }, () => ({ waiting: [], fetching: new Set(), working: undefined }));
  }

  /** Leases that wait or are worked on, by slot. */
  get leasesBySlot(): number[] {
    return this.#lanes.map(({ waiting, working }) => waiting.length + (working === undefined ? 0 : 1));
  }

  /** Paths of the files that are being read now. */
  get readingNow(): string[] {
    return this.#lanes.flatMap(({ working }) => working?.left[0]?.path ?? []);
  }

  takesLeases(): boolean {
    return !this.isWorn;
  }

  send(message: ToWorker): void {
    if (this.#isStopped) return;
    this.sent.push(message);
    if (message.kind === 'lease') this.#pool.noteLease(this, message.lease);
    this.#late(() => {
      if (message.kind === 'lease') this.#receive(message.lease);
      else if (message.kind === 'abandon') this.#abandon(message.leaseId);
    });
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #receive(lease: Lease): void {
    const lane = this.#lanes[lease.slot];
    if (lane === undefined) return;
    lane.waiting.push(lease);
    const fetchMs = lease.items.reduce((sum, { path, sizeBytes }) => sum + this.#transferMs(path, sizeBytes), 0);
    if (fetchMs > 0) {
      lane.fetching.add(lease);
      this.#fetchesUntilMs = Math.max(this.#fetchesUntilMs, performance.now()) + fetchMs;
      this.#after(this.#fetchesUntilMs - performance.now(), () => {
        lane.fetching.delete(lease);
        this.#workOn(lane);
      });
    }
    this.#workOn(lane);
  }

  #transferMs(path: string, sizeBytes: number): number {
    return this.machine?.transferMs(splitPath(path).folder, sizeBytes) ?? 0;
  }

  /** At once on this computer. */
  #late(then: () => void): void {
    const delayMs = this.machine?.delayMs ?? 0;
    if (delayMs === 0) then();
    else this.#after(delayMs / 2, then);
  }

  #tell(message: FromWorker): void {
    this.#late(() => {
      this.#pool.tell(this, message);
    });
  }

  #after(ms: number, then: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      then();
    }, ms);
    this.#timers.add(timer);
  }

  #workOn(lane: Lane): void {
    const [lease] = lane.waiting;
    if (lane.working !== undefined || lease === undefined || lane.fetching.has(lease)) return;
    lane.waiting.shift();
    lane.working = { lease, left: [...lease.items] };
    this.#readNext(lane);
  }

  #readNext(lane: Lane): void {
    const { working } = lane;
    if (working === undefined) return;
    const item = working.left[0];
    if (item === undefined) {
      this.#endLease(lane);
      return;
    }
    const { end, ...reading } = this.#pool.read(item.path, this);
    const ms = reading.ms / (this.machine?.speed ?? 1);
    const fault: Fault | undefined =
      end === 'hang' ? { code: 'timed-out', message: 'too slow' } : end === 'ok' || end === 'kill' ? undefined : end;
    this.#after(end === 'hang' ? working.lease.extraction.timeoutMs : ms, () => {
      if (lane.working !== working) return; // it was abandoned meanwhile
      if (end === 'kill') {
        this.#pool.kill(this);
        return;
      }
      working.left.shift();
      this.#hold(working.lease.leaseId, resultOf(item, ms, fault));
      this.#readNext(lane);
    });
  }

  #endLease(lane: Lane): void {
    const leaseId = lane.working?.lease.leaseId ?? 0;
    lane.working = undefined;
    this.#flush();
    this.#tell({ kind: 'lease-done', leaseId });
    this.#workOn(lane);
  }

  #abandon(leaseId: number): void {
    for (const lane of this.#lanes) {
      const at = lane.waiting.findIndex((lease) => lease.leaseId === leaseId);
      if (at >= 0) {
        lane.waiting.splice(at, 1);
        this.#tell({ kind: 'lease-done', leaseId });
      } else if (lane.working?.lease.leaseId === leaseId)
        this.#after(1, () => {
          this.#endLease(lane);
        });
    }
  }

  #hold(leaseId: number, result: ItemResult): void {
    if (this.#held.length === 0)
      this.#after(OUTBOX_HOLD_MS, () => {
        this.#flush();
      });
    this.#held.push({ leaseId, results: [result] });
  }

  #flush(): void {
    const held = this.#held;
    this.#held = [];
    for (const { leaseId, results } of held) this.#tell({ kind: 'results', leaseId, results });
  }
}

function resultOf(item: LeaseItem, durationMs: number, fault: Fault | undefined): ItemResult {
  return {
    itemId: item.itemId,
    outcome: fault === undefined ? 'extracted' : 'failed',
    ...(fault === undefined ? {} : { fault }),
    sizeBytes: item.sizeBytes,
    changedSinceCrawl: false,
    coreJson: '{}',
    tagNames: 'A:Path',
    tagValues: JSON.stringify(item.path),
    modulesJson: '{}',
    durationMs,
  };
}

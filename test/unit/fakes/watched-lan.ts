import { onTestFinished } from 'vitest';
import type { Peer } from '../../../src-link/link.ts';
import type { FromWorker, LeaseItem } from '../../../src-protocol/messages/worker.ts';
import type { MachineWork, Worker, WorkerEvents } from '../../../src-main/coordinator/ports.ts';
import { LanWorkers } from '../../../src-main/links/lan/lan-workers.ts';
import type { LinksOptions, MachineLinks } from '../../../src-main/links/lan/machine-links.ts';
import { MachineRefused } from '../../../src-main/links/lan/machine-refused.ts';
import type { PathMapping } from '../../../src-protocol/model/path-mapping.ts';
import { FakeMachine, OWN_EXTRACTORS } from './fake-machine.ts';

const NO_LOG = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Links that a test makes and breaks. */
class FakeLinks implements MachineLinks {
  readonly options: LinksOptions;
  readonly known: Peer[];
  readonly connected: string[] = [];
  listenFault: string | undefined;
  /** What the next code pairs with. */
  toPair: Peer | undefined;

  constructor(options: LinksOptions, known: Peer[]) {
    this.options = options;
    this.known = known;
  }

  peers(): readonly Peer[] {
    return [...this.known];
  }

  pair(): Promise<Peer> {
    if (this.toPair === undefined) return Promise.reject(new MachineRefused('CONFLICT', 'The code was used.'));
    this.known.push(this.toPair);
    return Promise.resolve(this.toPair);
  }

  connect(peer: Peer): Promise<void> {
    this.connected.push(peer.name);
    if (peer.dial === undefined && this.listenFault !== undefined)
      return Promise.reject(new MachineRefused('UNAVAILABLE', this.listenFault));
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    return Promise.resolve();
  }

  invite(): ReturnType<MachineLinks['invite']> {
    return Promise.reject(new MachineRefused('UNAVAILABLE', 'Port 7462 is in use.'));
  }

  forget(peerId: string): void {
    this.known.splice(0, this.known.length, ...this.known.filter(({ id }) => id !== peerId));
    this.options.events.onPeers();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

interface WatchedOptions {
  readonly dataFolder: string;
  readonly peers: Peer[];
  readonly mappings?: readonly PathMapping[];
  readonly send?: boolean;
  readonly connects?: boolean;
  readonly idleMs?: number;
  readonly work?: ReadonlyMap<string, MachineWork>;
}

/** The workers of machines in memory, with what a coordinator hears of them; and leases as it would give them. */
export class WatchedLan {
  readonly up: Worker[] = [];
  readonly down: string[] = [];
  readonly heard: { readonly worker: string; readonly message: FromWorker }[] = [];
  readonly failures: string[] = [];
  readonly kept: { readonly name: string; readonly work: MachineWork }[] = [];
  readonly removed: string[] = [];
  /** Of the settings; to be changed. */
  readonly wishes = { memoryLimitBytes: 0 };
  /** Whether files wait; to be changed. */
  readonly queue = { hasWork: false };
  readonly workers: LanWorkers;
  readonly links: FakeLinks;
  readonly clock: { nowMs: number };
  #leaseId = 100;
  readonly events: WorkerEvents = {
    onUp: (worker) => this.up.push(worker),
    onMessage: (worker, message) => this.heard.push({ worker: worker.name, message }),
    onDown: (worker, _reason, loss) => {
      this.down.push(`${worker.name} ${loss}`);
      this.up.splice(this.up.indexOf(worker), 1);
    },
    onMayTakeMore: () => undefined,
    onFailure: (reason) => this.failures.push(reason),
  };

  private constructor(workers: LanWorkers, links: FakeLinks, clock: { nowMs: number }) {
    this.workers = workers;
    this.links = links;
    this.clock = clock;
  }

  static async open(options: WatchedOptions): Promise<WatchedLan> {
    let links: FakeLinks | undefined;
    const clock = { nowMs: 1_700_000_000_000 };
    const wishes = { memoryLimitBytes: 1e9 };
    const { mappings = [], send = true, connects = true, work = new Map<string, MachineWork>() } = options;
    const fileSettings = { mappings, send };
    const kept: WatchedLan['kept'] = [];
    const removed: string[] = [];
    const queue = { hasWork: false };
    const workers = await LanWorkers.open({
      dataFolder: options.dataFolder,
      name: 'desk',
      program: '0.1.0',
      extractors: OWN_EXTRACTORS,
      connects,
      statistics: {
        list: () =>
          [...work].map(([name, done]) => ({ name, ...done, speed: undefined, firstSeenMs: 1, lastSeenMs: 2 })),
        add: (name, done) => kept.push({ name, work: done }),
        remove: (name) => removed.push(name),
      },
      log: NO_LOG,
      ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
      openLinks: (given) => {
        links = new FakeLinks(given, options.peers);
        return Promise.resolve(links);
      },
      settings: () => ({
        ...fileSettings,
        timing: { heartbeatMs: 2_000, suspectedMs: 6_000, lostMs: 10_000, graceMs: 20_000 },
        joinPort: 7_462,
        memoryLimitBytes: wishes.memoryLimitBytes,
      }),
      rootOf: (folder) => folder,
      hasWorkFor: () => queue.hasWork,
      nowMs: () => clock.nowMs,
      steadyMs: () => clock.nowMs,
    });
    onTestFinished(() => workers[Symbol.asyncDispose]());
    if (links === undefined) await workers.pair('').catch(() => undefined);
    if (links === undefined) throw new Error('no links were opened: the data folder has no file of peers');
    const watched = new WatchedLan(workers, links, clock);
    Object.assign(watched, { kept, removed, wishes, queue });
    return watched;
  }

  start(): this {
    this.workers.start(this.events);
    return this;
  }

  connect(peer: Peer): FakeMachine {
    return new FakeMachine(peer).connect((link) => this.links.options.events.onLink(link));
  }

  /** A machine with one worker process of two slots, which is up. */
  working(peer: Peer): FakeMachine {
    return this.connect(peer).describe().up();
  }

  worker(name: string): Worker {
    const worker = this.up.find((each) => each.name === name);
    if (worker === undefined) throw new Error(`${name} is not up`);
    return worker;
  }

  /** Gives a lease to a worker, as the coordinator does; returns its number. */
  leaseTo(name: string, items: LeaseItem[], slot = 0): number {
    this.#leaseId += 1;
    const extraction = { profile: 'complete', hashes: [], timeoutMs: 1_000 } as const;
    this.worker(name).send({
      kind: 'lease',
      lease: { leaseId: this.#leaseId, slot, extraction: { ...extraction, hashes: [] }, fingerprints: false, items },
    });
    return this.#leaseId;
  }

  states(): string[] {
    return this.workers.machines().map(({ name, state }) => `${name} ${state}`);
  }

  message(): string {
    return this.workers.machines()[0]?.message ?? '';
  }

  /** Of what was heard: results as `id outcome`, and the ends of leases. */
  get words(): string[] {
    return this.heard.flatMap(({ message }) => {
      if (message.kind === 'results')
        return message.results.map(({ itemId, outcome, fault }) => `${itemId} ${fault?.code ?? outcome}`);
      return message.kind === 'lease-done' ? [`done ${message.leaseId}`] : [];
    });
  }
}

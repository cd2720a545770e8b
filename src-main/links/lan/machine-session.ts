import type { CoordinatorFrames, Link, LinkListeners } from '../../../src-link/link.ts';
import type { FolderAccess } from '../../../src-protocol/contract/machines.ts';
import type { FromMachine, MachineDescription, MachineStatus, ToMachine } from '../../../src-protocol/messages/link.ts';
import type { FromWorker, LeaseItem } from '../../../src-protocol/messages/worker.ts';
import type { LogLine } from '../../../src-protocol/model/log-line.ts';
import type { PathMapping } from '../../../src-protocol/model/path-mapping.ts';
import { unreachable } from '../../../src-protocol/model/unreachable.ts';
import type { WorkerLoss } from '../../coordinator/ports.ts';
import { Answers } from './answers.ts';
import { DoubtfulResults } from './doubtful-results.ts';
import type { PreparedItem } from './file-access.ts';
import { prepareItems } from './file-access.ts';
import { LeasesOut } from './leases-out.ts';
import { MachineSight } from './machine-sight.ts';
import type { ProbeAnswer } from './probe-file.ts';
import type { RuntimeDescription } from './remote-runtime.ts';
import { RemoteRuntime } from './remote-runtime.ts';
import { SentFiles } from './sent-files.ts';
import type { SessionEvents, SessionPorts } from './session-ports.ts';

export type WorkOrder = Omit<ToMachine & { readonly kind: 'work' }, 'kind'>;

const PROBE_WITHIN_MS = 15_000;
const LOG_WITHIN_MS = 10_000;
const RUNTIMES_MAX = 1_024;

/** One session with a machine: what it has been given, what it says, and what it is sent. */
export class MachineSession {
  readonly link: Link<CoordinatorFrames>;
  readonly sinceMs: number;
  readonly #ports: SessionPorts;
  readonly #events: SessionEvents;
  readonly #runtimes = new Map<number, RemoteRuntime>();
  /** Runtimes that are not used any more, though they are not gone yet. */
  readonly #unused = new Set<number>();
  readonly #leases = new LeasesOut();
  readonly #probes = new Answers<ProbeAnswer>();
  readonly #logs = new Answers<readonly LogLine[]>();
  readonly #sight: MachineSight;
  readonly #doubts: DoubtfulResults;
  readonly #sent: SentFiles;
  #state: 'up' | 'suspected' | 'broken' = 'up';
  #description: MachineDescription | undefined;
  #status: MachineStatus | undefined;
  #leaving: string | undefined;
  #order: string | undefined;
  #hasFailed = false;
  #isEnded = false;

  constructor(link: Link<CoordinatorFrames>, ports: SessionPorts, events: SessionEvents) {
    this.link = link;
    this.#ports = ports;
    this.#events = events;
    this.sinceMs = ports.nowMs();
    this.#sight = this.#makeSight();
    this.#doubts = new DoubtfulResults((folder, file) => void this.#sight.doubt(folder, file));
    this.#sent = new SentFiles({
      partOf: (leaseId, itemId, part) => this.#leases.partOf(leaseId, itemId, part),
      sendChunk: (chunk) => link.sendChunk(chunk),
      sendNow: (frame) => {
        link.sendNow(frame);
      },
      onSent: events.onSent,
      onNonsense: events.onNonsense,
      bandwidth: ports.bandwidth,
    });
  }

  get state(): 'up' | 'suspected' | 'broken' {
    return this.#state;
  }

  get description(): MachineDescription | undefined {
    return this.#description;
  }

  get status(): MachineStatus | undefined {
    return this.#status;
  }

  /** Why it is about to end, where it has said so. */
  get leaving(): string | undefined {
    return this.#leaving;
  }

  get runtimes(): RemoteRuntime[] {
    return [...this.#runtimes.values()];
  }

  /** With those whose files are still looked at. */
  get leasesOut(): number {
    let preparing = 0;
    for (const runtime of this.#runtimes.values()) preparing += runtime.preparing;
    return this.#leases.size + preparing;
  }

  /** Whether it was told to work, and not to rest since. */
  get isWorking(): boolean {
    return this.#order !== undefined;
  }

  get listeners(): LinkListeners<CoordinatorFrames> {
    return {
      onFrame: (frame) => {
        if (!this.#isEnded) this.#hear(frame);
      },
      onFrameNow: (frame) => {
        if (this.#isEnded) return;
        if (frame.kind === 'status') this.#status = frame.status;
        else this.#sent.hear(frame);
      },
      onChunk: () => {
        this.#events.onNonsense('it sent a part of a file');
      },
      onState: (state) => {
        this.#state = state;
        if (state === 'up') {
          this.#ports.bandwidth.goOn(performance.now());
          this.#events.onUp();
        } else this.#ports.bandwidth.halt();
        if (state === 'broken') this.#sent.endAll(); // it fetches anew from where it stands
      },
      onEnd: (reason) => {
        this.#end(reason);
      },
    };
  }

  /** Whether it has found that it cannot have processes, and was not told to work since. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Has it work; told only where that changes something. */
  work(order: WorkOrder): void {
    const text = JSON.stringify(order);
    if (this.#isEnded || this.#order === text) return;
    this.#order = text;
    this.#hasFailed = false;
    this.link.send({ kind: 'work', ...order });
  }

  /** Has it end its runtimes, once they are through with what they have and with what is on its way to them. */
  rest(): void {
    if (this.#isEnded || this.#order === undefined) return;
    this.#order = undefined;
    void Promise.all(this.runtimes.map((runtime) => runtime.sent())).then(() => {
      if (this.#order === undefined && !this.#isEnded) this.link.send({ kind: 'rest' });
    });
  }

  /** What bringing it a file takes besides the delay of the link, in milliseconds; `Infinity` where it never gets it, or not before more is known. */
  transferMs(folder: string, sizeBytes: number): number {
    const sighting = this.#sight.glance(folder);
    if (sighting !== undefined && sighting.way !== 'unseen') return 0;
    const roomBytes = this.#status?.roomBytes ?? this.#description?.roomBytes ?? 0;
    if (!this.#ports.settings().send || sizeBytes > roomBytes) return Infinity;
    return (sizeBytes / this.#ports.bandwidth.bytesPerS(performance.now())) * 1_000;
  }

  access(): FolderAccess[] {
    return this.#sight.views();
  }

  test(folder: string, mapping: PathMapping | undefined): Promise<FolderAccess> {
    return this.#sight.test(folder, mapping);
  }

  log(limit: number): Promise<readonly LogLine[] | undefined> {
    return this.#logs.ask(LOG_WITHIN_MS, (request) => {
      this.link.send({ kind: 'ask-log', request, limit });
    });
  }

  /** Ends it from here, once. */
  end(reason: string): void {
    if (this.#isEnded) return;
    this.link.end(reason);
    this.#end(reason); // a link tells of its end only once, or not at all where it was ended from here
  }

  #hear(frame: FromMachine): void {
    switch (frame.kind) {
      case 'machine':
        this.#description = frame.machine;
        this.#events.onDescription(frame.machine);
        break;
      case 'runtime-up':
        this.#up(frame);
        break;
      case 'runtime':
        this.#hearRuntime(frame.runtime, frame.message);
        break;
      case 'runtime-leaving':
        this.#runtimes.get(frame.runtime)?.leave();
        break;
      case 'runtime-down':
        this.#down(frame.runtime, frame.reason, frame.inOrder ? 'link' : 'process');
        this.#unused.delete(frame.runtime);
        break;
      case 'failure':
        this.#order = undefined; // it has given up, until it is told to work once more
        this.#hasFailed = true;
        this.#events.onFailure(`its worker processes do not start: ${frame.reason}`);
        break;
      case 'probed':
        this.#probes.give(frame.probe, frame);
        break;
      case 'log':
        this.#logs.give(frame.request, frame.lines);
        break;
      case 'leaving':
        this.#leaving = frame.message;
        break;
      default:
        unreachable(frame);
    }
  }

  #up(description: RuntimeDescription): void {
    const { runtime: number, name, extractors } = description;
    if (
      this.#runtimes.has(number) ||
      this.#unused.has(number) ||
      this.#runtimes.size + this.#unused.size >= RUNTIMES_MAX
    ) {
      this.#events.onNonsense(`it told of a worker process that it cannot have (${number.toString()})`);
      return;
    }
    const history = this.#ports.historyOf(name);
    history.starts += 1;
    const runtime = new RemoteRuntime(description, {
      machine: this.#ports.machine,
      leases: this.#leases,
      doubts: this.#doubts,
      history,
      takesLeases: () => this.#takesLeases(),
      prepare: (items) => this.#prepare(items),
      post: (to, message, access) => {
        this.link.send({ kind: 'runtime', runtime: to, message, ...(access === undefined ? {} : { access }) });
      },
      onLease: this.#events.onLease,
      onMessage: (from, message) => {
        if (message.kind === 'extractor-set-aside') this.#setAside(from, message.extractorId, message.message);
        else this.#events.onMessage(from, message);
      },
      onLeaseEnd: (leaseId, isWhole) => {
        this.#sent.endLease(leaseId);
        this.#events.onLeaseEnd(isWhole);
      },
      onNonsense: this.#events.onNonsense,
    });
    this.#runtimes.set(number, runtime);
    this.#events.onRuntimeUp(runtime, extractors);
  }

  #takesLeases(): boolean {
    return this.#state === 'up' && this.isWorking && this.#leaving === undefined && this.#ports.takesLeases();
  }

  #prepare(items: readonly LeaseItem[]): PreparedItem[] | Promise<PreparedItem[]> {
    return prepareItems(items, this.#sight, this.#ports.settings().send);
  }

  #hearRuntime(number: number, message: FromWorker): void {
    const runtime = this.#runtimes.get(number);
    if (runtime !== undefined) runtime.hear(message);
    else if (!this.#unused.has(number))
      this.#events.onNonsense(`it spoke for a worker process that it does not have (${number.toString()})`);
  }

  /** Its results would be other ones than those of this computer: others read its files. */
  #setAside(runtime: RemoteRuntime, extractorId: string, message: string): void {
    const reason = `${extractorId} does not work there: ${message}`;
    runtime.restart();
    this.#unused.add(runtime.runtime);
    this.#down(runtime.runtime, reason, 'link');
    this.#events.onFailure(reason);
  }

  #down(number: number, reason: string, loss: WorkerLoss): void {
    const runtime = this.#runtimes.get(number);
    if (runtime === undefined) return;
    this.#runtimes.delete(number);
    runtime.end();
    for (const leaseId of this.#leases.endAllOf(number)) this.#sent.endLease(leaseId);
    this.#events.onRuntimeDown(runtime, reason, loss);
  }

  #end(reason: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#state = 'broken';
    this.#sent.endAll();
    this.#probes.endAll();
    this.#logs.endAll();
    this.#events.onEnd(this, reason);
    for (const runtime of this.runtimes) this.#down(runtime.runtime, reason, 'link');
  }

  #makeSight(): MachineSight {
    const { settings, rootOf, nowMs, steadyMs, machine } = this.#ports;
    return new MachineSight({
      ask: (request) =>
        this.#probes.ask(PROBE_WITHIN_MS, (probe) => {
          this.link.send({ kind: 'probe', probe, ...request });
        }),
      machine: () => ({ name: machine.name, platform: this.#description?.platform ?? '' }),
      mappings: () => settings().mappings,
      sends: () => settings().send,
      rootOf,
      nowMs,
      steadyMs,
      onSighting: this.#events.onSighting,
    });
  }
}

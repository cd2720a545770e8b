import type { LinkTrouble } from '../../../src-link/dial-peer.ts';
import type { CoordinatorFrames, Link, LinkListeners, Peer } from '../../../src-link/link.ts';
import type { FolderAccess, Machine as MachineView } from '../../../src-protocol/contract/machines.ts';
import type { MachineLimits } from '../../../src-protocol/model/machine-limits.ts';
import type { FromWorker } from '../../../src-protocol/messages/worker.ts';
import type { ExtractorDescription } from '../../../src-protocol/model/extraction.ts';
import type { LogLine } from '../../../src-protocol/model/log-line.ts';
import type { PathMapping } from '../../../src-protocol/model/path-mapping.ts';
import { RuntimeTally } from '../../../src-worker/supervisor/runtime-tally.ts';
import type { Log, MachineWork, WorkerEvents, WorkerMachine } from '../../coordinator/ports.ts';
import { Bandwidth } from './bandwidth.ts';
import { extractorDifference } from './extractor-difference.ts';
import { MachineHealth } from './machine-health.ts';
import { MachineRefused } from './machine-refused.ts';
import { MachineSession } from './machine-session.ts';
import { machineState } from './machine-state.ts';
import { MachineTally } from './machine-tally.ts';
import { machineView } from './machine-view.ts';
import type { MachineWishes } from './machines-file.ts';
import type { RemoteRuntime, RuntimeHistory } from './remote-runtime.ts';
import type { FileSettings, SessionEvents } from './session-ports.ts';

export interface MachineSettings extends FileSettings {
  /** Of each process of a machine that has no limit of its own. */
  readonly memoryLimitBytes: number;
}

export interface MachinePorts {
  readonly here: {
    readonly name: string;
    readonly program: string;
    readonly extractors: readonly ExtractorDescription[];
  };
  readonly log: Log;
  /** In which dates are printed. */
  readonly timeZone: string;
  readonly workers: Omit<WorkerEvents, 'onFailure'>;
  readonly settings: () => MachineSettings;
  readonly rootOf: (folder: string) => string;
  readonly nowMs: () => number;
  /** Of a clock that never goes back: a pause is as long as it is, whatever the time of day is set to. */
  readonly steadyMs: () => number;
  /** Whether there is work for it, or was a while ago. */
  readonly isWanted: () => boolean;
  readonly onLease: () => void;
}

export interface MachineOptions {
  readonly peer: Peer;
  readonly name: string;
  readonly wishes: MachineWishes;
  /** What it has done so far. */
  readonly work: MachineWork | undefined;
}

/** Of the processes of a machine by their names, which it chooses. */
const HISTORIES_MAX = 2_048;

/** Another computer that works for this one, over all sessions with it. */
export class Machine implements WorkerMachine {
  readonly peer: Peer;
  readonly name: string;
  readonly #ports: MachinePorts;
  readonly #tally: MachineTally;
  readonly #bandwidth = new Bandwidth();
  readonly #health: MachineHealth;
  readonly #histories = new Map<string, RuntimeHistory>();
  #wishes: MachineWishes;
  #isDraining = false;
  #session: MachineSession | undefined;
  /** Why its results would not be those of this computer. */
  #difference: string | undefined;
  #trouble: { readonly message: string; readonly nextTryAtMs?: number; readonly isRefusal?: boolean } | undefined;
  /** From where it has dialled in last. */
  #cameFrom: string | undefined;

  constructor({ peer, name, wishes, work }: MachineOptions, ports: MachinePorts) {
    this.peer = peer;
    this.name = name;
    this.#wishes = wishes;
    this.#tally = new MachineTally(work);
    this.#ports = ports;
    this.#health = new MachineHealth(name, ports);
  }

  get wishes(): MachineWishes {
    return this.#wishes;
  }

  get labels(): readonly string[] {
    return this.#session?.description?.labels ?? [];
  }

  get delayMs(): number | undefined {
    return this.#session?.link.delayMs;
  }

  /** Processes that are up. */
  get runtimes(): readonly RemoteRuntime[] {
    return this.#session?.runtimes ?? [];
  }

  get leasesOut(): number {
    return this.#session?.leasesOut ?? 0;
  }

  /** That it offers as far as it may work now. */
  get slots(): number {
    const mayWork = this.#difference === undefined && !this.#isDraining && !this.#wishes.isPaused;
    return mayWork && this.#health.allows(0) ? this.#slotsOf() : 0;
  }

  transferMs(folder: string, sizeBytes: number): number {
    return this.#session?.transferMs(folder, sizeBytes) ?? Infinity;
  }

  /** A new session with it; one from before has come to its end. */
  meet(link: Link<CoordinatorFrames>): LinkListeners<CoordinatorFrames> {
    this.#session?.end('a new session has taken its place');
    this.#trouble = undefined;
    this.#difference = undefined;
    const session = new MachineSession(
      link,
      {
        ...this.#ports,
        machine: this,
        bandwidth: this.#bandwidth,
        takesLeases: () => this.#takesLeases(),
        historyOf: (name) => this.#historyOf(name),
      },
      this.#sessionEvents(),
    );
    this.#session = session;
    this.#ports.log.info({ machine: this.name }, 'machine.link');
    return session.listeners;
  }

  /** It cannot be reached, or does not want to be. */
  noteTrouble({ message, code, nextTryAtMs }: LinkTrouble): void {
    if (this.#trouble?.message !== message)
      this.#ports.log.warn({ machine: this.name, code, message }, 'machine.trouble');
    this.#trouble = { message, nextTryAtMs, isRefusal: code !== 'unreachable' };
  }

  noteWaiting(message: string): void {
    this.#trouble = { message };
  }

  /** Has it work, or rest, as things and settings are now; one that could not, once its pause is over. */
  steer(): void {
    const session = this.#session;
    if (session?.description === undefined) return;
    if (!this.#ports.isWanted() || this.#difference !== undefined || this.#isDraining) session.rest();
    else if (session.hasFailed && !this.#health.allows(0)) return;
    else if (!this.#wishes.isPaused || session.isWorking)
      session.work({
        slots: this.#slotsOf(),
        memoryLimitBytes: this.#wishes.limits.memoryLimitBytes ?? this.#ports.settings().memoryLimitBytes,
        timeZone: this.#ports.timeZone,
      });
  }

  pause(): void {
    this.#wishes = { ...this.#wishes, isPaused: true };
  }

  resume(): void {
    this.#wishes = { ...this.#wishes, isPaused: false };
    this.#isDraining = false;
    this.#health.reset();
    this.steer();
  }

  drain(): void {
    this.#isDraining = true;
    this.steer();
  }

  setLimits(limits: MachineLimits): void {
    this.#wishes = { ...this.#wishes, limits };
    this.steer();
  }

  async test(folder: string, mapping: PathMapping | undefined): Promise<FolderAccess> {
    return this.#sessionNow().test(folder, mapping);
  }

  async log(limit: number): Promise<LogLine[]> {
    const lines = await this.#sessionNow().log(limit);
    if (lines === undefined)
      throw new MachineRefused('UNAVAILABLE', `${this.name} did not answer. Try again in a moment.`);
    return [...lines];
  }

  /** It is not wanted any more, and is told so before the session ends. */
  dismiss(): void {
    this.#session?.link.send({ kind: 'removed' });
  }

  end(reason: string): void {
    this.#session?.end(reason);
  }

  takeUnkept(): MachineWork | undefined {
    return this.#tally.takeUnkept();
  }

  view(): MachineView {
    const nowMs = this.#ports.nowMs();
    const session = this.#session;
    const { trouble: setAside } = this.#health;
    const refusal = this.#difference ?? (this.#trouble?.isRefusal === true ? this.#trouble.message : undefined);
    const state = machineState(
      {
        refusal,
        link: session?.state,
        trouble: this.#trouble,
        isDescribed: session?.description !== undefined,
        isPaused: this.#wishes.isPaused,
        isDraining: this.#isDraining,
        setAside: setAside && { reason: setAside.reason, untilMs: nowMs + setAside.forMs },
        leaving: session?.leaving,
        status: session?.status,
      },
      nowMs,
    );
    return machineView(this, {
      state,
      session,
      cameFrom: this.#cameFrom,
      work: this.#tally.totals,
      filesPerS: this.#tally.filesPerS,
      bandwidth: this.#bandwidth,
    });
  }

  #sessionEvents(): SessionEvents {
    const { workers, onLease } = this.#ports;
    return {
      onUp: () => {
        this.#trouble = undefined;
        this.#cameFrom = this.#session?.link.address;
      },
      onDescription: ({ program, extractors }) => {
        this.#compare(program, extractors);
        this.steer();
      },
      onRuntimeUp: (runtime, extractors) => {
        if (this.#difference === undefined) this.#compare(this.#session?.description?.program ?? '', extractors);
        if (this.#difference !== undefined) this.steer();
        else workers.onUp(runtime, extractors);
      },
      onMessage: (runtime, message) => {
        this.#note(message);
        workers.onMessage(runtime, message);
      },
      onRuntimeDown: (runtime, reason, loss) => {
        if (loss === 'process') this.#health.noteDeath(reason);
        workers.onDown(runtime, reason, loss);
      },
      onSighting: () => {
        workers.onMayTakeMore();
      },
      onLease,
      onLeaseEnd: (isWhole) => {
        if (isWhole) this.#health.leaseDone();
      },
      onSent: (bytes) => {
        this.#tally.addSent(bytes);
      },
      onFailure: (reason) => {
        this.#health.failed(reason);
      },
      onNonsense: (what) => {
        this.#ports.log.debug({ machine: this.name, what }, 'machine.nonsense'); // the first of many is told below
        this.#health.failed(what);
      },
      onEnd: (session, reason) => {
        this.#noteEnd(session, reason);
      },
    };
  }

  #noteEnd(session: { readonly leasesOut: number }, reason: string): void {
    this.#ports.log.warn({ machine: this.name, reason, leases: session.leasesOut }, 'machine.link-ended');
    if (session.leasesOut > 0)
      this.#health.failed(`the link to it was lost while it had files (${withoutPeriod(reason)})`);
    if (this.#session !== session) return;
    this.#session = undefined;
    this.#difference = undefined;
    this.#trouble ??= { message: `The link has ended: ${withoutPeriod(reason)}.` };
  }

  #takesLeases(): boolean {
    const { status, leasesOut } = this.#session ?? { status: undefined, leasesOut: 0 };
    if (this.#difference !== undefined || this.#wishes.isPaused || this.#isDraining) return false;
    if (status !== undefined && status.state !== 'ready') return false;
    return this.#health.allows(leasesOut);
  }

  #slotsOf(): number {
    const offered = this.#session?.description?.slots ?? 0;
    return Math.min(offered, this.#wishes.limits.slots ?? offered);
  }

  #historyOf(runtimeName: string): RuntimeHistory {
    const history = this.#histories.get(runtimeName) ?? { tally: new RuntimeTally(), starts: 0, isPaused: false };
    this.#histories.set(runtimeName, history);
    const [oldest] = this.#histories.keys();
    if (this.#histories.size > HISTORIES_MAX && oldest !== undefined) this.#histories.delete(oldest);
    return history;
  }

  #sessionNow(): MachineSession {
    if (this.#session?.state === 'up') return this.#session;
    throw new MachineRefused('CONFLICT', `${this.name} cannot be asked: there is no link to it now.`);
  }

  #compare(program: string, extractors: readonly ExtractorDescription[]): void {
    this.#difference = extractorDifference(this.#ports.here, { name: this.name, program, extractors });
    if (this.#difference !== undefined)
      this.#ports.log.warn({ machine: this.name, message: this.#difference }, 'machine.refused');
  }

  #note(message: FromWorker): void {
    if (message.kind !== 'results') return;
    this.#tally.add(message.results);
    this.#health.noteResults(message.results);
  }
}

function withoutPeriod(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Link, LinkListeners, LinkState, WorkerFrames } from '../../src-link/link.ts';
import type { Log } from '../../src-link/log.ts';
import type { FileAccess, MachineDescription, MachineStatus, ToMachine } from '../../src-protocol/messages/link.ts';
import type { FromWorker, Lease } from '../../src-protocol/messages/worker.ts';
import type { LogLine } from '../../src-protocol/model/log-line.ts';
import { unreachable } from '../../src-protocol/model/unreachable.ts';
import type { LaunchRuntime } from '../supervisor/launcher.ts';
import { fixedLayout } from '../supervisor/runtime-layout.ts';
import type { RuntimeView } from '../supervisor/runtime-view.ts';
import { BroughtFiles } from './brought-files.ts';
import { Crew, type CrewWork } from './crew.ts';
import { FetchedFiles } from './fetched-files.ts';
import { isTimeZone } from './time-zone.ts';
import type { Prober } from './probe.ts';
import type { Room } from './room.ts';
import type { Roots } from './roots.ts';
import { removeFolder } from './temp-folder.ts';

/** What all links of a worker share. */
export interface ServedLinkOptions {
  readonly launch: (timeZone: string) => LaunchRuntime;
  readonly slots: number;
  readonly memoryLimitBytes: number;
  readonly machine: () => Promise<MachineDescription>;
  /** How the machine stands, without what a link knows itself. */
  readonly status: () => Promise<Omit<MachineStatus, 'state' | 'message' | 'rssBytes'>>;
  readonly readLog: (limit: number) => Promise<LogLine[]>;
  readonly roots: Roots;
  readonly room: Room;
  readonly prober: Prober;
  /** A new folder for files of this link. */
  readonly folder: () => Promise<string>;
  readonly log: Log;
}

export interface ServedLinkEvents {
  onState(state: LinkState): void;
  /** The coordinator has forgotten this worker. */
  onRemoved(): void;
  onEnd(reason: string): void;
}

type WorkerMessage = ToMachine & { kind: 'runtime' };

const STATUS_INTERVAL_MS = 1_000;
/** At what is still to be finished. */
const LOOK_INTERVAL_MS = 50;
const REASON_MAX = 1_000;
const LOGS_ASKED_MAX = 8;
/** So many times the processes that the worker has at once: those that are to end are still there while they read. */
const PROCESSES_FACTOR_MAX = 4;
/** A coordinator keeps eight in flight at the most, and some more may be about to be given up. */
const LEASES_PER_SLOT_MAX = 64;

/** One coordinator that this computer works for, as long as the session with it lasts. */
export class ServedLink implements LinkListeners<WorkerFrames>, AsyncDisposable {
  readonly #link: Link<WorkerFrames>;
  readonly #options: ServedLinkOptions;
  readonly #events: ServedLinkEvents;
  readonly #fetched: FetchedFiles;
  readonly #crew: Crew;
  readonly #timer: NodeJS.Timeout;
  readonly #ready: Promise<void>;
  #folder: string | undefined;
  #files: BroughtFiles | undefined;
  #state: LinkState = 'broken';
  #wanted: CrewWork | undefined;
  /** Why it does not work now, in words. */
  #rest: Pick<MachineStatus, 'state' | 'message'> | undefined;
  #ended: Promise<void> | undefined;
  #logsAsked = 0;
  #logTold: Promise<void> = Promise.resolve();

  constructor(link: Link<WorkerFrames>, options: ServedLinkOptions, events: ServedLinkEvents) {
    this.#link = link;
    this.#options = options;
    this.#events = events;
    this.#fetched = new FetchedFiles({
      send: (frame) => {
        link.sendNow(frame);
      },
      delayMs: () => link.delayMs,
    });
    this.#crew = this.#makeCrew();
    this.#timer = setInterval(() => {
      void this.#tellStatus();
    }, STATUS_INTERVAL_MS).unref();
    this.#ready = this.#begin();
  }

  get peer(): Link<WorkerFrames>['peer'] {
    return this.#link.peer;
  }

  get state(): LinkState {
    return this.#state;
  }

  views(): RuntimeView[] {
    return this.#crew.views();
  }

  /** Files that were read for it, by processes that are gone too. */
  get filesDone(): number {
    return this.#crew.filesDone;
  }

  /** Off duty, or about to end: all that it has is finished, and no more is begun until it is on duty again. */
  setRest(rest: Pick<MachineStatus, 'state' | 'message'> | undefined): void {
    this.#rest = rest;
    this.#apply();
    void this.#tellStatus();
  }

  /** Resolves when nothing of it works any more and the coordinator has heard all, or when the signal is aborted. */
  async finished(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.#ended === undefined && !this.#crew.isEmpty) await sleep(LOOK_INTERVAL_MS);
    this.#link.send({ kind: 'leaving', message: 'The worker was told to end.' });
    while (!signal.aborted && this.#ended === undefined && this.#link.unreceived > 0) await sleep(LOOK_INTERVAL_MS);
  }

  onState(state: LinkState): void {
    this.#state = state;
    if (state === 'up') this.#fetched.onUp();
    if (state === 'broken') this.#fetched.onBroken();
    if (state === 'up') void this.#tellStatus();
    this.#events.onState(state);
  }

  onFrame(frame: ToMachine): void {
    if (this.#ended !== undefined) return;
    switch (frame.kind) {
      case 'work':
        this.#startWork(frame);
        break;
      case 'rest':
        this.#wanted = undefined;
        this.#apply();
        break;
      case 'runtime':
        this.#hearForRuntime(frame);
        break;
      case 'probe':
        void this.#options.prober.probe(frame).then((probed) => {
          this.#link.send(probed);
        });
        break;
      case 'ask-log':
        void this.#tellLog(frame.request, frame.limit);
        break;
      case 'removed':
        this.#events.onRemoved();
        this.#endLink('The coordinator has removed this worker.');
        break;
      default:
        unreachable(frame);
    }
  }

  onFrameNow(frame: WorkerFrames['inNow']): void {
    this.#fetched.onFrame(frame);
  }

  onChunk(chunk: Parameters<LinkListeners<WorkerFrames>['onChunk']>[0]): void {
    this.#fetched.onChunk(chunk);
  }

  onEnd(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = this.#endAll();
    this.#events.onEnd(reason);
  }

  /** Ends the session if it has not ended; resolves when nothing of it is left here. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#endLink('The worker has ended.');
    await this.#ended;
  }

  async #begin(): Promise<void> {
    const { room, roots, folder, machine, log } = this.#options;
    try {
      this.#link.send({ kind: 'machine', machine: await machine() });
      this.#folder = await folder();
      this.#files = new BroughtFiles({ roots, room, fetched: this.#fetched, folder: this.#folder });
      this.#apply();
    } catch (error) {
      log.error({ peer: this.peer.name, error: String(error) }, 'worker.no-temp-folder');
      this.#endLink(`The worker cannot keep files: ${String(error)}`.slice(0, REASON_MAX));
    }
  }

  #startWork({ slots, memoryLimitBytes, timeZone }: ToMachine & { kind: 'work' }): void {
    if (!isTimeZone(timeZone)) {
      this.#link.send({ kind: 'failure', reason: `The worker does not know the time zone ${timeZone}.` });
      return;
    }
    if (this.views().length > PROCESSES_FACTOR_MAX * fixedLayout(this.#options.slots).length) {
      this.#endLink('It had more processes started than it can have meant.');
      return;
    }
    this.#wanted = {
      slots: Math.min(slots, this.#options.slots),
      memoryLimitBytes: Math.min(memoryLimitBytes, this.#options.memoryLimitBytes),
      timeZone,
    };
    this.#apply();
  }

  #apply(): void {
    if (this.#ended !== undefined || this.#files === undefined) return;
    this.#crew.set(this.#rest === undefined ? this.#wanted : undefined);
  }

  /** What it cannot have meant is answered by the end of the link; what has crossed on the way is not. */
  #hearForRuntime({ runtime: number, message, access }: WorkerMessage): void {
    if (!this.#crew.knows(number)) {
      this.#endLink('It spoke to a process that never was.');
      return;
    }
    const runtime = this.#crew.get(number);
    switch (message.kind) {
      case 'lease': {
        const fault = this.#faultOf(message.lease, access);
        if (fault === undefined) runtime?.lease(message.lease, access ?? []);
        else this.#endLink(fault);
        break;
      }
      case 'abandon':
        runtime?.abandon(message.leaseId);
        break;
      case 'drain':
        this.#crew.replace(number);
        break;
      default:
        unreachable(message);
    }
  }

  #faultOf({ leaseId, items }: Lease, access: readonly FileAccess[] | undefined): string | undefined {
    if (this.#crew.leases >= this.#options.slots * LEASES_PER_SLOT_MAX)
      return 'It gave more leases than it can have meant.';
    if (access?.length !== items.length) return 'It did not say for each file of a lease how to come by it.';
    if (this.#crew.hasLease(leaseId)) return 'It gave two leases the same number.';
    if (new Set(items.map(({ itemId }) => itemId)).size !== items.length) return 'It leased a file twice in one lease.';
    return undefined;
  }

  /** One after the other; whoever asks for more than a person can look at gets no lines. */
  async #tellLog(request: number, limit: number): Promise<void> {
    if (this.#logsAsked >= LOGS_ASKED_MAX) {
      this.#link.send({ kind: 'log', request, lines: [] });
      return;
    }
    this.#logsAsked += 1;
    this.#logTold = this.#logTold.then(async () => {
      const lines = await this.#options.readLog(limit).catch(() => []);
      this.#logsAsked -= 1;
      this.#link.send({ kind: 'log', request, lines });
    });
    await this.#logTold;
  }

  async #tellStatus(): Promise<void> {
    const status = await this.#options.status();
    if (this.#ended !== undefined || this.#state === 'broken') return;
    const rssBytes = this.views().reduce((sum, view) => sum + view.rssBytes, 0);
    const state = this.#rest ?? { state: 'ready' };
    this.#link.sendNow({ kind: 'status', status: { ...status, ...state, rssBytes } });
  }

  #makeCrew(): Crew {
    const link = this.#link;
    const files = () => {
      if (this.#files === undefined) throw new Error('No runtime is started before there is a folder for its files');
      return this.#files;
    };
    return new Crew(
      { launch: this.#options.launch, files },
      {
        onUp: (runtime, { name, slots }, extractors) => {
          link.send({ kind: 'runtime-up', runtime, name, slots, extractors: [...extractors] });
        },
        say: (runtime, message) => {
          if (!this.#isStale(message)) link.send({ kind: 'runtime', runtime, message });
        },
        onLeaving: (runtime) => {
          link.send({ kind: 'runtime-leaving', runtime });
        },
        onDown: (runtime, reason, inOrder) => {
          link.send({ kind: 'runtime-down', runtime, reason: reason.slice(0, REASON_MAX), inOrder });
        },
        onFailure: (reason) => {
          link.send({ kind: 'failure', reason: reason.slice(0, REASON_MAX) });
        },
      },
    );
  }

  /** Heartbeats that nobody hears now are of no use later. */
  #isStale({ kind }: FromWorker): boolean {
    return kind === 'beat' && this.#state !== 'up';
  }

  #endLink(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#options.log.warn({ peer: this.peer.name, reason }, 'worker.link-ended');
    this.#link.end(reason);
    this.onEnd(reason);
  }

  async #endAll(): Promise<void> {
    clearInterval(this.#timer);
    this.#fetched[Symbol.dispose]();
    await this.#ready;
    await this.#crew[Symbol.asyncDispose]();
    if (this.#folder !== undefined) await removeFolder(this.#folder);
  }
}

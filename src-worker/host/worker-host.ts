import { mkdir } from 'node:fs/promises';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { dialPeer } from '../../src-link/dial-peer.ts';
import { WORKER_FRAMES } from '../../src-link/frame-schemas.ts';
import { type Identity, openIdentity } from '../../src-link/identity.ts';
import type { LinkTiming } from '../../src-link/link-timing.ts';
import type { Self } from '../../src-link/link-options.ts';
import type { Link, LinkListeners, LinkState, Peer, WorkerFrames } from '../../src-link/link.ts';
import {
  type Invitation,
  type InviteOptions,
  type LinkListener,
  listenForLinks,
} from '../../src-link/listen-for-links.ts';
import type { Log } from '../../src-link/log.ts';
import { pairByCode } from '../../src-link/pair-by-code.ts';
import { PeersFile } from '../../src-link/peers-file.ts';
import type { MachineStatus } from '../../src-protocol/messages/link.ts';
import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import type { LogLine } from '../../src-protocol/model/log-line.ts';
import type { PairingCode } from '../../src-protocol/model/pairing-code.ts';
import type { LaunchRuntime } from '../supervisor/launcher.ts';
import { CpuShare } from './cpu-share.ts';
import { DialledPeers } from './dialled-peers.ts';
import { DutyWatch } from './duty-watch.ts';
import { findGpu } from './gpu.ts';
import { describeMachine, diskSpace } from './machine.ts';
import { Prober } from './probe.ts';
import { Room } from './room.ts';
import { Roots } from './roots.ts';
import type { Schedule } from './schedule.ts';
import { ServedLink, type ServedLinkOptions } from './served-link.ts';
import { TempFolder } from './temp-folder.ts';

export interface WorkerHostOptions {
  /** For what it keeps of itself and of those that it is paired with. */
  readonly dataFolder: string;
  /** For files that are sent to it; its own, and emptied at the start. */
  readonly tempFolder: string;
  /** What those files may take together. */
  readonly roomBytes: number;
  readonly name: string;
  /** Version of the program. */
  readonly program: string;
  /** Where it can be dialled; absent: it only dials itself. */
  readonly listen?: { readonly host: string; readonly port: number };
  /** Starts runtimes whose local time is that of a time zone. */
  readonly launch: (timeZone: string) => LaunchRuntime;
  /** Files that it reads at the same time, for each coordinator. */
  readonly slots: number;
  /** A process with more resident memory is replaced. */
  readonly memoryLimitBytes: number;
  readonly labels: readonly string[];
  /** When it works; absent: always. */
  readonly schedule?: Schedule;
  /** Folders that it keeps to; absent: it reads whatever its user may. */
  readonly roots?: readonly string[];
  readonly extractors: readonly ExtractorDescription[];
  readonly log: Log;
  /** The last lines of its log, oldest first. */
  readonly readLog: (limit: number) => Promise<LogLine[]>;
  readonly timing: () => LinkTiming;
  readonly events: WorkerHostEvents;
}

export type PeerState = LinkState | 'ended';

export interface WorkerHostEvents {
  /** A coordinator has used a pairing code. */
  onPaired(peer: Peer): void;
  /** `message` is a sentence for people. */
  onPeer(peer: Peer, state: PeerState, message?: string): void;
  onDuty(isOn: boolean, message: string): void;
  /** They are not paired any more, by either side's wish. */
  onRemoved(peer: Peer): void;
}

/** A coordinator that this worker is paired with, and how the link to it stands. */
export interface PeerView {
  readonly peer: Peer;
  readonly state: PeerState;
  readonly message?: string;
}

export interface WorkerHostStatus {
  /** Of the processes that there are now. */
  readonly slots: number;
  readonly busySlots: number;
  readonly filesDone: number;
  readonly storedBytes: number;
  readonly state: MachineStatus['state'];
  /** Coordinators that it is connected to now. */
  readonly links: number;
}

export const PEERS_FILE = 'worker-peers.json';

/** This computer as a worker: whoever is paired with it has its files read here. */
export class WorkerHost implements AsyncDisposable {
  readonly #options: WorkerHostOptions;
  readonly #self: Self;
  readonly #peers: PeersFile;
  readonly #temp: TempFolder;
  readonly #shared: ServedLinkOptions;
  readonly #room: Room;
  readonly #duty: DutyWatch;
  readonly #links = new Set<ServedLink>();
  readonly #ending = new Set<Promise<void>>();
  readonly #over = new AbortController();
  readonly #dialled: DialledPeers;
  readonly #messages = new Map<string, string>();
  #listener: LinkListener | undefined;
  #isDraining = false;
  /** Files that were read for links that have ended. */
  #filesDoneBefore = 0;

  private constructor(
    options: WorkerHostOptions,
    own: { readonly identity: Identity; readonly peers: PeersFile; readonly temp: TempFolder; readonly roots: Roots },
  ) {
    this.#options = options;
    this.#self = { identity: own.identity, role: 'worker', name: options.name, program: options.program };
    this.#peers = own.peers;
    this.#temp = own.temp;
    const spaceNow = () => diskSpace(own.temp.path);
    this.#room = new Room(options.roomBytes, spaceNow);
    this.#duty = new DutyWatch(options.schedule, () => {
      this.#changeDuty();
    });
    this.#dialled = this.#dialPeers();
    const cpu = new CpuShare();
    const { slots, memoryLimitBytes, log, launch, readLog } = options;
    const gpu = findGpu();
    this.#shared = {
      launch,
      slots,
      memoryLimitBytes,
      log,
      readLog,
      roots: own.roots,
      room: this.#room,
      prober: new Prober(own.roots),
      folder: () => own.temp.folderForLink(),
      machine: async () => describeMachine(options, await gpu, await this.#room.largestBytes()),
      status: async () => ({
        cpuShare: cpu.read(),
        memoryFreeBytes: freemem(),
        storedBytes: this.#room.storedBytes,
        roomBytes: await this.#room.largestBytes(),
      }),
    };
  }

  /**
   * Listens and dials from now on. Throws where the temporary folder is in use (TempFolderInUse), where what is kept in the
   * data folder cannot be read, and where the port is taken.
   */
  static async open(options: WorkerHostOptions): Promise<WorkerHost> {
    await mkdir(options.dataFolder, { recursive: true, mode: 0o700 });
    const identity = await openIdentity(options.dataFolder);
    const peers = new PeersFile(join(options.dataFolder, PEERS_FILE));
    const roots = await Roots.of(options.roots);
    const temp = await TempFolder.open(options.tempFolder);
    const host = new WorkerHost(options, { identity, peers, temp, roots });
    try {
      await host.#listen();
    } catch (error) {
      await host[Symbol.asyncDispose]();
      throw error;
    }
    for (const peer of peers.list()) host.#dialled.dial(peer);
    return host;
  }

  /** Where it listens; undefined where it only dials. */
  get address(): { readonly port: number } | undefined {
    return this.#listener?.address;
  }

  /** A code by which a coordinator pairs with this worker. Throws where it does not listen. */
  invite(hosts: readonly string[], options?: InviteOptions): Invitation {
    if (this.#listener === undefined) throw new Error('A worker that does not listen cannot be dialled');
    return this.#listener.invite(hosts, options);
  }

  /**
   * Pairs with the coordinator that has given the code, and dials it from now on. One that is paired with it is only dialled:
   * the code is used where the coordinator has forgotten it, or is to be found elsewhere now.
   */
  async join(code: PairingCode): Promise<Peer> {
    const known = this.#peers.withFingerprint(code.fingerprint);
    if (known?.dial === undefined) {
      const peer = await this.#pair(code);
      this.#dialled.dial(peer);
      return peer;
    }
    this.#dialled.dial(known, code);
    return known;
  }

  peers(): PeerView[] {
    return this.#peers.list().map((peer) => {
      const message = this.#messages.get(peer.id);
      const state = this.#linksOf(peer.id).at(-1)?.state ?? 'ended';
      return { peer, state, ...(message !== undefined && { message }) };
    });
  }

  /** They are not paired any more. */
  async forget(peerId: string): Promise<void> {
    const peer = this.#peers.get(peerId);
    if (peer === undefined) return;
    this.#peers.remove(peerId);
    this.#messages.delete(peerId);
    this.#options.events.onRemoved(peer);
    await this.#dialled.drop(peerId);
    await Promise.all(this.#linksOf(peerId).map((link) => link[Symbol.asyncDispose]()));
  }

  status(): WorkerHostStatus {
    const links = [...this.#links];
    const views = links.flatMap((link) => link.views());
    return {
      slots: views.reduce((sum, { slots }) => sum + slots, 0),
      busySlots: views.reduce((sum, { busySlots }) => sum + busySlots, 0),
      filesDone: links.reduce((sum, { filesDone }) => sum + filesDone, this.#filesDoneBefore),
      storedBytes: this.#room.storedBytes,
      state: this.#rest()?.state ?? 'ready',
      links: links.filter(({ state }) => state !== 'broken').length,
    };
  }

  /** Finishes all that it has, says that it leaves, and ends; after so long at the latest, whatever is unfinished then. */
  async drain(withinMs: number): Promise<void> {
    this.#isDraining = true;
    const late = AbortSignal.timeout(withinMs);
    for (const link of this.#links) link.setRest(this.#rest());
    await Promise.all([...this.#links].map((link) => link.finished(late)));
    await this[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDraining = true;
    this.#over.abort();
    this.#duty[Symbol.dispose]();
    await this.#dialled[Symbol.asyncDispose]();
    await this.#listener?.[Symbol.asyncDispose]();
    await Promise.all([...this.#links].map((link) => link[Symbol.asyncDispose]()));
    await Promise.all(this.#ending);
    await this.#temp[Symbol.asyncDispose]();
  }

  async #listen(): Promise<void> {
    const { listen, events } = this.#options;
    if (listen === undefined) return;
    this.#listener = await listenForLinks<WorkerFrames>({ ...listen, ...this.#linkOptions(), peers: this.#peers });
    this.#listener.onPaired((peer) => {
      events.onPaired(peer);
    });
  }

  #dialPeers(): DialledPeers {
    return new DialledPeers({
      dial: (peer, onTrouble) => dialPeer<WorkerFrames>({ ...this.#linkOptions(), peer, onTrouble }),
      pair: (code) => this.#pair(code),
      onTrouble: (peer, message) => {
        this.#notePeer(peer, 'ended', message);
      },
    });
  }

  #pair(code: PairingCode): Promise<Peer> {
    return pairByCode(code, { ...this.#self, peers: this.#peers, signal: this.#over.signal });
  }

  #linkOptions() {
    const { timing, log } = this.#options;
    const onLink = (link: Link<WorkerFrames>) => this.#serve(link);
    return { ...this.#self, frames: WORKER_FRAMES, timing, log, onLink };
  }

  #serve(link: Link<WorkerFrames>): LinkListeners<WorkerFrames> {
    const { peer } = link;
    const served: ServedLink = new ServedLink(link, this.#shared, {
      onState: (state) => {
        this.#notePeer(peer, state);
      },
      onRemoved: () => {
        this.forget(peer.id).catch((error: unknown) => {
          this.#options.log.error({ peer: peer.name, error: String(error) }, 'worker.not-forgotten');
        });
      },
      onEnd: (reason) => {
        this.#endLink(served);
        this.#notePeer(peer, 'ended', reason);
      },
    });
    this.#links.add(served);
    served.setRest(this.#rest());
    return served;
  }

  /** The latest last; one that is not wanted any more may still be ending. */
  #linksOf(peerId: string): ServedLink[] {
    return [...this.#links].filter(({ peer }) => peer.id === peerId);
  }

  #endLink(served: ServedLink): void {
    this.#filesDoneBefore += served.filesDone;
    this.#links.delete(served);
    const ended = served[Symbol.asyncDispose]().finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
  }

  #notePeer(peer: Peer, state: PeerState, message?: string): void {
    if (this.#peers.get(peer.id) === undefined) return; // it is known already that they are not paired any more
    if (message === undefined) this.#messages.delete(peer.id);
    else this.#messages.set(peer.id, message);
    this.#options.events.onPeer(peer, state, message);
  }

  #changeDuty(): void {
    const { isOn } = this.#duty.now;
    this.#options.log.info({ isOn }, 'worker.duty');
    this.#options.events.onDuty(isOn, this.#duty.message);
    for (const link of this.#links) link.setRest(this.#rest());
  }

  #rest(): Pick<MachineStatus, 'state' | 'message'> | undefined {
    if (this.#isDraining) return { state: 'draining', message: 'It was told to end, and finishes what it has.' };
    return this.#duty.now.isOn ? undefined : { state: 'off-duty', message: this.#duty.message };
  }
}

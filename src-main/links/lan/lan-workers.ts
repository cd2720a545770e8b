import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LinkTiming } from '../../../src-link/link-timing.ts';
import type { Peer } from '../../../src-link/link.ts';
import type { FolderAccess, Machine as MachineView } from '../../../src-protocol/contract/machines.ts';
import type { MachineLimits } from '../../../src-protocol/model/machine-limits.ts';
import type { ExtractorDescription } from '../../../src-protocol/model/extraction.ts';
import type { LogLine } from '../../../src-protocol/model/log-line.ts';
import { pairingCodeText, readPairingCode } from '../../../src-protocol/model/pairing-code.ts';
import type { PathMapping } from '../../../src-protocol/model/path-mapping.ts';
import type { Log, MachineStatisticsStore, WorkerEvents, WorkerMachine, WorkerPool } from '../../coordinator/ports.ts';
import type { Discovery } from './discover-machines.ts';
import { JoinPort } from './join-port.ts';
import type { MachineSettings } from './machine.ts';
import { Machine } from './machine.ts';
import type { LinksOptions, MachineLinks } from './machine-links.ts';
import { MachineRefused } from './machine-refused.ts';
import { MachinesFile } from './machines-file.ts';
import type { RemoteRuntime, RemoteRuntimeView } from './remote-runtime.ts';
import { ReportedWorkers } from './reported-workers.ts';

export interface LanSettings extends MachineSettings {
  readonly timing: LinkTiming;
  /** Where workers dial in. */
  readonly joinPort: number;
}

export interface LanWorkersOptions {
  readonly dataFolder: string;
  /** What this computer calls itself. */
  readonly name: string;
  /** Version of the program. */
  readonly program: string;
  /** Of this computer: whose results would be other ones gets no files. */
  readonly extractors: readonly ExtractorDescription[];
  /** Without it machines are only looked at, and paired with. */
  readonly connects: boolean;
  readonly statistics: Pick<MachineStatisticsStore, 'list' | 'add' | 'remove'>;
  readonly log: Log;
  /** Whether files wait that a machine may read. */
  readonly hasWorkFor: (machine: WorkerMachine) => boolean;
  /** After so long without a lease and without such files machines end their processes. */
  readonly idleMs?: number;
  /** By default over the network. */
  readonly openLinks?: (options: LinksOptions) => Promise<MachineLinks>;
  /** Read anew whenever it matters. */
  readonly settings: () => LanSettings;
  /** The source of a running job that a folder lies under, or the folder. */
  readonly rootOf: (folder: string) => string;
  readonly nowMs: () => number;
  /** Of a clock that never goes back. */
  readonly steadyMs: () => number;
}

export interface InvitationOptions {
  /** Names or addresses of this computer. */
  readonly hosts: readonly string[];
  readonly uses?: number | undefined;
  readonly validMinutes?: number | undefined;
}

const IDLE_MS = 300_000;
const LOOK_EVERY_MS = 5_000;
const NOTHING_CONNECTS =
  'Nothing on this computer is connected to it: the window, “metaextract serve” and “metaextract extract” are.';

/** The workers at other computers that this one is paired with. */
export class LanWorkers implements WorkerPool {
  readonly #options: LanWorkersOptions;
  readonly #folder: string;
  readonly #peersFile: string;
  readonly #wishes: MachinesFile;
  readonly #machines = new Map<string, Machine>();
  readonly #reported = new ReportedWorkers();
  readonly #joinPort: JoinPort;
  readonly #timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  readonly #timer: NodeJS.Timeout;
  #links: Promise<MachineLinks> | undefined;
  #wantedAtMs = -Infinity;
  #isEnding = false;

  private constructor(options: LanWorkersOptions) {
    this.#options = options;
    this.#folder = join(options.dataFolder, 'link');
    this.#peersFile = join(this.#folder, 'coordinator-peers.json');
    this.#wishes = new MachinesFile(join(this.#folder, 'machines.json'), options.log);
    this.#joinPort = new JoinPort(options.log, () => this.#all);
    this.#timer = setInterval(() => {
      this.#look();
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Nothing is opened as long as no machine is paired. */
  static async open(options: LanWorkersOptions): Promise<LanWorkers> {
    const workers = new LanWorkers(options);
    if (existsSync(workers.#peersFile)) await workers.#opened();
    return workers;
  }

  get slots(): number {
    return this.#all.reduce((sum, { slots }) => sum + slots, 0);
  }

  /** Whether there is a worker process, or soon will be. */
  get hasWorkers(): boolean {
    return this.#reported.size > 0 || this.slots > 0;
  }

  start(events: WorkerEvents): void {
    this.#reported.report(events);
    this.#wantedAtMs = performance.now();
    for (const machine of this.#all) machine.steer();
  }

  machines(): MachineView[] {
    return this.#all.map((machine) => machine.view());
  }

  runtimes(): RemoteRuntimeView[] {
    return this.#all.flatMap(({ peer, runtimes }) => runtimes.map((runtime) => runtime.view(peer.id)));
  }

  /** False where there is no such process, as for the next two. */
  pauseRuntime(name: string): boolean {
    return this.#withRuntime(name, (runtime) => {
      runtime.pause();
    });
  }

  resumeRuntime(name: string): boolean {
    return this.#withRuntime(name, (runtime) => {
      runtime.resume();
    });
  }

  restartRuntime(name: string): boolean {
    return this.#withRuntime(name, (runtime) => {
      runtime.restart();
    });
  }

  /** Pairs with a worker by the code that it shows. */
  async pair(codeText: string): Promise<MachineView> {
    const read = readPairingCode(codeText);
    if (!read.ok) throw new MachineRefused('BAD_REQUEST', read.reason);
    const links = await this.#opened();
    const peer = await links.pair(read.code);
    this.#reconcile(links);
    return this.#machine(peer.id).view();
  }

  async invite({ hosts, uses, validMinutes }: InvitationOptions): Promise<{ code: string; expiresAt: string }> {
    const links = await this.#opened();
    const { code, expiresAtMs } = await links.invite(hosts, {
      ...(uses === undefined ? {} : { uses }),
      ...(validMinutes === undefined ? {} : { validMs: validMinutes * 60_000 }),
    });
    return { code: pairingCodeText(code), expiresAt: new Date(expiresAtMs).toISOString() };
  }

  pause(machineId: string): MachineView {
    return this.#change(machineId, (machine) => {
      machine.pause();
    });
  }

  resume(machineId: string): MachineView {
    return this.#change(machineId, (machine) => {
      machine.resume();
    });
  }

  drain(machineId: string): MachineView {
    return this.#change(machineId, (machine) => {
      machine.drain();
    });
  }

  setLimits(machineId: string, limits: MachineLimits): MachineView {
    return this.#change(machineId, (machine) => {
      machine.setLimits(limits);
    });
  }

  /** Forgets it, and all that is kept of it. */
  async remove(machineId: string): Promise<void> {
    const machine = this.#machine(machineId);
    const links = await this.#opened();
    machine.dismiss();
    machine.end(`it was removed on ${this.#options.name}`);
    machine.takeUnkept();
    links.forget(machineId);
    this.#reconcile(links);
    this.#wishes.remove(machine.peer.fingerprint);
    this.#options.statistics.remove(machine.name);
  }

  testMapping(machineId: string, folder: string, mapping?: PathMapping): Promise<FolderAccess> {
    return this.#machine(machineId).test(folder, mapping);
  }

  log(machineId: string, limit: number): Promise<LogLine[]> {
    return this.#machine(machineId).log(limit);
  }

  async discover(): Promise<Discovery> {
    const { discoverMachines } = await import('./discover-machines.ts'); // nobody else needs multicast
    return discoverMachines(this.#all.map(({ peer }) => peer.fingerprint));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnding = true;
    clearInterval(this.#timer);
    this.#reported.endReports();
    await (await this.#links)?.[Symbol.asyncDispose]();
    this.#keepStatistics(this.#all);
  }

  get #all(): Machine[] {
    return [...this.#machines.values()];
  }

  get #isWanted(): boolean {
    return performance.now() - this.#wantedAtMs < (this.#options.idleMs ?? IDLE_MS);
  }

  #opened(): Promise<MachineLinks> {
    this.#links ??= this.#open().catch((error: unknown) => {
      this.#links = undefined; // whoever asks next may have more luck
      throw error;
    });
    return this.#links;
  }

  async #open(): Promise<MachineLinks> {
    const { name, program, log, settings } = this.#options;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const open = this.#options.openLinks ?? (await import('./machine-links.ts')).openMachineLinks; // not before it is needed
    const links = await open({
      folder: this.#folder,
      peersFile: this.#peersFile,
      name,
      program,
      log,
      timing: () => settings().timing,
      joinPort: () => settings().joinPort,
      events: {
        onLink: (link) => this.#meet(link.peer).meet(link),
        onTrouble: ({ id }, trouble) => {
          this.#machines.get(id)?.noteTrouble(trouble);
        },
        onPeers: () => {
          if (!this.#isEnding) this.#reconcile(links);
        },
      },
    });
    this.#reconcile(links);
    return links;
  }

  /** As many machines as there are peers. One that was paired anew is another one, under the same name. */
  #reconcile(links: MachineLinks): void {
    const peers = new Map(links.peers().map((peer) => [peer.id, peer]));
    for (const { peer } of this.#all)
      if (JSON.stringify(peers.get(peer.id)) !== JSON.stringify(peer)) this.#drop(links, peer.id);
    for (const peer of peers.values()) if (!this.#machines.has(peer.id)) this.#connect(links, this.#meet(peer));
  }

  #drop(links: MachineLinks, peerId: string): void {
    const machine = this.#machines.get(peerId);
    this.#machines.delete(peerId);
    machine?.end('it is not paired any more');
    if (machine !== undefined) this.#keepStatistics([machine]);
    void links.disconnect(peerId);
  }

  #connect(links: MachineLinks, machine: Machine): void {
    if (!this.#options.connects) machine.noteWaiting(NOTHING_CONNECTS);
    else if (machine.peer.dial === undefined) void this.#joinPort.open(links, machine);
    else
      links.connect(machine.peer).catch((error: unknown) => {
        machine.noteWaiting(String(error));
      });
  }

  #meet(peer: Peer): Machine {
    const known = this.#machines.get(peer.id);
    if (known !== undefined) return known;
    const { settings, rootOf, nowMs, steadyMs, log, statistics } = this.#options;
    const name = this.#wishes.nameOf(peer.fingerprint, peer.name);
    const work = statistics.list().find((each) => each.name === name);
    const machine: Machine = new Machine(
      { peer, name, wishes: this.#wishes.wishesOf(peer.fingerprint), work },
      {
        here: this.#options,
        log,
        timeZone: this.#timeZone,
        workers: this.#reported.listeners,
        settings,
        rootOf,
        nowMs,
        steadyMs,
        isWanted: () => this.#isWanted || this.#options.hasWorkFor(machine),
        onLease: () => {
          this.#wantedAtMs = performance.now();
        },
      },
    );
    this.#machines.set(peer.id, machine);
    return machine;
  }

  #look(): void {
    this.#keepStatistics(this.#all);
    const isBusy = this.#all.some(({ leasesOut }) => leasesOut > 0);
    if (isBusy) this.#wantedAtMs = performance.now();
    for (const machine of this.#all) machine.steer();
    const kept = this.#options.connects ? this.#links : undefined;
    kept?.then((links) => this.#joinPort.keep(links)).catch(() => undefined); // whoever opened them was told why not
  }

  #keepStatistics(machines: readonly Machine[]): void {
    for (const machine of machines) {
      const work = machine.takeUnkept();
      try {
        if (work !== undefined) this.#options.statistics.add(machine.name, work);
      } catch (error) {
        this.#options.log.warn({ machine: machine.name, error: String(error) }, 'machine.statistics-lost'); // the disk is full
      }
    }
  }

  #change(machineId: string, change: (machine: Machine) => void): MachineView {
    const machine = this.#machine(machineId);
    change(machine);
    this.#wishes.setWishes(machine.peer.fingerprint, machine.wishes);
    return machine.view();
  }

  #machine(machineId: string): Machine {
    const machine = this.#machines.get(machineId);
    if (machine === undefined) throw new MachineRefused('NOT_FOUND', 'There is no such computer among the workers.');
    return machine;
  }

  #withRuntime(name: string, act: (runtime: RemoteRuntime) => void): boolean {
    const runtime = this.#all.flatMap(({ runtimes }) => runtimes).find((each) => each.name === name);
    if (runtime !== undefined) act(runtime);
    return runtime !== undefined;
  }
}

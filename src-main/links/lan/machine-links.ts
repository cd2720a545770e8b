import type { LinkTrouble } from '../../../src-link/dial-peer.ts';
import { dialPeer } from '../../../src-link/dial-peer.ts';
import { COORDINATOR_FRAMES } from '../../../src-link/frame-schemas.ts';
import type { Identity } from '../../../src-link/identity.ts';
import { openIdentity } from '../../../src-link/identity.ts';
import type { Self } from '../../../src-link/link-options.ts';
import type { LinkTiming } from '../../../src-link/link-timing.ts';
import type { CoordinatorFrames, Link, LinkListeners, Peer } from '../../../src-link/link.ts';
import type { Invitation, InviteOptions, LinkListener } from '../../../src-link/listen-for-links.ts';
import { listenForLinks } from '../../../src-link/listen-for-links.ts';
import { pairByCode } from '../../../src-link/pair-by-code.ts';
import { PeersFile } from '../../../src-link/peers-file.ts';
import { ReachFault } from '../../../src-link/reach.ts';
import type { PairingCode } from '../../../src-protocol/model/pairing-code.ts';
import type { Log } from '../../coordinator/ports.ts';
import { MachineRefused } from './machine-refused.ts';

export interface LinksOptions {
  /** Holds the identity of this computer. */
  readonly folder: string;
  readonly peersFile: string;
  readonly name: string;
  readonly program: string;
  readonly log: Log;
  readonly events: LinksEvents;
  readonly timing: () => LinkTiming;
  readonly joinPort: () => number;
}

export interface LinksEvents {
  /** A new session with a peer. */
  onLink(link: Link<CoordinatorFrames>): LinkListeners<CoordinatorFrames>;
  onTrouble(peer: Peer, trouble: LinkTrouble): void;
  /** Others are paired than before. */
  onPeers(): void;
}

/** The links of a coordinator to its workers, whoever dials. */
export interface MachineLinks extends AsyncDisposable {
  /** Workers that this computer is paired with. */
  peers(): readonly Peer[];
  /** Throws a MachineRefused. */
  pair(code: PairingCode): Promise<Peer>;
  /**
   * Keeps up a link to a peer. One who dials is waited for at the port that the settings name now: to be called again when that
   * may be another. Throws a MachineRefused where the port cannot be had.
   */
  connect(peer: Peer): Promise<void>;
  disconnect(peerId: string): Promise<void>;
  /** Listens from now on, at the port that the settings name now. Throws a MachineRefused where it cannot be had. */
  invite(hosts: readonly string[], options: InviteOptions): Promise<Invitation>;
  forget(peerId: string): void;
}

export async function openMachineLinks(options: LinksOptions): Promise<MachineLinks> {
  return new TlsLinks(options, await openIdentity(options.folder));
}

class TlsLinks implements MachineLinks {
  readonly #options: LinksOptions;
  readonly #self: Self;
  readonly #peers: PeersFile;
  readonly #dialers = new Map<string, AsyncDisposable>();
  #door: { readonly port: number; readonly listener: Promise<LinkListener> } | undefined;

  constructor(options: LinksOptions, identity: Identity) {
    this.#options = options;
    this.#self = { identity, role: 'coordinator', name: options.name, program: options.program };
    this.#peers = new PeersFile(options.peersFile);
    this.#peers.onChange(() => {
      options.events.onPeers();
    });
  }

  peers(): readonly Peer[] {
    return this.#peers.list().filter(({ role }) => role === 'worker');
  }

  async pair(code: PairingCode): Promise<Peer> {
    try {
      return await pairByCode(code, { ...this.#self, peers: this.#peers });
    } catch (error) {
      if (error instanceof ReachFault) throw new MachineRefused('CONFLICT', error.message);
      throw error;
    }
  }

  async connect(peer: Peer): Promise<void> {
    if (peer.dial === undefined) {
      await this.#listen();
      return;
    }
    const { log, timing, events } = this.#options;
    const dialer = dialPeer<CoordinatorFrames>({
      ...this.#self,
      peer,
      frames: COORDINATOR_FRAMES,
      timing,
      log,
      onLink: (link) => events.onLink(link),
      onTrouble: (trouble) => {
        events.onTrouble(peer, trouble);
      },
    });
    this.#dialers.set(peer.id, dialer);
  }

  async disconnect(peerId: string): Promise<void> {
    const dialer = this.#dialers.get(peerId);
    this.#dialers.delete(peerId);
    await dialer?.[Symbol.asyncDispose]();
  }

  async invite(hosts: readonly string[], options: InviteOptions): Promise<Invitation> {
    return (await this.#listen()).invite(hosts, options);
  }

  forget(peerId: string): void {
    this.#peers.remove(peerId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const listener = await this.#door?.listener.catch(() => undefined);
    await Promise.all(
      [...this.#dialers.values(), ...(listener === undefined ? [] : [listener])].map((each) =>
        each[Symbol.asyncDispose](),
      ),
    );
  }

  #listen(): Promise<LinkListener> {
    const port = this.#options.joinPort();
    const before = this.#door;
    if (before?.port === port) return before.listener;
    // those who know the old port would not find this computer there again
    before?.listener.then((old) => old[Symbol.asyncDispose]()).catch(() => undefined);
    const listener = this.#openListener(port);
    const door = { port, listener };
    this.#door = door;
    listener.catch(() => {
      if (this.#door === door) this.#door = undefined; // the next one who asks tries again
    });
    return listener;
  }

  async #openListener(port: number): Promise<LinkListener> {
    const { log, timing, events } = this.#options;
    try {
      return await listenForLinks<CoordinatorFrames>({
        ...this.#self,
        host: '', // wherever this computer is reached
        port,
        peers: this.#peers,
        frames: COORDINATOR_FRAMES,
        timing,
        log,
        onLink: (link) => events.onLink(link),
      });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new MachineRefused('UNAVAILABLE', portWords(port, code ?? String(error)));
    }
  }
}

function portWords(port: number, why: string): string {
  const reason = why === 'EADDRINUSE' ? 'another program uses it' : why;
  return `Port ${port.toString()}, where workers dial in, cannot be opened: ${reason}. End that program, or set another port for joining in the settings.`;
}

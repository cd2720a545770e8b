import type { LinkTrouble } from '../../src-link/dial-peer.ts';
import type { Peer } from '../../src-link/link.ts';
import type { PairingCode } from '../../src-protocol/model/pairing-code.ts';

interface DialledPeersOptions {
  readonly dial: (peer: Peer, onTrouble: (trouble: LinkTrouble) => void) => AsyncDisposable;
  readonly pair: (code: PairingCode) => Promise<Peer>;
  /** A sentence for people. */
  readonly onTrouble: (peer: Peer, message: string) => void;
}

/** They do not know this computer any more. */
const UNKNOWN: ReadonlySet<LinkTrouble['code']> = new Set(['not-paired', 'wrong-token', 'revoked']);

/** The coordinators that this worker dials. */
export class DialledPeers implements AsyncDisposable {
  readonly #options: DialledPeersOptions;
  readonly #dialers = new Map<string, AsyncDisposable>();
  readonly #pairing = new Set<Promise<void>>();
  #isOver = false;

  constructor(options: DialledPeersOptions) {
    this.#options = options;
  }

  /** A code that was given for one that is paired already is used only where it does not help that they are. */
  dial(peer: Peer, code?: PairingCode): void {
    if (peer.dial === undefined || this.#isOver || (this.#dialers.has(peer.id) && code === undefined)) return;
    let spare = code;
    const onTrouble = (trouble: LinkTrouble) => {
      this.#options.onTrouble(peer, trouble.message);
      if (spare === undefined || !mayHelp(spare, trouble, peer)) return;
      this.#pairAnew(spare, peer);
      spare = undefined;
    };
    const before = this.#dialers.get(peer.id);
    this.#dialers.set(peer.id, this.#options.dial(peer, onTrouble));
    void before?.[Symbol.asyncDispose]();
  }

  async drop(peerId: string): Promise<void> {
    const dialer = this.#dialers.get(peerId);
    this.#dialers.delete(peerId);
    await dialer?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await Promise.all([...this.#dialers.keys()].map((peerId) => this.drop(peerId)));
    await Promise.all(this.#pairing);
  }

  #pairAnew(code: PairingCode, peer: Peer): void {
    const pairing = this.#options
      .pair(code)
      .then(
        async (paired) => {
          await this.drop(peer.id);
          this.dial(paired);
        },
        (error: unknown) => {
          this.#options.onTrouble(peer, error instanceof Error ? error.message : String(error));
        },
      )
      .finally(() => this.#pairing.delete(pairing));
    this.#pairing.add(pairing);
  }
}

function mayHelp({ hosts, port }: PairingCode, { code }: LinkTrouble, { dial }: Peer): boolean {
  if (UNKNOWN.has(code)) return true;
  const isElsewhere = dial?.port !== port || hosts.some((host) => !dial.hosts.includes(host));
  return code === 'unreachable' && isElsewhere;
}

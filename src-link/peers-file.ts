import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { LinkRole } from '../src-protocol/messages/link.ts';
import type { Peer } from './link.ts';
import { writePrivateFile } from './private-file.ts';

const Sha256 = z.string().regex(/^[\w-]{43}$/);
const KeptPeer = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1).max(100),
  role: LinkRole,
  fingerprint: Sha256,
  pairedAtMs: z.number(),
  dial: z
    .strictObject({
      hosts: z.array(z.string()).min(1),
      port: z.int().min(1).max(65_535),
      token: z.string().min(1),
    })
    .exactOptional(),
  tokenHash: Sha256.exactOptional(),
});
const KeptPeers = z.strictObject({
  version: z.literal(1),
  peers: z.array(KeptPeer),
  /** Fingerprints of those that were paired once, the latest last: they are told that they were removed. */
  removed: z.array(Sha256),
});
type KeptPeers = z.infer<typeof KeptPeers>;

const REMOVED_MAX = 1_000;

/** What is kept of the peers cannot be understood; the message names the file and says what to do. */
export class PeersFault extends Error {
  override readonly name = 'PeersFault';
}

/** The computers that this one is paired with. One process has the file open. */
export class PeersFile {
  readonly #file: string;
  readonly #listeners = new Set<() => void>();
  #kept: KeptPeers;

  /** Throws a PeersFault where the file cannot be understood: to begin with none would make all of them strangers. */
  constructor(file: string) {
    this.#file = file;
    this.#kept = existsSync(file) ? readPeers(file) : { version: 1, peers: [], removed: [] };
  }

  /** In the order of their pairing. */
  list(): readonly Peer[] {
    return this.#kept.peers;
  }

  get(id: string): Peer | undefined {
    return this.#kept.peers.find((peer) => peer.id === id);
  }

  withFingerprint(fingerprint: string): Peer | undefined {
    return this.#kept.peers.find((peer) => peer.fingerprint === fingerprint);
  }

  /** Whether it was paired once, and is not any more. */
  wasRemoved(fingerprint: string): boolean {
    return this.#kept.removed.includes(fingerprint);
  }

  /** Takes the place of the one with the same id or the same certificate, if there is one. */
  add(peer: Peer): void {
    const { peers, removed } = this.#kept;
    const others = peers.filter(({ id, fingerprint }) => id !== peer.id && fingerprint !== peer.fingerprint);
    this.#keep(
      [...others, KeptPeer.parse(peer)],
      removed.filter((fingerprint) => fingerprint !== peer.fingerprint),
    );
  }

  /** Whether there was one. */
  remove(id: string): boolean {
    const peer = this.get(id);
    if (peer === undefined) return false;
    const { peers, removed } = this.#kept;
    this.#keep(
      peers.filter((other) => other.id !== id),
      [...removed, peer.fingerprint].slice(-REMOVED_MAX),
    );
    return true;
  }

  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  #keep(peers: KeptPeers['peers'], removed: string[]): void {
    const kept: KeptPeers = { version: 1, peers, removed };
    writePrivateFile(this.#file, `${JSON.stringify(kept, null, 2)}\n`);
    this.#kept = kept;
    for (const listener of [...this.#listeners]) listener();
  }
}

function readPeers(file: string): KeptPeers {
  try {
    return KeptPeers.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new PeersFault(
      `The paired computers in ${file} cannot be read:\n${why}\nCorrect the file, or remove it and pair them again.`,
    );
  }
}

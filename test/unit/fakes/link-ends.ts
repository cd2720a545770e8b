import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { dialPeer, type LinkTrouble } from '../../../src-link/dial-peer.ts';
import { openIdentity, type Identity } from '../../../src-link/identity.ts';
import type { LinkTiming } from '../../../src-link/link-timing.ts';
import type { Chunk, Link, Peer } from '../../../src-link/link.ts';
import { listenForLinks, type LinkListener } from '../../../src-link/listen-for-links.ts';
import type { Log } from '../../../src-link/log.ts';
import { pairByCode } from '../../../src-link/pair-by-code.ts';
import { PeersFile } from '../../../src-link/peers-file.ts';
import type { LinkRole } from '../../../src-protocol/messages/link.ts';

const Numbered = z.strictObject({ n: z.int(), text: z.string().optional() });
type Numbered = z.infer<typeof Numbered>;
const FRAMES = { in: Numbered, inNow: Numbered };
interface NumberedFrames {
  readonly in: Numbered;
  readonly inNow: Numbered;
  readonly out: Numbered;
  readonly outNow: Numbered;
}

export const QUICK: LinkTiming = { heartbeatMs: 50, suspectedMs: 300, lostMs: 600, graceMs: 1_500 };

/** One session as an end sees it. */
export class Heard {
  readonly link: Link<NumberedFrames>;
  readonly frames: Numbered[] = [];
  readonly now: Numbered[] = [];
  readonly chunks: Chunk[] = [];
  readonly states: string[] = [];
  readonly ends: string[] = [];

  constructor(link: Link<NumberedFrames>) {
    this.link = link;
  }
}

/** A computer with a folder of its own. */
export class End implements AsyncDisposable {
  readonly folder: string;
  readonly role: LinkRole;
  readonly name: string;
  readonly identity: Identity;
  peers: PeersFile;
  timing = QUICK;
  /** The latest last. */
  readonly sessions: Heard[] = [];
  readonly troubles: LinkTrouble[] = [];
  readonly logged: { readonly event: string; readonly fields: object }[] = [];
  onLink: (heard: Heard) => void = () => undefined;
  onFrame: (heard: Heard, frame: Numbered) => void = () => undefined;
  readonly #open: AsyncDisposable[] = [];

  private constructor(folder: string, role: LinkRole, name: string, identity: Identity) {
    this.folder = folder;
    this.role = role;
    this.name = name;
    this.identity = identity;
    this.peers = new PeersFile(join(folder, 'peers.json'));
  }

  static async named(name: string, role: LinkRole): Promise<End> {
    const folder = mkdtempSync(join(tmpdir(), 'metaextract-link-'));
    return new End(folder, role, name, await openIdentity(folder));
  }

  get latest(): Heard | undefined {
    return this.sessions.at(-1);
  }

  events(name: string): readonly object[] {
    return this.logged.filter(({ event }) => event === name).map(({ fields }) => fields);
  }

  async listen(port = 0): Promise<LinkListener> {
    const listener = await listenForLinks<NumberedFrames>({
      ...this.#options(),
      host: '127.0.0.1',
      port,
      peers: this.peers,
    });
    this.#open.push(listener);
    return listener;
  }

  dial(peer: Peer): AsyncDisposable {
    const onTrouble = (trouble: LinkTrouble): void => {
      this.troubles.push(trouble);
    };
    const dialer = dialPeer<NumberedFrames>({ ...this.#options(), peer, onTrouble });
    this.#open.push(dialer);
    return dialer;
  }

  async pair(code: Parameters<typeof pairByCode>[0], program = '1.0.0'): Promise<Peer> {
    return pairByCode(code, { identity: this.identity, role: this.role, name: this.name, program, peers: this.peers });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#open.map((one) => one[Symbol.asyncDispose]()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  #options() {
    const log = (fields: object, event: string): void => {
      this.logged.push({ event, fields });
    };
    return {
      identity: this.identity,
      role: this.role,
      name: this.name,
      program: '1.0.0',
      frames: FRAMES,
      timing: () => this.timing,
      log: { debug: log, info: log, warn: log, error: log } satisfies Log,
      onLink: (link: Link<NumberedFrames>) => {
        const heard = new Heard(link);
        this.sessions.push(heard);
        this.onLink(heard);
        return {
          onFrame: (frame: Numbered) => {
            heard.frames.push(frame);
            this.onFrame(heard, frame);
          },
          onFrameNow: (frame: Numbered) => heard.now.push(frame),
          onChunk: (chunk: Chunk) => heard.chunks.push(chunk),
          onState: (state: string) => heard.states.push(state),
          onEnd: (reason: string) => heard.ends.push(reason),
        };
      },
    };
  }
}

/** Two ends that are paired: the worker listens. `through` says where to dial it, if not there itself. */
export async function pairedEnds(
  worker: End,
  coordinator: End,
  through?: number,
): Promise<{ listener: LinkListener; peer: Peer }> {
  const listener = await worker.listen();
  const paired = await coordinator.pair(listener.invite(['127.0.0.1']).code);
  const dial = paired.dial && through !== undefined ? { ...paired.dial, port: through } : paired.dial;
  return { listener, peer: dial === undefined ? paired : { ...paired, dial } };
}

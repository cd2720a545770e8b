import { randomBytes } from 'node:crypto';
import type { Connection } from '../../../src-link/connection.ts';
import { openIdentity, type Identity } from '../../../src-link/identity.ts';
import { pairByCode } from '../../../src-link/pair-by-code.ts';
import { PeersFile } from '../../../src-link/peers-file.ts';
import { reach, type Reached } from '../../../src-link/reach.ts';
import type { Greeting, GreetingAnswer, LinkRole } from '../../../src-protocol/messages/link.ts';
import { readPairingCode, type PairingCode } from '../../../src-protocol/model/pairing-code.ts';

const BEAT_MS = 1_000;
const WITHIN_MS = 20_000;

/** Where a process of the test listens, and the token by which it lets somebody in. */
export interface Door {
  readonly name: string;
  readonly port: number;
  readonly fingerprint: string;
  readonly token?: string;
}

export type Refusal = Extract<GreetingAnswer, { kind: 'refused' }>;

/** A computer of the test's own, which may say whatever it likes. */
export class RawPeer {
  readonly identity: Identity;
  readonly role: LinkRole;
  readonly name: string;
  readonly #folder: string;

  private constructor(folder: string, role: LinkRole, name: string, identity: Identity) {
    this.#folder = folder;
    this.role = role;
    this.name = name;
    this.identity = identity;
  }

  static async named(folder: string, role: LinkRole, name: string): Promise<RawPeer> {
    return new RawPeer(folder, role, name, await openIdentity(folder));
  }

  /** Pairs as the program does; throws ReachFault. */
  async pair(code: PairingCode): Promise<Door> {
    const { identity, role, name } = this;
    const peers = new PeersFile(`${this.#folder}/peers.json`);
    const { dial, fingerprint } = await pairByCode(code, { identity, role, name, program: '1.0.0', peers });
    if (dial === undefined) throw new Error('paired with nobody to dial');
    return { name: code.name, port: dial.port, fingerprint, token: dial.token };
  }

  /** A hello with whatever is to be otherwise in it. */
  greet(door: Door, change: Partial<Record<keyof (Greeting & { kind: 'hello' }), unknown>> = {}): Promise<Reached> {
    const hello = {
      kind: 'hello',
      protocol: 1,
      program: '1.0.0',
      role: this.role,
      name: this.name,
      token: door.token ?? 'A'.repeat(43),
      session: randomBytes(16).toString('base64url'),
      received: 0,
      ...change,
    };
    const target = { ...door, hosts: ['127.0.0.1'] };
    return reach(target, this.identity, () => hello as Greeting, new AbortController().signal);
  }

  async refusalOf(door: Door, change: Parameters<RawPeer['greet']>[1] = {}): Promise<Refusal> {
    const { answer, connection } = await this.greet(door, change);
    connection?.drop();
    if (answer.kind !== 'refused') throw new Error(`it was let in: ${answer.kind}`);
    return answer;
  }

  async link(door: Door): Promise<RawLink> {
    const { answer, connection } = await this.greet(door);
    if (connection === undefined) throw new Error(`it was not let in: ${JSON.stringify(answer)}`);
    return new RawLink(connection);
  }
}

export function codeOf(text: string): PairingCode {
  const read = readPairingCode(text);
  if (!read.ok) throw new Error(read.reason);
  return read.code;
}

interface AnyFrame {
  readonly kind: string;
  readonly [name: string]: unknown;
}

/** A session of one connection: sequenced frames get their numbers, unless they are sent raw. */
export class RawLink {
  readonly heard: AnyFrame[] = [];
  readonly chunks: { readonly transfer: number; readonly bytes: number }[] = [];
  readonly #connection: Connection;
  readonly #timer: NodeJS.Timeout;
  #sent = 0;
  #received = 0;
  #transfer: number | undefined;
  #end: string | undefined;
  #tellEnd: (reason: string) => void = () => undefined;
  /** Resolves with the reason for which the other side ends it. */
  readonly closed = new Promise<string>((resolve) => (this.#tellEnd = resolve));
  onHeard: (frame: AnyFrame) => void = () => undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#timer = setInterval(() => {
      this.sayNow({ kind: 'beat', received: this.#received, sentAtMs: 1 });
    }, BEAT_MS);
    connection.listen({
      onText: (text) => {
        this.#hear(text);
      },
      onBinary: (message) => {
        if (this.#transfer === undefined) this.#transfer = message.readUInt32BE(0);
        else {
          this.chunks.push({ transfer: this.#transfer, bytes: message.length });
          this.#transfer = undefined;
        }
      },
      onRoom: () => undefined,
      onClose: ({ endedBecause = 'it was closed' }) => {
        this.#ended(endedBecause);
      },
    });
  }

  /** Why the other side has ended it; undefined as long as it has not. */
  get end(): string | undefined {
    return this.#end;
  }

  say(frame: object): void {
    this.#sent += 1;
    this.raw(JSON.stringify([[this.#sent, frame]]));
  }

  sayNow(frame: object): void {
    this.raw(JSON.stringify([[0, frame]]));
  }

  raw(text: string): void {
    if (this.#end === undefined) this.#connection.sendText(text);
  }

  /** A message of bytes, whether or not it is half of a part of a file. */
  junk(bytes: Buffer): void {
    void this.#connection.sendBinary(bytes, Buffer.alloc(0));
  }

  async chunk(transfer: number, offset: number, bytes: Buffer): Promise<void> {
    const header = Buffer.alloc(12);
    header.writeUInt32BE(transfer, 0);
    header.writeDoubleBE(offset, 4);
    await this.#connection.sendBinary(header, bytes);
  }

  /** The first frame of a kind that came, or comes, and matches. */
  async frame(kind: string, matches: (frame: AnyFrame) => boolean = () => true): Promise<AnyFrame> {
    return this.#until(`no ${kind}`, () => this.heard.find((frame) => frame.kind === kind && matches(frame)));
  }

  drop(): void {
    this.#ended('the test has closed it');
    this.#connection.drop();
  }

  #hear(text: string): void {
    for (const [number, frame] of JSON.parse(text) as [number, AnyFrame][]) {
      if (number > 0) this.#received = number;
      if (frame.kind.startsWith('beat')) continue;
      this.heard.push(frame);
      this.onHeard(frame);
    }
  }

  #ended(reason: string): void {
    this.#end ??= reason;
    this.#tellEnd(reason);
    clearInterval(this.#timer);
  }

  async #until<T>(what: string, look: () => T | undefined): Promise<T> {
    const untilMs = performance.now() + WITHIN_MS;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (performance.now() > untilMs)
        throw new Error(`${what}: ${JSON.stringify(this.heard).slice(0, 2_000)} (${this.#end ?? 'open'})`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { WebSocketServer } from 'ws';
import { FRAME_BYTES_MAX, LINK_PROTOCOL_VERSION, type GreetingAnswer } from '../src-protocol/messages/link.ts';
import type { PairingCode } from '../src-protocol/model/pairing-code.ts';
import { admit, type Admission } from './admission.ts';
import { Connection } from './connection.ts';
import { ANSWER_HEADER, GREETING_HEADER, headerValue, LINK_PATH } from './greeting-header.ts';
import { Invitations } from './invitations.ts';
import { addressOf, createLinkServer } from './link-server.ts';
import { LinkSessions } from './link-sessions.ts';
import type { Self, SessionTerms } from './link-options.ts';
import type { Frames, Peer } from './link.ts';
import type { PeersFile } from './peers-file.ts';
import { sha256 } from './secret.ts';
import { Strangers } from './strangers.ts';

export interface ListenOptions<F extends Frames> extends Self, SessionTerms<F> {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly peers: PeersFile;
}

export interface Invitation {
  readonly code: PairingCode;
  readonly expiresAtMs: number;
}

export interface InviteOptions {
  /** How many computers may pair by it: 1, unless it says more. */
  readonly uses?: number;
  readonly validMs?: number;
}

export interface LinkListener extends AsyncDisposable {
  readonly address: { readonly port: number };
  /** Makes a pairing code, good until it is used or expires. Earlier ones are good as well, the latest sixteen of them. */
  invite(hosts: readonly string[], options?: InviteOptions): Invitation;
  /** Whether there is a code that is still good. */
  readonly isInviting: boolean;
  onPaired(listener: (peer: Peer) => void): Disposable;
}

const INVITED_MS = 600_000;

/**
 * Listens for computers that are paired with this one, and for those that want to be. Rejects with the error of the system
 * where the port cannot be had. The session of a peer that is removed from the file ends.
 */
export async function listenForLinks<F extends Frames>(options: ListenOptions<F>): Promise<LinkListener> {
  const listener = new Listener(options);
  await listener.listen();
  return listener;
}

class Listener<F extends Frames> implements LinkListener {
  readonly #options: ListenOptions<F>;
  readonly #server: Server;
  readonly #strangers = new Strangers();
  readonly #sessions: LinkSessions<F>;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: FRAME_BYTES_MAX,
    perMessageDeflate: false, // a small frame could become a large message
  });
  readonly #answers = new WeakMap<IncomingMessage, GreetingAnswer>();
  readonly #pairedListeners = new Set<(peer: Peer) => void>();
  readonly #invitations = new Invitations();
  #peersChanged: Disposable | undefined;

  constructor(options: ListenOptions<F>) {
    this.#options = options;
    this.#sessions = new LinkSessions(options);
    this.#server = createLinkServer(options.identity, this.#strangers, options.log, (request, socket, head) => {
      this.#greeted(request, socket, head);
    });
    this.#sockets.on('headers', (headers, request) => {
      const answer = this.#answers.get(request);
      if (answer !== undefined) headers.push(`${ANSWER_HEADER}: ${headerValue(answer)}`);
    });
  }

  get address(): { readonly port: number } {
    return this.#server.address() as AddressInfo;
  }

  get isInviting(): boolean {
    return this.#invitations.areOpen(Date.now());
  }

  async listen(): Promise<void> {
    const { host, port, peers, log } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(port, host, resolve);
    });
    this.#peersChanged = peers.onChange(() => {
      this.#endRemoved();
    });
    log.info({ host, port: this.address.port }, 'link.listening');
  }

  invite(hosts: readonly string[], { uses = 1, validMs = INVITED_MS }: InviteOptions = {}): Invitation {
    const { name, identity } = this.#options;
    const { secret, expiresAtMs } = this.#invitations.add({ uses, validMs }, Date.now());
    const code = { hosts: [...hosts], port: this.address.port, fingerprint: identity.fingerprint, secret, name };
    return { code, expiresAtMs };
  }

  onPaired(listener: (peer: Peer) => void): Disposable {
    this.#pairedListeners.add(listener);
    return { [Symbol.dispose]: () => this.#pairedListeners.delete(listener) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#peersChanged?.[Symbol.dispose]();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    const sessions = this.#sessions.all;
    for (const session of sessions) session.end(`MetaExtract has ended on “${this.#options.name}”.`);
    await Promise.all(sessions.map((session) => session.closed));
    this.#strangers[Symbol.dispose]();
    await closed;
  }

  #greeted(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url !== LINK_PATH || !(socket instanceof TLSSocket)) {
      endWith(socket, '404 Not Found');
      return;
    }
    const certificate = socket.getPeerX509Certificate();
    const fingerprint = certificate === undefined ? undefined : sha256(certificate.raw);
    const { role, name, program, peers } = this.#options;
    const door = { role, name, program, peers, invitations: this.#invitations };
    this.#answer(admit(door, fingerprint, request.headers[GREETING_HEADER]), request, socket, head);
  }

  #answer(admission: Admission, request: IncomingMessage, socket: TLSSocket, head: Buffer): void {
    const { log } = this.#options;
    const address = addressOf(socket);
    switch (admission.kind) {
      case 'refused':
        log.warn({ code: admission.answer.code, address, program: admission.program }, 'link.refused');
        endWith(socket, '403 Forbidden', admission.answer);
        break;
      case 'paired':
        log.info({ peer: admission.peer.name, address }, 'link.paired');
        endWith(socket, '200 OK', admission.answer);
        for (const listener of [...this.#pairedListeners]) listener(admission.peer);
        break;
      case 'known':
        this.#join(admission, request, socket, head);
        break;
    }
  }

  #join(
    { peer, hello }: Extract<Admission, { kind: 'known' }>,
    request: IncomingMessage,
    socket: TLSSocket,
    head: Buffer,
  ): void {
    const session = this.#sessions.resumable(peer, hello);
    const { name, program } = this.#options;
    const answer: GreetingAnswer = {
      kind: 'welcome',
      protocol: LINK_PROTOCOL_VERSION,
      program,
      name,
      resumed: session !== undefined,
      received: session?.received ?? 0,
    };
    // What the dialler has received is gone here: it has to choose a new session.
    if (session === undefined && hello.received > 0) {
      endWith(socket, '200 OK', answer);
      return;
    }
    this.#answers.set(request, answer);
    this.#sockets.handleUpgrade(request, socket, head, (ws) => {
      this.#strangers.known(socket);
      this.#sessions.join(peer, hello, new Connection(ws, socket));
    });
  }

  #endRemoved(): void {
    const { peers, name } = this.#options;
    for (const session of this.#sessions.all)
      if (peers.get(session.peer.id) === undefined) session.end(`“${name}” has removed “${session.peer.name}”.`);
  }
}

function endWith(socket: Duplex, status: string, answer?: GreetingAnswer): void {
  const header = answer === undefined ? '' : `${ANSWER_HEADER}: ${headerValue(answer)}\r\n`;
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n${header}\r\n`);
}

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import type { Log } from '../../coordinator/ports.ts';
import { SOCKET_PROTOCOL, type Authenticated } from '../auth/authenticate.ts';
import type { ApiRouter } from '../call-context.ts';
import { ApiSocket } from './api-socket.ts';
import { callFault } from './call-fault.ts';
import type { ServerLimits } from './limits.ts';
import { peerAddress } from './peer-address.ts';
import { servedCall, type ServedCall } from './served-call.ts';

const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;
/** For calls that are open when a token is taken back; one of them may be the very call that does so. */
const REVOKED_WITHIN_MS = 1_000;

interface KnownSocket {
  readonly socket: ApiSocket;
  readonly address: string;
  readonly tokenId: string | undefined;
}

/** The WebSockets of the API. */
export class SocketServer {
  readonly #handler: RPCHandler<ServedCall>;
  readonly #limits: ServerLimits;
  readonly #log: Log;
  readonly #sockets = new Set<KnownSocket>();
  readonly #server: WebSocketServer;

  constructor(router: ApiRouter, limits: ServerLimits, log: Log) {
    this.#limits = limits;
    this.#log = log;
    // “never” for the linter, as in http-calls.ts
    this.#handler = new RPCHandler<ServedCall>(router as never, { clientInterceptors: [servedCall(log)] });
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: limits.bodyBytes,
      perMessageDeflate: false, // a small frame could become a large message, and each socket would hold tables for it
      handleProtocols: (protocols) => protocols.has(SOCKET_PROTOCOL) && SOCKET_PROTOCOL,
    });
  }

  /** Takes over a connection whose caller is known; throws the fault where there are too many already. */
  accept(request: IncomingMessage, connection: Duplex, head: Buffer, who: Authenticated, admit: () => void): void {
    const address = peerAddress(request.socket);
    const fromThere = [...this.#sockets].filter((known) => known.address === address).length;
    if (this.#sockets.size >= this.#limits.sockets || fromThere >= this.#limits.socketsPerAddress)
      throw callFault('UNAVAILABLE', 'There are too many open WebSockets; try again in a moment.');
    this.#server.handleUpgrade(request, connection, head, (ws) => {
      const { caller, tokenId } = who;
      const socket = new ApiSocket({ ws, handler: this.#handler, caller, admit, limits: this.#limits, log: this.#log });
      const known = { socket, address, tokenId };
      this.#sockets.add(known);
      ws.once('close', () => this.#sockets.delete(known));
    });
  }

  ping(): void {
    for (const { socket } of this.#sockets) socket.ping();
  }

  endOf(tokenId: string): void {
    for (const known of this.#sockets)
      if (known.tokenId === tokenId)
        void known.socket.end(POLICY_VIOLATION, 'the token was taken back', REVOKED_WITHIN_MS);
  }

  async end(withinMs: number): Promise<void> {
    await Promise.all([...this.#sockets].map(({ socket }) => socket.end(GOING_AWAY, 'the server is ending', withinMs)));
  }
}

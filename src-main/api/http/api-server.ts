import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../coordinator/ports.ts';
import type { TokenStore } from '../auth/token-store.ts';
import type { ApiAnswers } from './api-answers.ts';
import { createBoundedServer, SOCKET_PATH } from './bounded-server.ts';
import { callFault, isFault } from './call-fault.ts';
import { closeAfterEarlyAnswer, endWith } from './closing-answers.ts';
import { ConnectionLimits } from './connection-limits.ts';
import type { Door } from './door.ts';
import type { HttpCalls } from './http-calls.ts';
import type { ServerLimits } from './limits.ts';
import { problemOf, rawProblem } from './problem.ts';
import { pathOf } from './route-pattern.ts';
import { unexpectedFault } from './served-call.ts';
import type { Sessions } from './sessions.ts';
import type { SocketServer } from './socket-server.ts';
import { StuckPeers } from './stuck-peers.ts';

/** While the server ends: how often connections without an open call are closed. */
const IDLE_LOOK_MS = 20;

interface Parts {
  readonly door: Door;
  readonly answers: ApiAnswers;
  readonly calls: HttpCalls;
  readonly sockets: SocketServer;
  readonly sessions: Sessions;
  readonly tokens: TokenStore;
  readonly limits: ServerLimits;
  readonly log: Log;
}

/** The connections of the API from the first to the last: what becomes requests, what WebSockets, and what is cut off. */
export class ApiServer {
  readonly #parts: Parts;
  readonly #server: Server;
  readonly #connections: ConnectionLimits;
  readonly #stuck: StuckPeers;
  /** Those with a request that has not been answered. */
  readonly #busy = new Set<Socket>();
  readonly #timers: NodeJS.Timeout[] = [];
  #revoked: Disposable | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: Parts) {
    const { limits } = parts;
    this.#parts = parts;
    this.#stuck = new StuckPeers(limits);
    this.#server = createBoundedServer(limits);
    this.#connections = new ConnectionLimits(this.#server, {
      total: limits.connections,
      perAddress: limits.connectionsPerAddress,
      lingerMs: limits.lingerMs,
    });
    this.#server.on('request', (request, response) => {
      this.#request(request, response);
    });
    this.#server.on('upgrade', (request: IncomingMessage, connection: Socket, head: Buffer) => {
      this.#upgrade(request, connection, head);
    });
  }

  /** Rejects where the port is taken. */
  async listen(host: string, port: number): Promise<AddressInfo> {
    const { limits, tokens, sessions, sockets, log } = this.#parts;
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    this.#server.on('error', (error) => {
      log.error({ error: error.message }, 'api.server-error'); // such as no file handles: those that are connected go on
    });
    this.#every(limits.checkEveryMs, () => {
      this.#look();
    });
    this.#every(limits.pingEveryMs, () => {
      sockets.ping();
    });
    this.#revoked = tokens.onRevoked((id) => {
      sessions.endOf(id);
      sockets.endOf(id);
    });
    return this.#server.address() as AddressInfo;
  }

  close(withinMs: number): Promise<void> {
    this.#closing ??= this.#close(withinMs);
    return this.#closing;
  }

  #request(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    if (this.#connections.isRefused(socket)) return;
    this.#busy.add(socket);
    response.once('close', () => this.#busy.delete(socket));
    const { answers, limits } = this.#parts;
    closeAfterEarlyAnswer(request, response, limits.lingerMs);
    void answers.answer(request, response);
  }

  #upgrade(request: IncomingMessage, connection: Socket, head: Buffer): void {
    const { door, sockets, limits, log } = this.#parts;
    connection.on('error', () => undefined); // that it is gone is told by its close
    try {
      if (this.#closing !== undefined) throw callFault('UNAVAILABLE', 'The server is ending.');
      if (pathOf(request.url) !== SOCKET_PATH) throw callFault('NOT_FOUND', 'There is no WebSocket at this path.');
      door.checkSource(request, false);
      const { who, admit } = door.checkCaller(request);
      sockets.accept(request, connection, head, who, admit);
    } catch (error) {
      const fault = isFault(error) ? error : unexpectedFault(error, { path: SOCKET_PATH }, log);
      endWith(connection, rawProblem(problemOf(fault)), limits.lingerMs);
    }
  }

  #look(): void {
    const { tokens, log } = this.#parts;
    const nowMs = performance.now();
    for (const socket of this.#connections.open) if (this.#stuck.isStuck(socket, nowMs)) socket.destroy();
    try {
      tokens.refresh();
    } catch (error) {
      log.error({ error: String(error) }, 'api.tokens-unreadable'); // those that were known go on being valid
    }
  }

  #every(ms: number, act: () => void): void {
    this.#timers.push(setInterval(act, ms));
  }

  async #close(withinMs: number): Promise<void> {
    const { answers, calls, sockets } = this.#parts;
    const closed = once(this.#server, 'close');
    const late = sleep(withinMs, undefined, { ref: false });
    answers.end();
    this.#server.close();
    await Promise.race([Promise.all([calls.open.end(withinMs), sockets.end(withinMs)]), late]);
    this.#every(IDLE_LOOK_MS, () => {
      for (const socket of this.#connections.open) if (!this.#busy.has(socket)) socket.destroySoon();
    });
    await Promise.race([closed, late]);
    for (const timer of this.#timers) clearInterval(timer);
    this.#revoked?.[Symbol.dispose]();
    for (const socket of this.#connections.open) socket.destroy();
    await closed;
  }
}

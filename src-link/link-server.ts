import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { HEADERS_BYTES_MAX } from './greeting-header.ts';
import type { Identity } from './identity.ts';
import type { Log } from './log.ts';
import type { Strangers } from './strangers.ts';

/** For each step before a connection is known; all together have the time that a stranger has. */
const STEP_WITHIN_MS = 5_000;

/** A server that only knows requests for a WebSocket, over TLS 1.3 with certificates of both sides. */
export function createLinkServer(
  identity: Identity,
  strangers: Strangers,
  log: Log,
  onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void,
): Server {
  const server = createServer({
    key: identity.keyPem,
    cert: identity.certPem,
    minVersion: 'TLSv1.3',
    requestCert: true,
    rejectUnauthorized: false, // nobody has signed it: it is known, or it is not
    handshakeTimeout: STEP_WITHIN_MS,
    headersTimeout: STEP_WITHIN_MS,
    requestTimeout: STEP_WITHIN_MS,
    maxHeaderSize: HEADERS_BYTES_MAX,
  });
  // of why it cannot listen, whoever wants it to hears
  server.once('listening', () => {
    server.on('error', (error) => {
      log.error({ error: error.message }, 'link.fault'); // such as too many open files when somebody connects
    });
  });
  server.on('connection', (socket: Socket) => {
    strangers.watch(socket);
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    log.debug({ address: addressOf(socket), error: error.code ?? error.message }, 'link.tls-error');
    socket.destroy();
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    log.debug({ address: addressOf(socket), error: error.code ?? error.message }, 'link.http-error');
    socket.destroy();
  });
  server.on('request', (_request, response) => {
    response.writeHead(404, { connection: 'close' }).end();
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined); // “close” follows
    try {
      onUpgrade(request, socket, head);
    } catch (error) {
      log.error({ error: String(error) }, 'link.fault'); // such as a full disk when a peer is to be stored
      socket.destroy();
    }
  });
  return server;
}

export function addressOf({ remoteAddress = '' }: Socket): string {
  return remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '');
}

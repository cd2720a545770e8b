import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { API_PREFIX } from '../../../src-protocol/contract/index.ts';
import { endWith } from './closing-answers.ts';
import type { ServerLimits } from './limits.ts';
import { problem, rawProblem, type Problem } from './problem.ts';
import { pathOf } from './route-pattern.ts';

export const SOCKET_PATH = `${API_PREFIX}/socket`;

/** An HTTP server with bounds for all that comes before a request is there, and words for what never becomes one. */
export function createBoundedServer(limits: ServerLimits): Server {
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: 0, // a body is waited for by whoever reads it, as an upload may take long
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkEveryMs,
    // A program that would rather speak HTTP/2 asks for an upgrade with every request, and takes the answer without one.
    shouldUpgradeCallback: ({ headers, url }) =>
      headers.upgrade?.toLowerCase() === 'websocket' || pathOf(url) === SOCKET_PATH,
  });
  server.on('clientError', (error: NodeJS.ErrnoException, connection: Socket) => {
    if (connection.writable) endWith(connection, rawProblem(clientProblem(error.code)), limits.lingerMs);
    else connection.destroy();
  });
  return server;
}

function clientProblem(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problem(431, 'headers-too-large', 'The headers are larger than is accepted.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem(408, 'request-timeout', 'The request did not arrive in time.');
    default:
      return problem(400, 'bad-request', 'This is not HTTP.');
  }
}

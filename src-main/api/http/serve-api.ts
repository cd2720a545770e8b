import type { AddressInfo } from 'node:net';
import { contract } from '../../../src-protocol/contract/index.ts';
import type { Log } from '../../coordinator/ports.ts';
import type { TokenStore } from '../auth/token-store.ts';
import type { ApiRouter } from '../call-context.ts';
import { ApiAnswers } from './api-answers.ts';
import { ApiRoutes } from './api-routes.ts';
import { ApiServer } from './api-server.ts';
import { Door } from './door.ts';
import { HttpCalls } from './http-calls.ts';
import { DEFAULT_SERVER_LIMITS, type ServerLimits } from './limits.ts';
import { openApiRoute } from './openapi-route.ts';
import type { RawRoute } from './raw-route.ts';
import { RawRoutes } from './raw-routes.ts';
import { readServedPages } from './served-pages.ts';
import { Sessions } from './sessions.ts';
import { SocketServer } from './socket-server.ts';

export interface ServeOptions {
  readonly router: ApiRouter;
  /** The address to listen on; any but loopback makes tokens necessary. */
  readonly host: string;
  /** 0: the system gives a free one. */
  readonly port: number;
  /** The built web page. */
  readonly pageFolder: string;
  /** The page that shows the API's document. */
  readonly docsFolder: string;
  /** Of the program, for the API's document. */
  readonly version: string;
  readonly tokens: TokenStore;
  /** Ask for a token on loopback as well, as behind a proxy. */
  readonly tokenRequired?: boolean;
  /** Names under which the server can be reached besides its address. */
  readonly allowedHosts?: readonly string[];
  readonly limits?: Partial<ServerLimits>;
  readonly raw?: readonly RawRoute[];
  readonly log: Log;
}

export interface ServedApi {
  readonly url: string;
  /** Listens no more, ends streams and sockets, lets calls finish for so long, and then cuts what is left. */
  close(withinMs: number): Promise<void>;
}

/** Serves the contract, the web page and raw routes. Rejects where a page is missing or the port is taken. */
export async function serveApi(options: ServeOptions): Promise<ServedApi> {
  const { router, host, tokens, log, raw = [] } = options;
  const { tokenRequired = false, allowedHosts = [] } = options;
  const limits = { ...DEFAULT_SERVER_LIMITS, ...options.limits };

  const door = new Door({ host, allowedHosts, tokens, tokenRequired, limits });
  const sessions = new Sessions();
  const calls = new HttpCalls(router, limits, log);
  const sockets = new SocketServer(router, limits, log);
  const answers = new ApiAnswers({
    door,
    pages: await readServedPages(options.pageFolder, options.docsFolder),
    raw: new RawRoutes([...raw, openApiRoute(options.version, raw)]),
    calls,
    routes: new ApiRoutes(contract),
    sessions,
    log,
  });
  const server = new ApiServer({ door, answers, calls, sockets, sessions, tokens, limits, log });
  const address = await server.listen(host, options.port);
  return { url: urlOf(host, address), close: (withinMs) => server.close(withinMs) };
}

function urlOf(host: string, { port, family }: AddressInfo): string {
  const everywhere = host === '0.0.0.0' || host === '::' || host === '';
  const name = everywhere ? (family === 'IPv6' ? '[::1]' : '127.0.0.1') : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}/`;
}

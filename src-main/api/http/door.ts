import type { IncomingMessage } from 'node:http';
import { ORPCError } from '@orpc/server';
import { authenticate, type Authenticated } from '../auth/authenticate.ts';
import type { TokenStore } from '../auth/token-store.ts';
import { callFault } from './call-fault.ts';
import { hostCheck, isLoopbackHost } from './host-check.ts';
import type { ServerLimits } from './limits.ts';
import { isOwnFetch, isOwnOrigin } from './origin-check.ts';
import { peerAddress } from './peer-address.ts';
import { RateLimit } from './rate-limit.ts';

/** What everything that comes in has to pass, HTTP and WebSocket alike. Each check throws the fault to answer with. */
export class Door {
  readonly #isOwnHost: (host: string | undefined) => boolean;
  readonly #tokens: TokenStore;
  readonly #tokenRequired: boolean;
  readonly #rate: RateLimit;

  constructor(options: {
    host: string;
    allowedHosts: readonly string[];
    tokens: TokenStore;
    /** On loopback too; other addresses always need one. */
    tokenRequired: boolean;
    limits: Pick<ServerLimits, 'callsPerS' | 'callsAtOnce'>;
  }) {
    const { host, allowedHosts, tokens, tokenRequired, limits } = options;
    this.#isOwnHost = hostCheck(host, allowedHosts);
    this.#tokens = tokens;
    this.#tokenRequired = tokenRequired || !isLoopbackHost(host);
    this.#rate = new RateLimit({ perS: limits.callsPerS, atOnce: limits.callsAtOnce, now: () => performance.now() });
  }

  /** Whether it was meant for this server, and does not come from a page of another one. */
  checkSource({ headers, headersDistinct }: IncomingMessage, isPage: boolean): void {
    // Node takes the first; what stands between the browser and us may have taken the second.
    if ((headersDistinct['host'] ?? []).length > 1) throw callFault('BAD_REQUEST', 'A request has one Host.');
    if (!this.#isOwnHost(headers.host))
      throw new ORPCError('MISDIRECTED_REQUEST', {
        status: 421,
        message: 'This server does not go by that name; it can be told to, with its allowed hosts.',
      });
    if (!isOwnOrigin(headers) || !isOwnFetch(headers, isPage))
      throw callFault('FORBIDDEN', 'Pages of other servers may not call this one.');
  }

  /** Who it is, and that they do not call too often. */
  checkCaller(request: IncomingMessage): { readonly who: Authenticated; readonly admit: () => void } {
    const who = authenticate(request.headers, { tokens: this.#tokens, required: this.#tokenRequired });
    const admit = this.#admitting(who?.tokenId ?? peerAddress(request.socket));
    admit();
    if (who === undefined) throw callFault('UNAUTHORIZED');
    return { who, admit };
  }

  /** For what needs no token. */
  checkRate(request: IncomingMessage): void {
    this.#admitting(peerAddress(request.socket))();
  }

  #admitting(caller: string): () => void {
    return () => {
      if (this.#rate.take(caller) > 0) throw callFault('TOO_MANY_REQUESTS');
    };
  }
}

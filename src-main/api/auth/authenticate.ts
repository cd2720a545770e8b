import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../call-context.ts';
import type { TokenStore } from './token-store.ts';

/** What a WebSocket of ours speaks; the answer to an upgrade names it. */
export const SOCKET_PROTOCOL = 'metaextract.v1';
/** A page in a browser cannot send headers with a WebSocket, but it can name protocols. */
const TOKEN_PROTOCOL = 'metaextract.token.';

export interface Authenticated {
  readonly caller: Caller;
  readonly tokenId: string | undefined;
}

/** Somebody without a token, where a route is for anybody. */
export const ANYBODY: Authenticated = { caller: { role: 'viewer', name: 'anybody' }, tokenId: undefined };
const LOCAL: Authenticated = { caller: { role: 'admin', name: 'local' }, tokenId: undefined };

/**
 * Who a request is from; undefined where a token is needed and not there. A token that is given must be right even where none
 * is needed. There are no cookies: a browser adds nothing by itself to what a page elsewhere makes it send.
 */
export function authenticate(
  headers: IncomingHttpHeaders,
  { tokens, required }: { tokens: TokenStore; required: boolean },
): Authenticated | undefined {
  const text = bearer(headers.authorization) ?? protocolToken(headers['sec-websocket-protocol']);
  if (text === undefined) return required ? undefined : LOCAL;
  const token = tokens.verify(text);
  return token === undefined ? undefined : { caller: { role: token.role, name: token.name }, tokenId: token.id };
}

function bearer(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

function protocolToken(protocols: string | undefined): string | undefined {
  const named = (protocols ?? '').split(',').map((protocol) => protocol.trim());
  return named.find((protocol) => protocol.startsWith(TOKEN_PROTOCOL))?.slice(TOKEN_PROTOCOL.length);
}

import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { API_PREFIX, type Contract } from '../../../src-protocol/contract/index.ts';
import { PORT_MESSAGE } from '../../../src-protocol/desktop/desktop-bridge.ts';
import { desktopBridge } from './desktop-bridge.ts';

/** All that can be asked of the coordinator, as functions. A refused call rejects with an error whose message is a sentence. */
export type Client = ContractRouterClient<Contract>;

export interface Connection {
  readonly client: Client;
  /** Resolves when nothing more comes over it. */
  readonly lost: Promise<void>;
}

/** The server asks for a token: none was given, or one that it does not know. */
export class TokenNeeded extends Error {}

const CONNECT_WITHIN_MS = 15_000;

/** Over a message port in the desktop window, over a WebSocket in a browser. Rejects where nobody answers. */
export function connect(token: string | undefined): Promise<Connection> {
  return desktopBridge() === undefined ? connectSocket(token) : connectPort();
}

async function connectPort(): Promise<Connection> {
  const port = await nextPort();
  // heard first: the program may end while the client is being made
  const lost = new Promise<void>((resolve) => {
    port.addEventListener('close', () => {
      resolve();
    });
  });
  const client: Client = createORPCClient(new PortLink({ port }));
  port.start();
  return { client, lost };
}

function nextPort(): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      window.removeEventListener('message', take);
      reject(new Error('The program has not opened its data in time.'));
    }, CONNECT_WITHIN_MS);
    function take({ source, data, ports: [port] }: MessageEvent) {
      if (source !== window || data !== PORT_MESSAGE || port === undefined) return;
      clearTimeout(deadline);
      window.removeEventListener('message', take);
      resolve(port);
    }
    window.addEventListener('message', take);
    desktopBridge()?.connect();
  });
}

async function connectSocket(token: string | undefined): Promise<Connection> {
  await knock(token);
  const url = new URL(`${API_PREFIX}/socket`, window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  const websocket = new WebSocket(url, [
    'metaextract.v1',
    ...(token === undefined ? [] : [`metaextract.token.${token}`]),
  ]);
  const lost = new Promise<void>((resolve) => {
    websocket.addEventListener('close', () => {
      resolve();
    });
  });
  await Promise.race([
    new Promise<void>((resolve) => {
      websocket.addEventListener('open', () => {
        resolve();
      });
    }),
    lost.then(() => {
      throw new Error('The server does not answer.');
    }),
  ]);
  return { client: createORPCClient(new SocketLink({ websocket })), lost };
}

/** A WebSocket that is refused does not say why; a request does. */
async function knock(token: string | undefined): Promise<void> {
  // no server gives one with other characters, and not all of them can be sent: that would look as if nobody answered
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) throw new TokenNeeded();
  const { status } = await fetch(`${API_PREFIX}/health`, {
    headers: authorization(token),
    signal: AbortSignal.timeout(CONNECT_WITHIN_MS),
  });
  if (status === 401) throw new TokenNeeded();
}

/** What a request beside the contract (an upload, a download) has to carry. */
export function authorization(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

/** Why a call did not do what it should, as a sentence for a person. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether the server has refused a call, rather than not having been reached. */
export function isAnswer(error: unknown): boolean {
  return error instanceof ORPCError;
}

/** Whether the thing that was asked for is not there (any more). */
export function isNotFound(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'NOT_FOUND';
}

/** Whether the server may not read a path that was named. */
export function isNotAllowed(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'NOT_ALLOWED_PATH';
}

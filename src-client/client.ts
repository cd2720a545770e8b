import { createORPCClient, ORPCError } from '@orpc/client';
import { ClientRetryPlugin, type ClientRetryPluginContext } from '@orpc/client/plugins';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { z } from 'zod';
import { API_PREFIX, type Contract, contract } from '../src-protocol/contract/index.ts';

export interface ClientOptions {
  /** Where `metaextract serve` listens: `http://127.0.0.1:7460`. */
  readonly url: string;
  /** Not needed for a server of this computer that asks for none. */
  readonly token?: string;
}

/** Everything that a server can be asked, as functions; see docs/api.md. A refused call rejects with an ORPCError. */
export type MetaExtractClient = JsonifiedClient<ContractRouterClient<Contract, ClientRetryPluginContext>>;

const RETRY_DELAY_MS = 500;

const Problem = z.object({
  code: z.string(),
  status: z.int(),
  detail: z.string(),
  issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })).default([]),
});

/** A client over HTTP, for scripts in Node and in browsers. A stream of events goes on by itself after an interruption. */
export function createClient({ url, token }: ClientOptions): MetaExtractClient {
  const link = new OpenAPILink<ClientRetryPluginContext>(contract, {
    url: `${url.replace(/\/+$/, '')}${API_PREFIX}`,
    headers: () => (token === undefined ? {} : { authorization: `Bearer ${token}` }),
    fetch: fetchReadable,
    customErrorResponseBodyDecoder: faultOf,
    plugins: [
      new ClientRetryPlugin({
        default: {
          retry: ({ path }) => (path[0] === 'events' ? Infinity : 0),
          shouldRetry: ({ error }) => mayPass(error),
          retryDelay: ({ lastEventRetry }) => lastEventRetry ?? RETRY_DELAY_MS,
        },
      }),
    ],
  });
  return createORPCClient(link);
}

/** Whether asking again may help: the connection or the server was lost. What is refused stays refused. */
function mayPass(error: unknown): boolean {
  return !(error instanceof ORPCError) || error.status >= 500 || error.code === 'TOO_MANY_REQUESTS';
}

/**
 * Makes two kinds of answers readable. The link reads JSON only where it is called so, and a problem document has a name of
 * its own. And a stream of events has to end with the signal: `fetch` of Node forgets the signal of a request that is
 * collected while its body is still being read (https://github.com/nodejs/undici/issues/1926 and its like).
 */
async function fetchReadable(
  request: Request,
  init: object,
  { signal }: { readonly signal?: AbortSignal | undefined },
): Promise<Response> {
  const response = await fetch(request, init);
  const { status, statusText, headers, body } = response;
  const type = headers.get('content-type') ?? '';
  if (type === 'application/problem+json')
    return new Response(body, { status, statusText, headers: { 'content-type': 'application/json' } });
  if (body === null || signal === undefined || !type.startsWith('text/event-stream')) return response;
  return new Response(endedBy(signal, body), { status, statusText, headers });
}

/** The same stream, which fails as soon as the signal says so. */
function endedBy(signal: AbortSignal, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    start: (controller) => {
      const end = () => {
        controller.error(signal.reason);
        reader.cancel(signal.reason).catch(() => undefined); // it may have failed already, for the same reason
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    },
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (signal.aborted) return;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** What the server says in a problem document, as the same fault that other carriers give: `NOT_FOUND`, with its sentence. */
function faultOf(body: unknown): ORPCError<string, unknown> | undefined {
  const problem = Problem.safeParse(body);
  if (!problem.success) return undefined;
  const { code, status, detail, issues } = problem.data;
  const wrong = issues.map(({ path, message }) => `\n  ${path.join('.')}: ${message}`).join('');
  return new ORPCError(code.toUpperCase().replaceAll('-', '_'), { status, message: detail + wrong, data: { issues } });
}

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
          retryDelay: ({ lastEventRetry }) => lastEventRetry ?? RETRY_DELAY_MS,
        },
      }),
    ],
  });
  return createORPCClient(link);
}

/** The link reads JSON only where it is called so, and a problem document has a name of its own. */
async function fetchReadable(request: Request, init: object): Promise<Response> {
  const response = await fetch(request, init);
  if (response.headers.get('content-type') !== 'application/problem+json') return response;
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers: { 'content-type': 'application/json' } });
}

/** What the server says in a problem document, as the same fault that other carriers give: `NOT_FOUND`, with its sentence. */
function faultOf(body: unknown): ORPCError<string, unknown> | undefined {
  const problem = Problem.safeParse(body);
  if (!problem.success) return undefined;
  const { code, status, detail, issues } = problem.data;
  const wrong = issues.map(({ path, message }) => `\n  ${path.join('.')}: ${message}`).join('');
  return new ORPCError(code.toUpperCase().replaceAll('-', '_'), { status, message: detail + wrong, data: { issues } });
}

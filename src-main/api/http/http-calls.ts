import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { API_PREFIX } from '../../../src-protocol/contract/index.ts';
import type { Log } from '../../coordinator/ports.ts';
import type { ApiRouter, CallContext } from '../call-context.ts';
import type { ServerLimits } from './limits.ts';
import { OpenCalls } from './open-calls.ts';
import { queryCoercion } from './query-coercion.ts';
import { readJsonBody } from './read-body.ts';
import { servedCall, type ServedCall } from './served-call.ts';

/**
 * An event stream over HTTP says something at least so often, so that nothing between takes it for dead, and so that a script
 * that reads it through a pipe, and has seen enough, ends soon: it is told only by what it is sent next.
 */
const KEEP_ALIVE_MS = 2_000;

interface HttpCall extends ServedCall {
  /** What went wrong, for the one place that answers with problems. */
  failure?: unknown;
}

/** The procedures of the contract over HTTP. */
export class HttpCalls {
  readonly open: OpenCalls;
  readonly #handler: OpenAPIHandler<HttpCall>;
  readonly #limits: ServerLimits;

  constructor(router: ApiRouter, limits: ServerLimits, log: Log) {
    this.#limits = limits;
    // A connection carries one call at a time, so their number is bounded already.
    this.open = new OpenCalls({ calls: limits.connections, streams: limits.connections });
    // “never”, because the handler's own type for routers contains itself without end, which the linter does not survive.
    this.#handler = new OpenAPIHandler<HttpCall>(router as never, {
      eventIteratorKeepAliveInterval: KEEP_ALIVE_MS,
      interceptors: [
        async (options) => {
          try {
            return await options.next();
          } catch (error) {
            options.context.failure = error;
            return { matched: false, response: undefined };
          }
        },
      ],
      clientInterceptors: [queryCoercion(), servedCall(log)],
    });
  }

  /** Answers a call, or gives false where the path is none of the contract's. Throws the fault to answer with. */
  async answer(request: IncomingMessage, response: ServerResponse, context: CallContext): Promise<boolean> {
    await this.#readBody(request);
    response.setHeader('x-accel-buffering', 'no'); // a proxy in front would gather events until there are many
    const call: HttpCall = { ...context, open: this.open, admit: () => undefined };
    const { matched } = await this.#handler.handle(request, response, { prefix: API_PREFIX, context: call });
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- thrown on as it is, so that what it is can be told from it
    if (call.failure !== undefined) throw call.failure;
    return matched;
  }

  /** The handler takes a body that was read already as it is; it reads without bounds by itself. */
  async #readBody(request: IncomingMessage): Promise<void> {
    if (request.method === 'GET') return;
    const body = await readJsonBody(request, this.#limits);
    if (body !== undefined) {
      Object.assign(request, { body });
      return;
    }
    delete request.headers['content-type'];
    delete request.headers['content-disposition'];
  }
}

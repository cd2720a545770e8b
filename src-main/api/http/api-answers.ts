import type { IncomingMessage, ServerResponse } from 'node:http';
import { ORPCError } from '@orpc/server';
import { API_PREFIX } from '../../../src-protocol/contract/index.ts';
import type { Log } from '../../coordinator/ports.ts';
import { ANYBODY, type Authenticated } from '../auth/authenticate.ts';
import type { CallContext } from '../call-context.ts';
import type { PageFiles } from '../page-files.ts';
import { answerSecurityHeaders } from '../page-security.ts';
import type { ApiRoutes } from './api-routes.ts';
import { callFault, isFault } from './call-fault.ts';
import type { Door } from './door.ts';
import type { HttpCalls } from './http-calls.ts';
import { problemOf, sendProblem } from './problem.ts';
import type { RawRoutes } from './raw-routes.ts';
import { pathOf } from './route-pattern.ts';
import { sendPage } from './served-pages.ts';
import { checkRole, unexpectedFault } from './served-call.ts';
import type { Sessions } from './sessions.ts';

/** Headers that an answer of this status needs besides its problem document. */
const HEADERS_OF_STATUS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'www-authenticate': 'Bearer realm="metaextract"' },
  429: { 'retry-after': '1' },
  503: { 'retry-after': '2' },
};

interface Parts {
  readonly door: Door;
  readonly pages: PageFiles;
  readonly raw: RawRoutes;
  readonly calls: HttpCalls;
  readonly routes: ApiRoutes;
  readonly sessions: Sessions;
  readonly log: Log;
}

/** Finds out what a request asks for, lets it pass the door, and answers. */
export class ApiAnswers {
  readonly #parts: Parts;
  #ending = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** From now on everything is refused, and each connection ends with its next answer. */
  end(): void {
    this.#ending = true;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(answerSecurityHeaders)) response.setHeader(name, value);
    try {
      if (this.#ending) throw callFault('UNAVAILABLE', 'The server is ending.');
      await this.#answer(request, response);
    } catch (error) {
      this.#fail(error, request, response);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { door, pages } = this.#parts;
    const path = pathOf(request.url);
    const page = path === undefined ? undefined : pages.get(path);
    door.checkSource(request, page !== undefined);
    if (path === undefined) throw callFault('NOT_FOUND', 'The target of a request is a path.');
    if (page === undefined) {
      await this.#answerProgram(path, request, response);
      return;
    }
    door.checkRate(request);
    if (request.method === 'GET' || request.method === 'HEAD') sendPage(response, path, page);
    else this.#refuseMethod(['GET', 'HEAD'], request, response);
  }

  async #answerProgram(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { door, raw, calls, routes } = this.#parts;
    const found = raw.find(request.method, path);
    const isOpen = found?.route.role === 'anybody' || !(found !== undefined || path.startsWith(`${API_PREFIX}/`));
    if (isOpen) door.checkRate(request);
    const who = isOpen ? ANYBODY : door.checkCaller(request).who;
    const context = this.#contextOf(who, response);
    if (found !== undefined) {
      if (found.route.role !== 'anybody') checkRole(who.caller, found.route.role);
      await found.route.handle(request, response, found.params, context);
      return;
    }
    const methods = isOpen ? [] : routes.methodsOf(path);
    // What is not there is refused before any of its body is read.
    if (methods.includes(request.method ?? '') && (await calls.answer(request, response, context))) return;
    const allowed = [...raw.methodsOf(path), ...methods];
    if (allowed.length === 0) throw callFault('NOT_FOUND', 'There is nothing at this path.');
    this.#refuseMethod(allowed, request, response);
  }

  #contextOf({ caller, tokenId }: Authenticated, response: ServerResponse): CallContext {
    if (tokenId !== undefined) {
      // A call that has begun is finished; what goes on and on is not.
      const session = this.#parts.sessions.add(tokenId, () => {
        if (response.headersSent) response.destroy();
      });
      response.once('close', () => {
        session[Symbol.dispose]();
      });
    }
    return { caller };
  }

  #refuseMethod(allowed: readonly string[], request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('allow', [...new Set(allowed)].join(', '));
    const message = `${request.method ?? 'This'} is not possible here.`;
    sendProblem(response, problemOf(new ORPCError('METHOD_NOT_ALLOWED', { status: 405, message })));
  }

  #fail(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    const { log } = this.#parts;
    const where = { method: request.method, path: pathOf(request.url) };
    const fault = isFault(error) ? error : unexpectedFault(error, where, log);
    log.debug({ ...where, status: fault.status, code: fault.code }, 'api.refused');
    const closing = this.#ending ? { connection: 'close' } : {};
    sendProblem(response, problemOf(fault), { ...HEADERS_OF_STATUS[fault.status], ...closing });
  }
}

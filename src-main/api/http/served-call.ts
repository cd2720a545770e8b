import { randomUUID } from 'node:crypto';
import { getEventIteratorSchemaDetails, type AnySchema } from '@orpc/contract';
import { ORPCError, type AnyProcedure, type Context } from '@orpc/server';
import type { StandardHandlerOptions } from '@orpc/server/standard';
import { z } from 'zod';
import { Role } from '../../../src-protocol/model/role.ts';
import type { Log } from '../../coordinator/ports.ts';
import type { CallContext, Caller } from '../call-context.ts';
import { callFault, isFault } from './call-fault.ts';
import type { OpenCalls } from './open-calls.ts';

/** The context of a call with what its carrier keeps of it for itself. */
export interface ServedCall extends CallContext {
  readonly open: OpenCalls;
  /** Throws where the caller calls too often, and the carrier has not looked at that before. */
  admit(): void;
}

/** What stands between a carrier and each procedure. */
export type CallInterceptor<T extends Context> = NonNullable<StandardHandlerOptions<T>['clientInterceptors']>[number];

/**
 * What every call passes, over whichever carrier: the caller's role, how many are open, and what becomes of an unexpected
 * error. It is in this one place so that no procedure can be without it.
 */
export function servedCall<T extends ServedCall>(log: Log): CallInterceptor<T> {
  return async (options) => {
    const { context, procedure, path } = options;
    const fault = (error: unknown) =>
      options.signal?.aborted === true ? callFault('UNAVAILABLE', 'The caller is gone.') : asFault(error, path, log);
    context.admit();
    checkRole(context.caller, leastRole(procedure['~orpc'].meta));
    if (!isStream(procedure)) {
      using _call = context.open.beginCall();
      try {
        return await options.next();
      } catch (error) {
        throw fault(error);
      }
    }
    const stream = context.open.beginStream();
    // It ends with the caller as well as with us, even where the procedure hears neither.
    const signal = AbortSignal.any([stream.signal, ...(options.signal === undefined ? [] : [options.signal])]);
    const leave = () => {
      stream[Symbol.dispose]();
    };
    // Also where nobody ever reads an event: of a caller that has gone before its answer is sent.
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    try {
      const output = await options.next({ ...options, signal });
      return events(output as AsyncIterator<unknown>, signal, stream, fault);
    } catch (error) {
      stream[Symbol.dispose]();
      throw fault(error);
    }
  };
}

/** A procedure that does not say who may call it is for admins. */
export function leastRole(meta: unknown): Role {
  return z.object({ role: Role }).safeParse(meta).data?.role ?? 'admin';
}

export function checkRole(caller: Caller, least: Role): void {
  if (least === 'admin' && caller.role !== 'admin') throw callFault('FORBIDDEN');
}

function isStream(procedure: AnyProcedure): boolean {
  return getEventIteratorSchemaDetails(procedure['~orpc'].outputSchema as AnySchema) !== undefined;
}

/**
 * Hands on the events until there are no more or the stream is to end; then the source is told in any case. One that is ended
 * is told so by a fault: a caller that takes it for complete would not ask to go on with it.
 */
async function* events(
  source: AsyncIterator<unknown>,
  signal: AbortSignal,
  stream: Disposable,
  fault: (error: unknown) => Error,
): AsyncGenerator<unknown, void, void> {
  let end: () => void = () => undefined;
  const onAbort = () => {
    end();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      // a promise of its own for each event: one for all of them would hold on to each
      const next = await new Promise<IteratorResult<unknown>>((resolve, reject) => {
        end = () => {
          reject(callFault('UNAVAILABLE', 'The server is ending.'));
        };
        if (signal.aborted) end();
        else source.next().then(resolve, reject);
      });
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    throw fault(error);
  } finally {
    signal.removeEventListener('abort', onAbort);
    stream[Symbol.dispose]();
    // not waited for: a source that is in the middle of a wait of its own answers only after it
    void Promise.resolve(source.return?.()).catch(() => undefined);
  }
}

/** A fault of the contract as it is; of all else the caller gets no more than the id under which the log has it. */
function asFault(error: unknown, path: readonly string[], log: Log): Error {
  if (isFault(error) && (error.status < 500 || error.code === 'UNAVAILABLE')) return error;
  return unexpectedFault(error, { procedure: path.join('.') }, log);
}

export function unexpectedFault(
  error: unknown,
  where: object,
  log: Log,
): ORPCError<'INTERNAL_SERVER_ERROR', { id: string }> {
  const id = randomUUID();
  log.error({ id, ...where, error: describe(error) }, 'api.failed');
  return new ORPCError('INTERNAL_SERVER_ERROR', {
    message: `Something went wrong in the program; its log has it under ${id}.`,
    data: { id },
  });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

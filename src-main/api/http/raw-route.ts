import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OpenAPI } from '@orpc/contract';
import type { Role } from '../../../src-protocol/model/role.ts';
import type { CallContext } from '../call-context.ts';

/**
 * What is no call of the contract: files that come and go, and what other programs ask for. A fault that `handle` throws is
 * answered like that of a call, if nothing was answered yet. It reads the body by itself and bounds it by itself.
 */
export interface RawRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The whole path, as `routePattern` takes it; GET routes answer HEAD as well. */
  readonly pattern: string;
  /** The least role, or anybody, without a token too. */
  readonly role: Role | 'anybody';
  /** What the API's document says of it; without, the document does not name it. */
  readonly operation?: OpenAPI.OperationObject;
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    params: Readonly<Record<string, string>>,
    context: CallContext,
  ): void | Promise<void>;
}

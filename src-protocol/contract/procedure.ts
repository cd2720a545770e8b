import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Role } from '../model/role.ts';

/** What can go wrong with a call. Programs look at the code; the message is a sentence for a person. */
export const CALL_FAULTS = {
  BAD_REQUEST: { status: 400, message: 'The request is not of the form that is asked for.' },
  UNAUTHORIZED: { status: 401, message: 'A token is needed, or the one given is not known.' },
  FORBIDDEN: { status: 403, message: 'This token may only look.' },
  NOT_FOUND: { status: 404, message: 'There is no such thing.' },
  CONFLICT: { status: 409, message: 'The present state does not allow it.' },
  CONTENT_TOO_LARGE: { status: 413, message: 'It is larger than is accepted.' },
  TOO_MANY_REQUESTS: { status: 429, message: 'Too many calls in a short time; try again in a moment.' },
  NOT_ALLOWED_PATH: { status: 403, message: 'The path is outside of the folders that this server may read.' },
  UNAVAILABLE: { status: 503, message: 'The server is ending, or something that it needs is not there.' },
} as const;

interface CallMeta {
  /** The least role that may call it. */
  readonly role: Role;
}

const base = oc.$meta<CallMeta>({ role: 'admin' }).errors(CALL_FAULTS);

/** A call that only looks. */
export const look = base.meta({ role: 'viewer' });
/** A call that changes something. */
export const act = base.meta({ role: 'admin' });

export const Id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
/** ISO 8601 in UTC. */
export const Time = z.iso.datetime();
export const JobRef = z.object({ id: Id.describe('the number of the job') });
/** The answer of a call that has nothing to say. */
export const Done = z.strictObject({ done: z.literal(true) });

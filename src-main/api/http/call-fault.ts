import { ORPCError } from '@orpc/server';
import { CALL_FAULTS } from '../../../src-protocol/contract/procedure.ts';

type CallFaultCode = keyof typeof CALL_FAULTS;

/** What a caller is told; everything else that is thrown is a fault of the program. */
export type Fault = ORPCError<string, unknown>;

export function isFault(error: unknown): error is Fault {
  return error instanceof ORPCError;
}

/** One of the contract's faults, to be thrown; the same over every carrier. */
export function callFault(
  code: CallFaultCode,
  message: string = CALL_FAULTS[code].message,
): ORPCError<CallFaultCode, undefined> {
  return new ORPCError(code, { status: CALL_FAULTS[code].status, message });
}

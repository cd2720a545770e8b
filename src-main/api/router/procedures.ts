import { implement } from '@orpc/server';
import { contract } from '../../../src-protocol/contract/index.ts';
import type { CallContext } from '../call-context.ts';

/** The procedures of the contract, to be given their handlers. */
export const procedures = implement(contract).$context<CallContext>();

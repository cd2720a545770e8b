import type { Router } from '@orpc/server';
import type { Contract } from '../../src-protocol/contract/index.ts';
import type { Role } from '../../src-protocol/model/role.ts';

/** Who calls: the owner of a token, or the person at this computer. */
export interface Caller {
  readonly role: Role;
  readonly name: string;
}

/** What every procedure of the contract is given besides its input. */
export interface CallContext {
  readonly caller: Caller;
}

/** An implementation of the contract, as every carrier takes it. */
export type ApiRouter = Router<Contract, CallContext>;

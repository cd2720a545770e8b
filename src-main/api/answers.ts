import type { InferContractRouterOutputs } from '@orpc/contract';
import type { Contract } from '../../src-protocol/contract/index.ts';

/** What the procedures of the contract answer. */
export type Answers = InferContractRouterOutputs<Contract>;

import { callFault } from '../http/call-fault.ts';
import type { TokenControl } from '../services.ts';
import type { TokenStore } from './token-store.ts';

/** The tokens as the contract has them. */
export function tokenControl(tokens: TokenStore): TokenControl {
  return {
    list: () => [...tokens.list()],
    create: (name, role) => tokens.create(name, role),
    revoke: (tokenId) => {
      if (!tokens.revoke(tokenId)) throw callFault('NOT_FOUND', `There is no token ${tokenId}.`);
    },
  };
}

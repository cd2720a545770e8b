import type { AnyContractRouter } from '@orpc/contract';
import { traverseContractProcedures } from '@orpc/server';
import { API_PREFIX } from '../../../src-protocol/contract/index.ts';
import { routePattern, type MatchPath } from './route-pattern.ts';

interface Route {
  readonly method: string;
  readonly match: MatchPath;
}

/** The paths of a contract over HTTP, to tell a wrong method from a path that does not exist. */
export class ApiRoutes {
  readonly #routes: Route[] = [];

  constructor(contract: AnyContractRouter) {
    traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure }) => {
      const { method = 'POST', path } = procedure['~orpc'].route;
      if (path !== undefined) this.#routes.push({ method, match: routePattern(API_PREFIX + path) });
    });
  }

  /** What may be done with a path. */
  methodsOf(path: string): readonly string[] {
    return this.#routes.filter(({ match }) => match(path) !== undefined).map(({ method }) => method);
  }
}

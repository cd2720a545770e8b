import { routePattern, type MatchPath } from './route-pattern.ts';
import type { RawRoute } from './raw-route.ts';

interface Found {
  readonly route: RawRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** The table of what is no call of the contract. */
export class RawRoutes {
  readonly #routes: readonly { readonly route: RawRoute; readonly match: MatchPath }[];

  constructor(routes: readonly RawRoute[]) {
    this.#routes = routes.map((route) => ({ route, match: routePattern(route.pattern) }));
  }

  find(method: string | undefined, path: string): Found | undefined {
    const wanted = method === 'HEAD' ? 'GET' : method; // Node leaves the body of such an answer out by itself
    for (const { route, match } of this.#routes) {
      const params = route.method === wanted ? match(path) : undefined;
      if (params !== undefined) return { route, params };
    }
    return undefined;
  }

  methodsOf(path: string): readonly string[] {
    const methods = this.#routes.filter(({ match }) => match(path) !== undefined).map(({ route }) => route.method);
    return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  }
}

/** Takes the path of a request as it was sent, without its query, and gives the decoded parts that the pattern names. */
export type MatchPath = (path: string) => Readonly<Record<string, string>> | undefined;

/**
 * A path with `{name}` for one part and `{+name}` at the end for all the rest, which is what OpenAPI and the contract write.
 * Parts are decoded after the path was split, so that an encoded `/` is no separator. What cannot be decoded does not match.
 */
export function routePattern(pattern: string): MatchPath {
  const parts = pattern.split('/').map((text) => ({
    literal: text,
    name: /^\{(\w+)\}$/.exec(text)?.[1],
    rest: /^\{\+(\w+)\}$/.exec(text)?.[1],
  }));
  return (path) => {
    const given = path.split('/');
    const params: Record<string, string> = {};
    for (const [at, { literal, name, rest }] of parts.entries()) {
      if (rest !== undefined) {
        const decoded = given.slice(at).map(decodePart);
        if (decoded.length === 0 || decoded.includes(undefined)) return undefined;
        params[rest] = decoded.join('/');
        return params;
      }
      const text = given[at];
      if (text === undefined || (name === undefined && text !== literal)) return undefined;
      if (name === undefined) continue;
      const decoded = decodePart(text);
      if (decoded === undefined || decoded === '') return undefined;
      params[name] = decoded;
    }
    return given.length === parts.length ? params : undefined;
  };
}

function decodePart(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** The path of a request's target; undefined for a target that is not one (`*`, or a whole URL as proxies get). */
export function pathOf(target: string | undefined): string | undefined {
  if (target?.startsWith('/') !== true) return undefined;
  const query = target.search(/[?#]/);
  return query === -1 ? target : target.slice(0, query);
}

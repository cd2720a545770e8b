interface PathLines {
  readonly paths: readonly string[];
  /** Lines that are no absolute path, as they were written. */
  readonly others: readonly string[];
}

const ABSOLUTE = /^(\/|[a-z]:[\\/]|\\\\[^\\])/i;
const QUOTED = /^(["'])(.*)\1$/;

/**
 * What a person pastes as paths: one a line, with or without quotes, or as `file://` addresses, as file managers copy them.
 * Which system the server runs on is not asked: a path is absolute when it is so on any.
 */
export function parsePathLines(text: string): PathLines {
  const paths = new Set<string>();
  const others: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const written = line.trim();
    if (written === '') continue;
    const path = pathOf(written.replace(QUOTED, '$2'));
    if (ABSOLUTE.test(path)) paths.add(path);
    else others.push(written);
  }
  return { paths: [...paths], others };
}

function pathOf(text: string): string {
  if (!/^file:\/\//i.test(text)) return text;
  try {
    const { hostname, pathname } = new URL(text);
    const path = decodeURIComponent(pathname);
    if (hostname !== '' && hostname !== 'localhost') return `\\\\${hostname}${path.replaceAll('/', '\\')}`;
    return /^\/[a-z]:/i.test(path) ? path.slice(1) : path;
  } catch {
    return text;
  }
}

import picomatch from 'picomatch';

/** Decides by name what belongs to a crawl. Paths are relative to the source, with `/` between their parts. */
export interface NameFilter {
  file(relativePath: string, name: string): boolean;
  /** Whether anything below a folder can belong to it. */
  folder(relativePath: string, name: string): boolean;
}

export interface NameRules {
  /** A file must match one of these, if there are any. */
  readonly include: readonly string[];
  /** A file or folder that matches one of these is left out, with all that is below. */
  readonly exclude: readonly string[];
  /** Whether names that begin with a dot belong to it. */
  readonly hidden: boolean;
}

type Match = (relativePath: string, name: string) => boolean;

/** Patterns are globs, in either case of letters; one without a `/` is held against the name alone, at any depth. */
export function nameFilter({ include, exclude, hidden }: NameRules): NameFilter {
  const included = include.map(matcher);
  const excluded = exclude.map(matcher);
  const allowed = (relativePath: string, name: string) =>
    (hidden || !name.startsWith('.')) && !excluded.some((matches) => matches(relativePath, name));
  return {
    file: (relativePath, name) =>
      allowed(relativePath, name) && (included.length === 0 || included.some((matches) => matches(relativePath, name))),
    folder: allowed,
  };
}

function matcher(pattern: string): Match {
  const anywhere = !pattern.replace(/\/$/, '').includes('/');
  const matches = picomatch(pattern.replace(/\/$/, ''), { dot: true, nocase: true });
  return anywhere ? (_relativePath, name) => matches(name) : (relativePath) => matches(relativePath);
}

const GLOB_CHARACTERS = /[*?[\]{}()!]/;

export interface Glob {
  /** The folder that it begins in. */
  readonly folder: string;
  /** Takes a path relative to that folder. */
  readonly matches: (relativePath: string) => boolean;
}

/** Cuts a glob into the folder that it begins in and a matcher of what lies below; undefined for a path that is none. */
export function parseGlob(path: string): Glob | undefined {
  const parts = path.split('/');
  const firstMagic = parts.findIndex((part) => GLOB_CHARACTERS.test(part));
  if (firstMagic < 0) return undefined;
  const folder = parts.slice(0, firstMagic).join('/');
  const matches = picomatch(parts.slice(firstMagic).join('/'), { dot: true });
  return { folder: folder === '' ? '/' : folder, matches };
}

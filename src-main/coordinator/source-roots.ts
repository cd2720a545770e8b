import { splitPath } from '../../src-protocol/model/path-join.ts';

/** The sources of a job as folders that others lie in. There may be a million of them, and they are asked for each file. */
export class SourceRoots {
  readonly #sources: ReadonlySet<string>;

  constructor(sources: readonly string[]) {
    this.#sources = new Set(sources.map(withoutEnd));
  }

  /** The nearest source that a folder lies in, or is. */
  above(folder: string): string | undefined {
    for (let at = folder; ;) {
      if (this.#sources.has(at)) return at;
      const { folder: above } = splitPath(at);
      if (above === at || above === '') return undefined;
      at = above;
    }
  }
}

/** `/photos/` is `/photos`; a root stays what it is. On Windows both kinds of slashes separate, elsewhere one is a letter. */
function withoutEnd(source: string): string {
  return source.startsWith('/') ? source.replace(/(?<=[^/])\/+$/, '') : source.replace(/(?<=[^/\\:])[/\\]+$/, '');
}

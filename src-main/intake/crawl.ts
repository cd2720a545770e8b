import type { Stats } from 'node:fs';
import { lstatSync, readlinkSync, statSync } from 'node:fs';
import type { FaultCode } from '../../src-protocol/model/fault.ts';
import { displayPath } from '../../src-protocol/model/path-codec.ts';
import { joinPath, splitPath } from '../../src-protocol/model/path-join.ts';
import { pairSidecars, sidecarNames } from '../../src-protocol/model/sidecars.ts';
import type { FoundFault } from '../coordinator/ports.ts';
import type { CrawlRequest } from './crawl-messages.ts';
import type { FoundBatch } from './found-batch.ts';
import type { Glob, NameFilter } from './name-filter.ts';
import { nameFilter, parseGlob } from './name-filter.ts';
import type { EntryKind } from './read-folder.ts';
import { readFolder, systemPath } from './read-folder.ts';

const LINK_NOT_FOLLOWED: FoundFault = {
  code: 'not-a-file',
  skipped: true,
  message: 'A symbolic link, which was not followed (--follow-symlinks follows it)',
};
const NOT_A_FILE: FoundFault = {
  code: 'not-a-file',
  skipped: true,
  message: 'Not a regular file (a pipe, a socket or a device)',
};

interface Walk {
  readonly source: number;
  readonly filter: NameFilter;
  /** For globs: which relative paths belong to it. */
  readonly matches: (relativePath: string) => boolean;
  /** Folders that were entered, while links are followed: a link back to one of them is a loop. */
  readonly entered: Set<string>;
}

/**
 * Finds files with blocking calls, which are the fastest; so it runs in a thread of its own. What cannot be read or is no
 * file is found too, with its fault, and the crawl goes on.
 */
export class Crawl {
  readonly #request: CrawlRequest;
  readonly #found: FoundBatch;
  constructor(request: CrawlRequest, found: FoundBatch) {
    this.#request = request;
    this.#found = found;
  }

  /** Crawls one source: a file, a folder or a glob. `index` is -1 for a listed one. */
  source(path: string, index: number): void {
    const { include, exclude, hidden } = this.#request;
    const filter = nameFilter({ include, exclude, hidden });
    const walk: Walk = { source: index, filter, matches: () => true, entered: new Set() };
    const stats = this.#stat(path, statSync);
    if ('code' in stats) {
      const glob = stats.code === 'not-found' ? parseGlob(path) : undefined;
      if (glob === undefined || !this.#glob(glob, walk)) this.#fault(index, path, stats);
      return;
    }
    if (stats.isDirectory()) this.#folder(path, '', walk);
    else if (stats.isFile()) this.#file(path, stats, walk);
    else this.#fault(index, path, NOT_A_FILE);
  }

  /** Crawls what a glob matches and returns whether anything did: one that matches nothing is as good as a missing file. */
  #glob({ folder, matches }: Glob, walk: Walk): boolean {
    const stats = this.#stat(folder, statSync);
    if ('code' in stats || !stats.isDirectory()) return false;
    let matched = false;
    const note = (relativePath: string) => {
      const does = matches(relativePath);
      matched ||= does;
      return does;
    };
    this.#folder(folder, '', { ...walk, matches: note });
    return matched;
  }

  /** A file that was named itself: the filter does not apply to it. */
  #file(path: string, stats: Stats, walk: Walk): void {
    const { folder, name } = splitPath(path);
    this.#found.addFile(walk.source, folder, name, stats.size, stats.mtimeMs, this.#sidecarsBeside(folder, name));
  }

  #folder(path: string, relativePath: string, walk: Walk): void {
    const waiting: { path: string; relativePath: string }[] = [{ path, relativePath }];
    // links come last: what is also there without a link is found under its own path
    const linked: typeof waiting = [];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop() ?? linked.pop()) {
      const folders = this.#readOne(next.path, next.relativePath, walk);
      for (const { name, isLink } of folders.reverse()) {
        (isLink ? linked : waiting).push({
          path: joinPath(next.path, name),
          relativePath: next.relativePath === '' ? name : `${next.relativePath}/${name}`,
        });
      }
    }
  }

  /** Hands over the files of one folder and returns the folders in it. */
  #readOne(folder: string, relativePath: string, walk: Walk): { name: string; isLink: boolean }[] {
    if (this.#request.followSymlinks && !this.#enter(folder, walk)) return [];
    let entries;
    try {
      entries = readFolder(folder);
    } catch (error) {
      this.#fault(walk.source, folder, faultOf(error));
      return [];
    }
    const sidecars = pairSidecars(entries.map(({ name }) => name));
    const folders: { name: string; isLink: boolean }[] = [];
    for (const { name, kind } of entries) {
      const relative = relativePath === '' ? name : `${relativePath}/${name}`;
      const path = joinPath(folder, name);
      const found = this.#look(path, kind);
      if (found === 'folder') {
        if (walk.filter.folder(relative, name)) folders.push({ name, isLink: kind === 'link' });
      } else if (walk.matches(relative) && walk.filter.file(relative, name)) {
        if ('code' in found) this.#found.addFault(walk.source, folder, name, found);
        else
          this.#found.addFile(
            walk.source,
            folder,
            name,
            found.size,
            found.mtimeMs,
            this.#describe(folder, sidecars.get(name)),
          );
      }
    }
    return folders;
  }

  #look(path: string, kind: EntryKind): Stats | FoundFault | 'folder' {
    if (kind === 'folder') return 'folder';
    if (kind === 'other') return NOT_A_FILE;
    if (kind === 'link' && !this.#request.followSymlinks) return LINK_NOT_FOLLOWED;
    const stats = this.#stat(path, kind === 'link' ? statSync : lstatSync);
    if ('code' in stats)
      return kind === 'link' ? { ...stats, message: `${stats.message}; it is a link to ${linkTarget(path)}` } : stats;
    if (stats.isDirectory()) return 'folder';
    if (stats.isSymbolicLink()) return LINK_NOT_FOLLOWED;
    return stats.isFile() ? stats : NOT_A_FILE;
  }

  /** Whether this walk enters a folder for the first time; otherwise what leads to it again is found as that. */
  #enter(folder: string, walk: Walk): boolean {
    const stats = this.#stat(folder, statSync);
    if ('code' in stats) return true;
    const identity = `${stats.dev.toString()}:${stats.ino.toString()}`;
    if (stats.ino !== 0 && walk.entered.has(identity)) {
      this.#fault(walk.source, folder, {
        code: 'not-a-file',
        skipped: true,
        message: 'A link to a folder that is crawled already, under another path',
      });
      return false;
    }
    walk.entered.add(identity);
    return true;
  }

  #sidecarsBeside(folder: string, name: string): string | undefined {
    return this.#describe(folder, sidecarNames(name));
  }

  #describe(folder: string, sidecars: readonly string[] | undefined): string | undefined {
    if (sidecars === undefined) return undefined;
    const described = sidecars.flatMap((sidecar) => {
      const stats = this.#stat(joinPath(folder, sidecar), statSync);
      return 'code' in stats || !stats.isFile() ? [] : [[sidecar, stats.size, stats.mtimeMs]];
    });
    return described.length === 0 ? undefined : JSON.stringify(described);
  }

  #stat(path: string, stat: typeof statSync): Stats | FoundFault {
    try {
      return stat(systemPath(path));
    } catch (error) {
      return faultOf(error);
    }
  }

  #fault(source: number, path: string, fault: FoundFault): void {
    const { folder, name } = splitPath(path);
    this.#found.addFault(source, folder, name, fault);
  }
}

const FAULT_CODES: Readonly<Record<string, FaultCode>> = {
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  ELOOP: 'not-a-file',
};

const FAULT_WORDS: Readonly<Partial<Record<FaultCode, string>>> = {
  'not-found': 'There is no such file or folder',
  'permission-denied': 'It may not be read by this user',
  'not-a-file': 'A loop of links',
};

function faultOf(error: unknown): FoundFault {
  const system = (error as NodeJS.ErrnoException).code;
  const code = (system === undefined ? undefined : FAULT_CODES[system]) ?? 'io-error';
  const words = FAULT_WORDS[code] ?? 'It could not be read';
  return { code, skipped: code === 'not-a-file', message: `${words} (${system ?? String(error)})` };
}

function linkTarget(path: string): string {
  try {
    return displayPath(readlinkSync(systemPath(path), 'utf8'));
  } catch {
    return 'an unknown place';
  }
}

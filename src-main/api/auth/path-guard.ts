import { lstatSync, realpathSync } from 'node:fs';
import { isAbsolute, sep } from 'node:path';
import type { JobRequest } from '../../../src-protocol/contract/jobs.ts';
import { pathFromBytes } from '../../../src-protocol/model/path-codec.ts';
import { joinPath, splitPath } from '../../../src-protocol/model/path-join.ts';
import { parseGlob } from '../../intake/name-filter.ts';
import { systemPath } from '../../intake/read-folder.ts';
import { callFault } from '../http/call-fault.ts';

/** Keeps those who call the server within the folders that it may read. Paths are as `path-codec` has them. */
export class PathGuard {
  /** Null: there is no fence, as in the desktop program, whose user may read what they may read. */
  readonly roots: readonly string[] | null;

  constructor(roots: readonly string[] | null) {
    this.roots = roots;
  }

  /**
   * Throws NOT_ALLOWED_PATH for what lies outside, also by way of a link; of a glob the folder that it begins in counts, and
   * of what does not exist (yet) the folder that does. What a job finds below a folder is within it as long as the job does
   * not follow links.
   */
  check(path: string): void {
    if (!isAbsolute(path)) throw callFault('BAD_REQUEST', 'A path must be absolute.');
    if (path.includes('\0')) throw callFault('BAD_REQUEST', 'A path has no NUL in it.');
    if (this.roots === null) return;
    const glob = parseGlob(path);
    if (!this.#isWithin(path) || (glob !== undefined && !this.#isWithin(glob.folder)))
      throw callFault('NOT_ALLOWED_PATH');
  }

  /** Throws for a job that would read what lies outside. A link may lead there, and the crawl would go along. */
  checkRequest({ sources, followSymlinks }: JobRequest): void {
    for (const source of sources) this.check(source);
    if (followSymlinks && this.roots !== null)
      throw callFault(
        'NOT_ALLOWED_PATH',
        'This server follows no links, as they may lead out of the folders that it may read.',
      );
  }

  /** Whether `check` lets it pass. */
  allows(path: string): boolean {
    try {
      this.check(path);
      return true;
    } catch {
      return false;
    }
  }

  #isWithin(path: string): boolean {
    // “link/..” is another folder for the system than for whoever reads it; nobody needs to write it.
    if (path.split(sep === '\\' ? /[/\\]/ : '/').some((part) => part === '..' || part === '.')) return false;
    const real = realPath(path);
    if (real === undefined) return false;
    return (this.roots ?? []).some((root) => {
      const realRoot = realPath(root);
      return realRoot !== undefined && isBelow(sameCase(real), sameCase(realRoot));
    });
  }
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function sameCase(path: string): string {
  return process.platform === 'win32' ? path.toLowerCase() : path;
}

/** The path without links; of what is not there, its deepest folder that is. Undefined where that cannot be told. */
function realPath(path: string): string | undefined {
  const behind: string[] = [];
  for (let at = path; ;) {
    try {
      const real = pathFromBytes(realpathSync.native(systemPath(at), { encoding: 'buffer' }));
      return behind.reduceRight(joinPath, real);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || isLink(at)) return undefined;
    }
    const { folder, name } = splitPath(at);
    if (folder === at || folder === '') return undefined;
    behind.push(name);
    at = folder;
  }
}

/** A link to what is not there could lead anywhere once it is. */
function isLink(path: string): boolean {
  try {
    return lstatSync(systemPath(path)).isSymbolicLink();
  } catch {
    return false;
  }
}

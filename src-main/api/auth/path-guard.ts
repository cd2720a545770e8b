import { lstat, realpath } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import type { JobRequest } from '../../../src-protocol/contract/jobs.ts';
import { pathFromBytes } from '../../../src-protocol/model/path-codec.ts';
import { joinPath, splitPath } from '../../../src-protocol/model/path-join.ts';
import { parseGlob } from '../../intake/name-filter.ts';
import { systemPath } from '../../intake/read-folder.ts';
import { callFault } from '../http/call-fault.ts';

/** So many are looked at at the same time: on a share each look waits for an answer. */
const LOOKS_AT_ONCE = 32;

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
  async check(path: string): Promise<void> {
    checkForm(path);
    if (this.roots !== null) await checkWithin(path, await realPathsOf(this.roots));
  }

  /** Throws for a job that would read what lies outside. A link may lead there, and the crawl would go along. */
  async checkRequest({ sources, assignments, followSymlinks }: JobRequest): Promise<void> {
    for (const path of [...sources, ...assignments.map(({ folder }) => folder)]) checkForm(path);
    if (this.roots === null) return;
    const realRoots = await realPathsOf(this.roots);
    for (let at = 0; at < sources.length; at += LOOKS_AT_ONCE)
      await Promise.all(sources.slice(at, at + LOOKS_AT_ONCE).map((source) => checkWithin(source, realRoots)));
    if (followSymlinks)
      throw callFault(
        'NOT_ALLOWED_PATH',
        'This server follows no links, as they may lead out of the folders that it may read.',
      );
  }

  /** Whether `check` lets it pass. */
  async allows(path: string): Promise<boolean> {
    try {
      await this.check(path);
      return true;
    } catch {
      return false;
    }
  }
}

function checkForm(path: string): void {
  if (!isAbsolute(path)) throw callFault('BAD_REQUEST', 'A path must be absolute.');
  if (path.includes('\0')) throw callFault('BAD_REQUEST', 'A path has no NUL in it.');
}

async function checkWithin(path: string, realRoots: readonly string[]): Promise<void> {
  const glob = parseGlob(path);
  if (!(await isWithin(path, realRoots)) || (glob !== undefined && !(await isWithin(glob.folder, realRoots))))
    throw callFault('NOT_ALLOWED_PATH');
}

async function isWithin(path: string, realRoots: readonly string[]): Promise<boolean> {
  // “link/..” is another folder for the system than for whoever reads it; nobody needs to write it.
  if (path.split(sep === '\\' ? /[/\\]/ : '/').some((part) => part === '..' || part === '.')) return false;
  const real = await realPath(path);
  return real !== undefined && realRoots.some((root) => isBelow(sameCase(real), sameCase(root)));
}

async function realPathsOf(roots: readonly string[]): Promise<string[]> {
  const found = await Promise.all(roots.map(realPath));
  return found.filter((root) => root !== undefined);
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function sameCase(path: string): string {
  return process.platform === 'win32' ? path.toLowerCase() : path;
}

/** The path without links; of what is not there, its deepest folder that is. Undefined where that cannot be told. */
async function realPath(path: string): Promise<string | undefined> {
  const behind: string[] = [];
  for (let at = path; ;) {
    try {
      const real = pathFromBytes(await realpath(systemPath(at), { encoding: 'buffer' }));
      return behind.reduceRight(joinPath, real);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || (await isLink(at))) return undefined;
    }
    const { folder, name } = splitPath(at);
    if (folder === at || folder === '') return undefined;
    behind.push(name);
    at = folder;
  }
}

/** A link to what is not there could lead anywhere once it is. */
async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(systemPath(path))).isSymbolicLink();
  } catch {
    return false;
  }
}

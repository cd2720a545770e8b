import { realpath } from 'node:fs/promises';
import { relative, resolve, sep, isAbsolute } from 'node:path';
import { pathFromBytes } from '../../src-protocol/model/path-codec.ts';
import { fileSystemPath } from '../file/file-system-path.ts';

/** The folders of this computer that a worker was told to keep to; all of it where there are none. */
export class Roots {
  readonly #folders: readonly string[] | undefined;

  private constructor(folders: readonly string[] | undefined) {
    this.#folders = folders;
  }

  /** Links in the names of the folders are followed now. */
  static async of(folders: readonly string[] | undefined): Promise<Roots> {
    if (folders === undefined || folders.length === 0) return new Roots(undefined);
    return new Roots(await Promise.all(folders.map((folder) => realpath(folder).catch(() => resolve(folder)))));
  }

  get areLimited(): boolean {
    return this.#folders !== undefined;
  }

  /** Whether a path in the form of path-codec.ts lies in one of them, wherever the links in it lead. */
  async allow(path: string): Promise<boolean> {
    const folders = this.#folders;
    if (folders === undefined) return true;
    const real = await realPathOf(path);
    return real !== undefined && folders.some((folder) => isWithin(folder, real));
  }
}

/** What keeps a path from being followed, and a file from being read at it. */
const UNREADABLE: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM']);

/** Of what is not there, the path as it is named: to read it will fail for that reason. Undefined where it cannot be known. */
async function realPathOf(path: string): Promise<string | undefined> {
  try {
    return pathFromBytes(await realpath(fileSystemPath(path), { encoding: 'buffer' }));
  } catch (error) {
    return UNREADABLE.has((error as NodeJS.ErrnoException).code) ? resolve(path) : undefined;
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

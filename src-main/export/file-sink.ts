import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { access, constants, link, lstat, open, rename, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { ExportFault, faultOfSystem, systemCode } from './export-fault.ts';
import type { ByteSink } from './ports.ts';
import { writeWhole } from './write-whole.ts';

/**
 * A file that is there either as it was before or complete. It is written beside its final name, because a rename is only
 * atomic within one file system, reaches the disk (fsync) and then takes its name. A replaced file's permissions are kept.
 */
export class FileSink implements ByteSink {
  readonly #target: string;
  readonly #replace: boolean;
  readonly #temporary: string;
  readonly #handle: FileHandle;
  #isOpen = true;

  private constructor(target: string, replace: boolean, temporary: string, handle: FileHandle) {
    this.#target = target;
    this.#replace = replace;
    this.#temporary = temporary;
    this.#handle = handle;
  }

  /** Faults: `ExportFault` where the target cannot be written; nothing is left behind then. */
  static async open(given: string, replace: boolean): Promise<FileSink> {
    if (given.endsWith('/') || given.endsWith(path.sep)) throw faultOfSystem(errnoLike('EISDIR'), given);
    const target = path.resolve(given); // a later change of the working folder must not move the export
    const existing = await checkTarget(target, replace);
    // short and apart from the target's name, which may already be as long as a name may be
    const name = `.metaextract-${process.pid.toString()}-${randomBytes(6).toString('hex')}.part`;
    const temporary = path.join(path.dirname(target), name);
    try {
      const handle = await open(temporary, 'wx', existing === undefined ? 0o666 : existing.mode & 0o777);
      // the umask took its share again; a file system without permissions may refuse
      if (existing !== undefined) await handle.chmod(existing.mode & 0o777).catch(() => undefined);
      return new FileSink(target, replace, temporary, handle);
    } catch (error) {
      throw faultOfSystem(error, target);
    }
  }

  async write(chunk: Uint8Array): Promise<void> {
    try {
      await writeWhole(this.#handle, chunk);
    } catch (error) {
      throw faultOfSystem(error, this.#target);
    }
  }

  async commit(): Promise<void> {
    try {
      await this.#handle.sync();
      this.#isOpen = false;
      await this.#handle.close(); // network file systems report a full disk here
      await (this.#replace ? rename(this.#temporary, this.#target) : this.#takeFreeName());
    } catch (error) {
      throw faultOfCommit(error, this.#target);
    }
    await syncFolder(path.dirname(this.#target));
  }

  async discard(): Promise<void> {
    if (this.#isOpen) await this.#handle.close().catch(() => undefined);
    this.#isOpen = false;
    await unlink(this.#temporary).catch(() => undefined);
  }

  /** A link, unlike a rename, fails where somebody else took the name in the meantime. */
  async #takeFreeName(): Promise<void> {
    try {
      await link(this.#temporary, this.#target);
    } catch (error) {
      if (systemCode(error) === 'EEXIST') throw error;
      await checkTarget(this.#target, false); // FAT and some network file systems have no links
      await rename(this.#temporary, this.#target);
      return;
    }
    await unlink(this.#temporary).catch(() => undefined);
  }
}

/** Says before the work what `FileSink.open` would say after it. Faults: those of `FileSink.open`. */
export async function checkFileTarget(given: string, replace: boolean): Promise<void> {
  if (given.endsWith('/') || given.endsWith(path.sep)) throw faultOfSystem(errnoLike('EISDIR'), given);
  const target = path.resolve(given);
  await checkTarget(target, replace);
  try {
    await access(path.dirname(target), constants.W_OK);
  } catch (error) {
    throw faultOfSystem(error, target);
  }
}

/** What is at the target now. Faults: `exists`, `is-symlink`, `is-directory`, `not-a-file`, `permission-denied`, …. */
async function checkTarget(target: string, replace: boolean): Promise<Stats | undefined> {
  try {
    const existing = await lstat(target);
    refuseOddTarget(existing, target);
    if (!replace) throw errnoLike('EEXIST');
    await access(target, constants.W_OK); // a rename would replace a write-protected file without a word
    return existing;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw faultOfSystem(error, target);
  }
}

function refuseOddTarget(existing: Stats, target: string): void {
  if (existing.isDirectory()) throw errnoLike('EISDIR');
  if (existing.isSymbolicLink()) {
    throw new ExportFault('is-symlink', `${target} is a symbolic link: give the name of the file that it points to.`);
  }
  if (!existing.isFile()) {
    throw new ExportFault('not-a-file', `${target} is a device or a pipe: export to standard output instead.`);
  }
}

/** Windows refuses to rename onto a file that is open, for example in Excel. */
function faultOfCommit(error: unknown, target: string): ExportFault {
  const code = systemCode(error);
  const isInUse = process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES');
  return faultOfSystem(isInUse ? errnoLike('EBUSY', error) : error, target);
}

/** So that the new name survives a power cut; best effort, as Windows cannot open a folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close().catch(() => undefined);
}

function errnoLike(code: string, cause?: unknown): Error {
  return Object.assign(new Error(code, { cause }), { code });
}

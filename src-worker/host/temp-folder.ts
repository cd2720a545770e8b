import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const OWNER_FILE = 'owner.json';
/** Only what looks like ours is ever removed, in case that the folder holds something else. */
const OWN_FOLDER = /^link-[0-9a-f]{16}$/;
const TOUCH_INTERVAL_MS = 10_000;
/** An owner that has not touched its file for so long is gone, whoever has its process id now. */
const STALE_AFTER_MS = 60_000;

const Owner = z.object({ pid: z.int(), host: z.string() });
type Owner = z.infer<typeof Owner>;

/** Another worker keeps its files in the folder; says so in a sentence for people. */
export class TempFolderInUse extends Error {
  override readonly name = 'TempFolderInUse';
}

/** Where files lie that were sent to this computer to be read. It belongs to one process at a time. */
export class TempFolder implements AsyncDisposable {
  readonly path: string;
  readonly #timer: NodeJS.Timeout;

  private constructor(path: string) {
    this.path = path;
    this.#timer = setInterval(() => void touch(join(path, OWNER_FILE)), TOUCH_INTERVAL_MS).unref();
  }

  /** Makes the folder this process's own, and removes what an earlier one has left. Throws TempFolderInUse. */
  static async open(path: string): Promise<TempFolder> {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const file = join(path, OWNER_FILE);
    const other = otherOwner(file);
    if (other !== undefined)
      throw new TempFolderInUse(
        `The folder ${path} is in use by process ${other.pid.toString()} on ${other.host}. End that worker first, or name another folder with --temp.`,
      );
    const owner: Owner = { pid: process.pid, host: hostname() };
    await writeFile(file, JSON.stringify(owner), { mode: 0o600 });
    const folder = new TempFolder(path);
    await folder.#removeLinks();
    return folder;
  }

  /** A new empty folder of a name that nobody can guess. */
  async folderForLink(): Promise<string> {
    const folder = join(this.path, `link-${randomBytes(8).toString('hex')}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#removeLinks();
    await rm(join(this.path, OWNER_FILE), { force: true });
  }

  async #removeLinks(): Promise<void> {
    const names = (await readdir(this.path)).filter((name) => OWN_FOLDER.test(name));
    await Promise.all(names.map((name) => removeFolder(join(this.path, name))));
  }
}

/** Windows refuses while a virus scanner looks at a file. What stays all the same is removed at the next start. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 }).catch(() => undefined);
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}

/** In a container the process ids begin anew with each start: that of a killed worker may be this process's own. */
function otherOwner(file: string): Owner | undefined {
  try {
    const owner = Owner.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (Date.now() - statSync(file).mtimeMs > STALE_AFTER_MS) return undefined;
    if (owner.host !== hostname()) return owner;
    return owner.pid !== process.pid && isRunning(owner.pid) ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** One copy of the database, as it was at a moment. */
export interface BackupFile {
  readonly name: string;
  readonly bytes: number;
  readonly atMs: number;
}

const NAME = /^metaextract-(\d{8}T\d{6})Z\.sqlite$/;

/** Copies of the database in a folder of their own: made while everything goes on, the newest few kept. */
export class Backups {
  readonly #folder: string;
  readonly #copyTo: (file: string) => Promise<void>;
  readonly #nowMs: () => number;

  /** `copyTo` writes a consistent copy of the database to a file. */
  constructor(folder: string, copyTo: (file: string) => Promise<void>, nowMs: () => number) {
    this.#folder = folder;
    this.#copyTo = copyTo;
    this.#nowMs = nowMs;
  }

  /** Newest first. */
  list(): BackupFile[] {
    mkdirSync(this.#folder, { recursive: true });
    return readdirSync(this.#folder)
      .filter((name) => NAME.test(name))
      .sort()
      .reverse()
      .map((name) => {
        const { size, mtimeMs } = statSync(join(this.#folder, name));
        return { name, bytes: size, atMs: mtimeMs };
      });
  }

  /** Makes one and drops the oldest, so that `keep` are left. A copy that is cut off leaves no file under a backup's name. */
  async make(keep: number): Promise<BackupFile> {
    mkdirSync(this.#folder, { recursive: true });
    const time = new Date(this.#nowMs()).toISOString().replace(/[-:]|\.\d+Z/g, '');
    const file = join(this.#folder, `metaextract-${time}Z.sqlite`);
    const part = `${file}.part`;
    try {
      await this.#copyTo(part);
      renameSync(part, file);
    } finally {
      rmSync(part, { force: true });
    }
    const all = this.list();
    for (const { name } of all.slice(Math.max(1, keep))) rmSync(join(this.#folder, name), { force: true });
    const made = all.find(({ name }) => file.endsWith(name));
    if (made === undefined) throw new Error(`The backup ${file} is not there after it was made.`);
    return made;
  }
}

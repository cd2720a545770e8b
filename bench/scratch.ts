import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is expensive to make is kept here from one run of the benchmark to the next. */
export const CACHE_FOLDER = join(tmpdir(), 'metaextract-bench');

/** The temporary folder of one run of the benchmark; what is in it goes when it is disposed of. */
export class Scratch implements Disposable {
  readonly folder: string;
  #made = 0;

  constructor() {
    mkdirSync(CACHE_FOLDER, { recursive: true });
    dropLeftovers();
    this.folder = mkdtempSync(join(CACHE_FOLDER, `run-${process.pid.toString()}-`));
  }

  /** A path that is not taken, below the temporary folder. */
  path(name: string): string {
    this.#made += 1;
    return join(this.folder, `${this.#made.toString().padStart(3, '0')}-${name}`);
  }

  emptyFolder(name: string): string {
    const folder = this.path(name);
    mkdirSync(folder);
    return folder;
  }

  /** Frees the disk of what no later measurement needs. */
  drop(...paths: readonly string[]): void {
    for (const path of paths) rmSync(path, { recursive: true, force: true });
  }

  [Symbol.dispose](): void {
    this.drop(this.folder);
  }
}

/** Removes what runs left behind that were killed: the job of a million files alone fills gigabytes. */
function dropLeftovers(): void {
  for (const name of readdirSync(CACHE_FOLDER)) {
    const pid = /^run-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(CACHE_FOLDER, name), { recursive: true, force: true });
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

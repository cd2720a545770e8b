import { statfs } from 'node:fs/promises';
import type { DiskLimits, DiskSpace } from './disk-hold.ts';
import { holdReason, isHeld } from './disk-hold.ts';

export interface DiskGuardOptions {
  /** Where the data is. */
  readonly folder: string;
  /** Asked at each look: they may be set anew. */
  readonly limits: () => DiskLimits;
  /** Jobs are to wait, for this reason, whose figures change; undefined: they may go on. */
  readonly onHold: (reason: string | undefined) => void;
  readonly spaceOf?: (folder: string) => Promise<DiskSpace>;
}

const LOOK_INTERVAL_MS = 1_500;
/** A quota, or space that is kept for the system, makes a disk full that says it has room: so long nothing is tried again. */
const FULL_FOR_MS = 30_000;

/** Watches the space where the data is, so that jobs wait before the disk is full instead of failing. */
export class DiskGuard implements Disposable {
  readonly #options: DiskGuardOptions;
  readonly #timer: NodeJS.Timeout;
  #space: DiskSpace | undefined;
  #reason: string | undefined;
  #looking: Promise<void> | undefined;
  #fullAtMs = -Infinity;

  constructor(options: DiskGuardOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.look(), LOOK_INTERVAL_MS).unref();
  }

  /** As of the last look; undefined before the first, and while it cannot be told. */
  get space(): DiskSpace | undefined {
    return this.#space;
  }

  /** Why jobs wait; its figures are as of the last look. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Looks now. A look that hangs, as at a network folder, is not followed by a second one. */
  async look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  /** The store could not be written as the disk is full, whatever that says itself. Jobs wait at once, and for a while. */
  noteFull(): void {
    this.#fullAtMs = performance.now();
    this.#hold();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #lookOnce(): Promise<void> {
    const { folder, spaceOf = diskSpace } = this.#options;
    // where the space cannot be told there is no reason to stop: a file system that is full says so itself
    this.#space = await spaceOf(folder).catch(() => undefined);
    this.#hold();
  }

  #hold(): void {
    const before = this.#reason;
    this.#reason = this.#reasonNow(before !== undefined);
    if (this.#reason !== before) this.#options.onHold(this.#reason);
  }

  #reasonNow(wasHeld: boolean): string | undefined {
    const { folder, limits } = this.#options;
    const space = this.#space;
    if (space !== undefined && isHeld(wasHeld, space, limits())) return holdReason(folder, space, limits());
    const isFull = performance.now() - this.#fullAtMs < FULL_FOR_MS;
    return isFull ? `The disk of ${folder} is full; jobs wait, and try again in half a minute.` : undefined;
  }
}

/** What this user may still write: some of what is free may be kept for the system. */
export async function diskSpace(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

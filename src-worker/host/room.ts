import { abortReason, onAbort } from './on-abort.ts';

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Room that a file has, whether it is there already or not. */
export interface Reservation {
  /** So much of it is on the disk now, and missing in what the disk calls free. */
  wrote(bytes: number): void;
  release(): void;
}

/** A file that there can be no room for; the message is a sentence for people. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
}

interface Waiting {
  readonly bytes: number;
  readonly signal: AbortSignal;
  readonly onWait: () => void;
  readonly resolve: (reservation: Reservation) => void;
  readonly reject: (error: Error) => void;
}

/** What is left free for everything else on the disk: so much, or this share where the disk is small. */
const LEFT_FREE_BYTES = 500e6;
const LEFT_FREE_SHARE = 0.05;

/** What can be written before a disk has as little left as is to be left. */
function usableBytes({ freeBytes, totalBytes }: DiskSpace): number {
  return Math.max(0, freeBytes - Math.min(LEFT_FREE_BYTES, totalBytes * LEFT_FREE_SHARE));
}

/** Bounds what files take on the disk. Who asks first has room first, so that a large file is not overtaken for ever. */
export class Room {
  readonly limitBytes: number;
  readonly #spaceNow: () => Promise<DiskSpace>;
  readonly #waiting: Waiting[] = [];
  #reservedBytes = 0;
  #writtenBytes = 0;
  #isServing = false;
  /** Something has changed since those that wait were looked at. */
  #isOutdated = false;

  constructor(limitBytes: number, spaceNow: () => Promise<DiskSpace>) {
    this.limitBytes = limitBytes;
    this.#spaceNow = spaceNow;
  }

  /** Of files that are there, or on their way and partly there. */
  get storedBytes(): number {
    return this.#writtenBytes;
  }

  /** The largest file that there is room for once those that lie there are gone. */
  async largestBytes(): Promise<number> {
    const space = await this.#spaceNow().catch(() => undefined);
    return space === undefined ? this.limitBytes : Math.min(this.limitBytes, usableBytes(space) + this.#writtenBytes);
  }

  /**
   * Resolves when there is room; `onWait` is called where that depends on others. Throws NoRoom where there can never be, and
   * the signal's reason where that is aborted.
   */
  async reserve(bytes: number, signal: AbortSignal, onWait: () => void = () => undefined): Promise<Reservation> {
    if (signal.aborted) throw abortReason(signal);
    using _ = onAbort(signal, () => void this.#serve());
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ bytes, signal, onWait, resolve, reject });
      void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    this.#isOutdated = true;
    if (this.#isServing) return;
    this.#isServing = true;
    while (this.#isOutdated) {
      this.#isOutdated = false;
      await this.#serveWaiting();
    }
    this.#isServing = false;
    for (const { onWait } of [...this.#waiting]) onWait();
  }

  /** Until the first of those that wait has to wait on. */
  async #serveWaiting(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const answer = await this.#answer(next);
      if (next.signal.aborted) continue; // it is taken out with the next look
      if (answer === 'wait') return;
      this.#waiting.shift();
      if (answer instanceof NoRoom) next.reject(answer);
      else next.resolve(this.#take(next.bytes));
    }
  }

  /** The first that still wants room; those that do not are taken out. */
  #next(): Waiting | undefined {
    for (const waiting of this.#waiting.filter(({ signal }) => signal.aborted)) {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.reject(abortReason(waiting.signal));
    }
    return this.#waiting[0];
  }

  async #answer({ bytes }: Waiting): Promise<NoRoom | 'wait' | 'take'> {
    if (bytes > this.limitBytes)
      return new NoRoom(
        `The file has ${megabytes(bytes)}, and this worker takes at most ${megabytes(this.limitBytes)} of files that are sent to it.`,
      );
    if (this.#reservedBytes + bytes > this.limitBytes) return 'wait';
    const space = await this.#spaceNow().catch(() => undefined);
    // a disk that cannot tell says so when it is full
    const usable = space === undefined ? Infinity : usableBytes(space) - (this.#reservedBytes - this.#writtenBytes);
    if (bytes <= usable) return 'take';
    if (this.#reservedBytes > 0) return 'wait';
    return new NoRoom(
      `The worker's disk has room for ${megabytes(Math.max(0, usable))} more, and the file has ${megabytes(bytes)}.`,
    );
  }

  #take(bytes: number): Reservation {
    this.#reservedBytes += bytes;
    let written = 0;
    let isReleased = false;
    return {
      wrote: (more) => {
        if (isReleased) return;
        written += more;
        this.#writtenBytes += more;
      },
      release: () => {
        if (isReleased) return;
        isReleased = true;
        this.#reservedBytes -= bytes;
        this.#writtenBytes -= written;
        void this.#serve();
      },
    };
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
}

import type { FromMachineNow, ToMachineNow } from '../../src-protocol/messages/link.ts';
import type { Chunk } from '../../src-link/link.ts';
import { Bandwidth } from './bandwidth.ts';
import { chunkBytesFor } from './chunk-size.ts';
import { abortReason, onAbort } from './on-abort.ts';
import { IncomingFile, TransferFault, transferFailed } from './incoming-file.ts';

/** A file of a lease (`part` 0) or one of its sidecars (1 …), and where it is to be here. */
export interface WantedFile {
  readonly leaseId: number;
  readonly itemId: number;
  readonly part: number;
  readonly sizeBytes: number;
  readonly path: string;
  readonly onWritten: (bytes: number) => void;
}

interface FetchOptions {
  readonly send: (frame: FromMachineNow) => void;
  readonly delayMs: () => number | undefined;
  /** While the link is up, a file of which nothing comes for so long has failed. */
  readonly stalledAfterMs?: number;
}

/** One that was asked for. */
interface Transfer {
  readonly wanted: WantedFile;
  readonly file: IncomingFile;
  readonly windowBytes: number;
  readonly chunkBytes: number;
  /** Changes with each time that it is asked for; undefined while it cannot be. */
  number: number | undefined;
  /** The end of what may be sent. */
  grantedBytes: number;
  /** Written since the credit was renewed. */
  freedBytes: number;
  progressAtMs: number;
  readonly settle: (error?: Error) => void;
}

interface Queued {
  readonly windowBytes: number;
  readonly signal: AbortSignal;
  readonly start: () => void;
  readonly giveUp: (error: Error) => void;
}

/** What may be on its way or in memory, of all files of a link together. */
const CREDIT_BYTES = 32 * 1_048_576;
const WINDOW_BYTES = 8 * 1_048_576;
const TRANSFERS_MAX = 16;
const STALLED_AFTER_MS = 30_000;
/** The other side reads what is here already once more, for the hash of the whole; from a slow share no faster than this. */
const HASHED_BYTES_PER_MS = 20_000;
const TRANSFER_NUMBERS = 0x1_00_00_00_00;

/**
 * Fetches files over a link, several at a time. How much may be on its way is bounded by credit, which is renewed as data
 * is written. After a break each file is asked for anew from where it stands, under another number, so that nothing that
 * was sent before can be taken for what comes then.
 */
export class FetchedFiles implements Disposable {
  readonly #options: FetchOptions;
  readonly #stalledAfterMs: number;
  readonly #transfers = new Set<Transfer>();
  readonly #byNumber = new Map<number, Transfer>();
  #queue: Queued[] = [];
  readonly #bandwidth = new Bandwidth();
  readonly #timer: NodeJS.Timeout;
  #freeBytes = CREDIT_BYTES;
  #running = 0;
  #lastNumber = -1;
  #isUp = false;
  #lookedAtMs = performance.now();

  constructor(options: FetchOptions) {
    this.#options = options;
    this.#stalledAfterMs = options.stalledAfterMs ?? STALLED_AFTER_MS;
    this.#timer = setInterval(
      () => {
        this.#endStalled();
      },
      Math.min(1_000, this.#stalledAfterMs / 4),
    ).unref();
  }

  /** Resolves when the file is here. Throws a TransferFault, or the signal's reason. */
  async fetch(wanted: WantedFile, signal: AbortSignal): Promise<void> {
    const speed = { delayMs: this.#options.delayMs(), bytesPerS: this.#bandwidth.bytesPerS };
    const chunkBytes = chunkBytesFor(wanted.sizeBytes, speed);
    const windowBytes = Math.max(1, Math.min(wanted.sizeBytes, Math.max(WINDOW_BYTES, 2 * chunkBytes)));
    await this.#turn(windowBytes, signal);
    try {
      signal.throwIfAborted();
      await this.#run(wanted, { chunkBytes, windowBytes }, signal);
    } finally {
      this.#running -= 1;
      this.#freeBytes += windowBytes;
      this.#startQueued();
    }
  }

  onChunk({ transfer: number, offset, bytes }: Chunk): void {
    const transfer = this.#byNumber.get(number);
    if (transfer === undefined) return; // it is not wanted any more, or was asked for anew
    const { file, wanted, grantedBytes } = transfer;
    const end = offset + bytes.length;
    if (offset !== file.receivedBytes)
      this.#fail(transfer, 'Parts of the file arrived in another order than they have.');
    else if (end > wanted.sizeBytes) this.#fail(transfer, 'The file has grown while it was sent.');
    else if (end > grantedBytes) this.#fail(transfer, 'More of the file was sent than there was room for in memory.');
    else {
      transfer.progressAtMs = performance.now();
      this.#bandwidth.add(bytes.length, transfer.progressAtMs);
      file.take(bytes);
    }
  }

  onFrame(frame: ToMachineNow): void {
    const transfer = this.#byNumber.get(frame.transfer);
    if (transfer === undefined) return;
    this.#forget(transfer);
    if (frame.kind === 'file-fault') transfer.settle(new TransferFault(frame.fault));
    else void this.#complete(transfer, frame.sha256);
  }

  /** Frames pass now, or again. What was on its way while the link was only suspected arrives, and is not asked for anew. */
  onUp(): void {
    this.#isUp = true;
    for (const transfer of this.#transfers) void this.#ask(transfer);
  }

  onBroken(): void {
    this.#isUp = false;
    for (const transfer of this.#transfers) this.#takeNumber(transfer);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #complete({ file, settle }: Transfer, sha256: string): Promise<void> {
    try {
      await file.complete(sha256);
      settle();
    } catch (error) {
      settle(error instanceof Error ? error : transferFailed(String(error)));
    }
  }

  /** Waits until there is credit for one more file; in the order of asking. */
  async #turn(windowBytes: number, signal: AbortSignal): Promise<void> {
    const turn = new Promise<void>((resolve, reject) => {
      this.#queue.push({ windowBytes, signal, start: resolve, giveUp: reject });
    });
    using _ = onAbort(signal, () => {
      this.#startQueued();
    });
    this.#startQueued();
    await turn;
  }

  #startQueued(): void {
    for (const { signal, giveUp } of this.#queue) if (signal.aborted) giveUp(abortReason(signal));
    this.#queue = this.#queue.filter(({ signal }) => !signal.aborted);
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      if (this.#running >= TRANSFERS_MAX || next.windowBytes > this.#freeBytes) return;
      this.#queue.shift();
      this.#running += 1;
      this.#freeBytes -= next.windowBytes;
      next.start();
    }
  }

  async #run(
    wanted: WantedFile,
    bounds: Pick<Transfer, 'chunkBytes' | 'windowBytes'>,
    signal: AbortSignal,
  ): Promise<void> {
    let transfer: Transfer | undefined;
    await using file = await IncomingFile.create(wanted.path, {
      onWritten: (bytes) => {
        wanted.onWritten(bytes);
        if (transfer !== undefined) this.#renewCredit(transfer, bytes);
      },
      onFailed: (fault) => {
        if (transfer !== undefined) this.#fail(transfer, fault);
      },
    });
    signal.throwIfAborted();
    const ended = new Promise<void>((resolve, reject) => {
      const settle = (error?: Error) => {
        if (error === undefined) resolve();
        else reject(error);
      };
      const progressAtMs = performance.now();
      transfer = { wanted, file, ...bounds, number: undefined, grantedBytes: 0, freedBytes: 0, progressAtMs, settle };
      this.#transfers.add(transfer);
      if (this.#isUp) void this.#ask(transfer);
    });
    using _ = onAbort(signal, () => {
      if (transfer !== undefined && this.#transfers.has(transfer)) this.#fail(transfer, abortReason(signal));
    });
    await ended;
  }

  /** Asks for what is missing, once all that came is written: so its whole window is free. */
  async #ask(transfer: Transfer): Promise<void> {
    const { wanted, file, chunkBytes, windowBytes } = transfer;
    await file.settled();
    if (!this.#isUp || !this.#transfers.has(transfer) || transfer.number !== undefined) return;
    this.#lastNumber = (this.#lastNumber + 1) % TRANSFER_NUMBERS;
    transfer.number = this.#lastNumber;
    this.#byNumber.set(transfer.number, transfer);
    const offset = file.receivedBytes;
    transfer.grantedBytes = offset + windowBytes;
    transfer.freedBytes = 0;
    transfer.progressAtMs = performance.now() + offset / HASHED_BYTES_PER_MS;
    const { leaseId, itemId, part } = wanted;
    const creditBytes = windowBytes;
    const { number } = transfer;
    this.#options.send({ kind: 'fetch', transfer: number, leaseId, itemId, part, offset, chunkBytes, creditBytes });
  }

  #renewCredit(transfer: Transfer, bytes: number): void {
    const { number, windowBytes, chunkBytes, file, wanted } = transfer;
    transfer.freedBytes += bytes;
    if (number === undefined || file.receivedBytes >= wanted.sizeBytes) return;
    if (transfer.freedBytes < Math.min(chunkBytes, windowBytes / 4)) return;
    transfer.grantedBytes += transfer.freedBytes;
    this.#options.send({ kind: 'credit', transfer: number, bytes: transfer.freedBytes });
    transfer.freedBytes = 0;
  }

  /** After a suspension nothing has stalled: what was sent meanwhile is still to be heard. */
  #endStalled(): void {
    const now = performance.now();
    const wasAway = now - this.#lookedAtMs > this.#stalledAfterMs;
    this.#lookedAtMs = now;
    if (!this.#isUp) return;
    for (const transfer of this.#transfers) {
      if (transfer.number === undefined) continue;
      if (wasAway) transfer.progressAtMs = now;
      else if (now - transfer.progressAtMs > this.#stalledAfterMs) this.#fail(transfer, this.#stalledWords());
    }
  }

  #stalledWords(): string {
    const seconds = Math.round(this.#stalledAfterMs / 1_000).toString();
    return `Nothing of the file arrived for ${seconds} s, though the link was up.`;
  }

  #fail(transfer: Transfer, why: string | Error): void {
    if (transfer.number !== undefined) this.#options.send({ kind: 'fetch-end', transfer: transfer.number });
    this.#forget(transfer);
    transfer.settle(typeof why === 'string' ? transferFailed(why) : why);
  }

  #forget(transfer: Transfer): void {
    this.#transfers.delete(transfer);
    this.#takeNumber(transfer);
  }

  #takeNumber(transfer: Transfer): void {
    if (transfer.number !== undefined) this.#byNumber.delete(transfer.number);
    transfer.number = undefined;
  }
}

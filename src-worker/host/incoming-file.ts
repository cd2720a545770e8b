import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Fault } from '../../src-protocol/model/fault.ts';

/** Why a file that is sent here does not get here, for its record. */
export class TransferFault extends Error {
  override readonly name = 'TransferFault';
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

export function transferFailed(message: string): TransferFault {
  return new TransferFault({ code: 'transfer-failed', message });
}

export interface IncomingEvents {
  onWritten(bytes: number): void;
  /** It cannot be written, and there is no use in sending more of it. */
  onFailed(fault: TransferFault): void;
}

/** A file that comes in parts: each is written where the one before it ends, and hashed on the way. */
export class IncomingFile implements AsyncDisposable {
  readonly #handle: FileHandle;
  readonly #events: IncomingEvents;
  readonly #hash = createHash('sha256');
  #writing: Promise<void> = Promise.resolve();
  #failure: TransferFault | undefined;
  #receivedBytes = 0;

  private constructor(handle: FileHandle, events: IncomingEvents) {
    this.#handle = handle;
    this.#events = events;
  }

  /** Makes the file, which must not be there. */
  static async create(path: string, events: IncomingEvents): Promise<IncomingFile> {
    try {
      return new IncomingFile(await open(path, 'wx', 0o600), events);
    } catch (error) {
      throw writeFault(error);
    }
  }

  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** Takes the next part. Whether it could be written is known later. */
  take(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#receivedBytes += bytes.length;
    this.#writing = this.#writing.then(() => this.#write(bytes));
  }

  /** Resolves when all that was taken is written, or could not be. */
  settled(): Promise<void> {
    return this.#writing;
  }

  /** Resolves when the file is here with the content that it has there. Throws a TransferFault where it is not. */
  async complete(sha256: string): Promise<void> {
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#hash.digest('hex') !== sha256.toLowerCase())
      throw transferFailed('The file arrived with another content than it was sent with.');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing;
    await this.#handle.close().catch(() => undefined);
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#failure !== undefined) return;
    try {
      for (let at = 0; at < bytes.length;) at += (await this.#handle.write(bytes, at)).bytesWritten;
      this.#events.onWritten(bytes.length);
    } catch (error) {
      this.#failure = writeFault(error);
      this.#events.onFailed(this.#failure);
    }
  }
}

function writeFault(error: unknown): TransferFault {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return transferFailed(`The worker's disk is full (${code}).`);
  return transferFailed(`The file could not be written at the worker (${code}).`);
}

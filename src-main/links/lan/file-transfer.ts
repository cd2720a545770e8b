import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { Chunk } from '../../../src-link/link.ts';
import type { FromMachineNow, ToMachineNow } from '../../../src-protocol/messages/link.ts';
import type { Fault } from '../../../src-protocol/model/fault.ts';
import { faultOfSystemError } from '../../../src-worker/file/file-fault.ts';
import { READ_ONLY } from '../../../src-worker/file/file-parts.ts';
import { fileSystemPath } from '../../../src-worker/file/file-system-path.ts';
import { within } from '../../../src-worker/file/within.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { FilePart } from './own-file.ts';

export type FetchFrame = FromMachineNow & { readonly kind: 'fetch' };

export interface TransferPorts {
  /** What may be held of files that are on their way. */
  readonly budget: ByteBudget;
  sendChunk(chunk: Chunk): Promise<boolean>;
  sendNow(frame: ToMachineNow): void;
  onSent(bytes: number): void;
}

const READ_WITHIN_MS = 30_000;
const HASHED_AT_ONCE_BYTES = 1_048_576;
const CHANGED: Fault = { code: 'transfer-failed', message: 'The file was changed while it was being sent' };

/** One file, or the rest of one, on its way to a machine: never more than the credit, and the next chunk read ahead. */
export class FileTransfer {
  readonly #request: FetchFrame;
  readonly #file: FilePart;
  readonly #ports: TransferPorts;
  #creditBytes: number;
  #heldBytes = 0;
  #isStopped = false;
  #readsAhead = true;
  #wake: (() => void) | undefined;
  /** Memory of chunks that are on their way: to have new memory for each costs nearly as much as sending it. */
  readonly #spare: Buffer[] = [];

  constructor(request: FetchFrame, file: FilePart, ports: TransferPorts) {
    this.#request = request;
    this.#file = file;
    this.#ports = ports;
    this.#creditBytes = request.creditBytes;
  }

  get leaseId(): number {
    return this.#request.leaseId;
  }

  credit(bytes: number): void {
    this.#creditBytes += bytes;
    this.#wake?.();
  }

  /** It is not wanted any more: nothing is said of it from now on. */
  stop(): void {
    this.#isStopped = true;
    this.#endReadingAhead();
  }

  /** Resolves when the file was sent, or cannot be, or was stopped. */
  async run(): Promise<void> {
    const { transfer } = this.#request;
    const answer = await this.#send();
    if (!this.#isStopped && answer !== undefined)
      this.#ports.sendNow(
        typeof answer === 'string'
          ? { kind: 'file-end', transfer, sha256: answer }
          : { kind: 'file-fault', transfer, fault: answer },
      );
  }

  /** The hash of the whole file, or why it cannot be sent; undefined where it was stopped. */
  async #send(): Promise<string | Fault | undefined> {
    if (this.#isStopped) return undefined;
    let file: FileHandle | undefined;
    try {
      file = await openToRead(this.#file.path);
      if (await this.#isChanged(file)) return CHANGED;
      const hash = createHash('sha256');
      if (!(await this.#hashBeginning(file, hash))) return CHANGED;
      const sent = await this.#sendRest(file, hash);
      if (this.#wasStopped()) return undefined;
      return sent && !(await this.#isChanged(file)) ? hash.digest('hex') : CHANGED;
    } catch (error) {
      return faultOfSystemError(error);
    } finally {
      file?.close().catch(() => undefined); // it waits for a read that gets no answer, and nobody waits for it
    }
  }

  /** Asked anew: it may have been stopped meanwhile. */
  #wasStopped(): boolean {
    return this.#isStopped;
  }

  async #isChanged(file: FileHandle): Promise<boolean> {
    const stats = await within(READ_WITHIN_MS, file.stat());
    return !stats.isFile() || stats.size !== this.#file.sizeBytes || stats.mtimeMs !== this.#file.modifiedMs;
  }

  /** What the machine has already belongs to the hash. False where it is not there any more. */
  async #hashBeginning(file: FileHandle, hash: Hash): Promise<boolean> {
    const end = this.#request.offset;
    for (let at = 0; at < end && !this.#isStopped; at += HASHED_AT_ONCE_BYTES) {
      const bytes = await readFully(file, at, this.#memory(Math.min(HASHED_AT_ONCE_BYTES, end - at)));
      if (bytes === undefined) return false;
      hash.update(bytes);
      this.#reuse(bytes);
    }
    return true;
  }

  /** False where the file ends too early. */
  async #sendRest(file: FileHandle, hash: Hash): Promise<boolean> {
    let at = this.#request.offset;
    let ahead = this.#readAhead(file, at);
    try {
      while (at < this.#file.sizeBytes) {
        const bytes = await ahead;
        if (bytes === undefined || this.#isStopped) return false;
        const offset = at;
        at += bytes.length;
        ahead = this.#readAhead(file, at);
        hash.update(bytes);
        if (await this.#ports.sendChunk({ transfer: this.#request.transfer, offset, bytes }))
          this.#ports.onSent(bytes.length);
        else this.stop();
        this.#reuse(bytes);
        this.#giveBack(bytes.length);
      }
      return true;
    } finally {
      this.#endReadingAhead();
      await ahead.catch(() => undefined);
      this.#giveBack(this.#heldBytes);
    }
  }

  /** As `#read`; that it fails is known once it is waited for, and not before. */
  #readAhead(file: FileHandle, at: number): Promise<Buffer | undefined> {
    const ahead = this.#read(file, at);
    ahead.catch(() => undefined);
    return ahead;
  }

  /** The next chunk, once there is credit and room for it; undefined where there is none. */
  async #read(file: FileHandle, at: number): Promise<Buffer | undefined> {
    const restBytes = this.#file.sizeBytes - at;
    if (restBytes === 0) return undefined;
    while (this.#creditBytes === 0 && this.#readsAhead) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const bytes = Math.min(restBytes, this.#creditBytes, this.#request.chunkBytes);
    await this.#ports.budget.take(bytes);
    this.#heldBytes += bytes;
    if (!this.#readsAhead) return undefined;
    this.#creditBytes -= bytes;
    return within(READ_WITHIN_MS, readFully(file, at, this.#memory(bytes)));
  }

  #memory(bytes: number): Buffer {
    const spare = this.#spare.pop();
    const isEnough = spare !== undefined && spare.length >= bytes;
    return (isEnough ? spare : Buffer.allocUnsafeSlow(bytes)).subarray(0, bytes);
  }

  #reuse(bytes: Buffer): void {
    this.#spare.push(Buffer.from(bytes.buffer));
  }

  #endReadingAhead(): void {
    this.#readsAhead = false;
    this.#wake?.();
  }

  #giveBack(bytes: number): void {
    this.#heldBytes -= bytes;
    this.#ports.budget.give(bytes);
  }
}

async function openToRead(path: string): Promise<FileHandle> {
  const opening = open(fileSystemPath(path), READ_ONLY);
  try {
    return await within(READ_WITHIN_MS, opening);
  } catch (error) {
    opening.then((late) => late.close()).catch(() => undefined);
    throw error;
  }
}

/** As many bytes as there is memory for; undefined where the file ends before. */
async function readFully(file: FileHandle, position: number, memory: Buffer): Promise<Buffer | undefined> {
  for (let filled = 0; filled < memory.length;) {
    const { bytesRead } = await file.read(memory, filled, memory.length - filled, position + filled);
    if (bytesRead === 0) return undefined;
    filled += bytesRead;
  }
  return memory;
}

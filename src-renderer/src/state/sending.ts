import { reasonOf } from '../bridge/connection.ts';
import type { LocalFile } from '../bridge/upload.ts';

/** How far an upload is. */
export interface SendProgress {
  /** Whether folders are still being looked through. */
  readonly reading: boolean;
  readonly files: number;
  readonly bytes: number;
  readonly sentFiles: number;
  readonly sentBytes: number;
  readonly failed: readonly FailedFile[];
}

interface FailedFile {
  readonly local: LocalFile;
  readonly reason: string;
}

interface SendingPorts {
  /** Sends one file; rejects with the reason. */
  readonly send: (local: LocalFile, signal: AbortSignal, onProgress: (bytes: number) => void) => Promise<void>;
  readonly maxFiles: number;
  readonly maxBytes: number;
  /** Called often; the answer to how it stands is made only when it is asked for. */
  readonly onChange: () => void;
}

/** More would only wait in the browser. */
const AT_ONCE = 4;

/** What there is to send is more than the server takes. */
export class TooMuch extends Error {}

/** Sends files, a few at a time, while more of them are still being found. */
export class Sending {
  readonly #ports: SendingPorts;
  readonly #signal: AbortSignal;
  readonly #waiting: LocalFile[] = [];
  readonly #under = new Map<LocalFile, number>();
  readonly #failed: FailedFile[] = [];
  #next = 0;
  #reading = true;
  #files = 0;
  #bytes = 0;
  #sentFiles = 0;
  #sentBytes = 0;
  #wake: () => void = () => undefined;

  constructor(ports: SendingPorts, signal: AbortSignal) {
    this.#ports = ports;
    this.#signal = signal;
  }

  get progress(): SendProgress {
    return {
      reading: this.#reading,
      files: this.#files,
      bytes: this.#bytes,
      sentFiles: this.#sentFiles,
      sentBytes: [...this.#under.values()].reduce((sum, bytes) => sum + bytes, this.#sentBytes),
      failed: [...this.#failed],
    };
  }

  /** Resolves when every file was sent or has failed. Rejects where it was cancelled, or is more than the server takes. */
  async run(batches: AsyncIterable<readonly LocalFile[]>): Promise<void> {
    const stop = new AbortController();
    const signal = AbortSignal.any([this.#signal, stop.signal]);
    signal.addEventListener('abort', () => {
      this.#wake();
    });
    const lanes = Array.from({ length: AT_ONCE }, () => this.#lane(signal));
    try {
      for await (const batch of batches) {
        this.#take(batch);
        signal.throwIfAborted();
      }
      this.#reading = false;
      this.#changed();
      await Promise.all(lanes);
      signal.throwIfAborted();
    } catch (error) {
      stop.abort();
      throw error;
    }
  }

  #take(batch: readonly LocalFile[]): void {
    for (const local of batch) {
      this.#files += 1;
      this.#bytes += local.file.size;
      this.#waiting.push(local);
    }
    const { maxFiles, maxBytes } = this.#ports;
    if (this.#files > maxFiles || this.#bytes > maxBytes) throw new TooMuch();
    this.#changed();
  }

  async #lane(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const local = this.#waiting[this.#next];
      if (local !== undefined) {
        this.#next += 1;
        await this.#send(local, signal);
      } else if (this.#reading) await this.#somethingNew();
      else return;
    }
  }

  async #send(local: LocalFile, signal: AbortSignal): Promise<void> {
    try {
      await this.#ports.send(local, signal, (bytes) => {
        this.#under.set(local, bytes);
        this.#ports.onChange();
      });
      this.#sentFiles += 1;
      this.#sentBytes += local.file.size;
    } catch (error) {
      if (!signal.aborted) this.#failed.push({ local, reason: reasonOf(error) });
    }
    this.#under.delete(local);
    this.#ports.onChange();
  }

  #somethingNew(): Promise<void> {
    return new Promise((resolve) => {
      const before = this.#wake;
      this.#wake = () => {
        before();
        resolve();
      };
    });
  }

  #changed(): void {
    const wake = this.#wake;
    this.#wake = () => undefined;
    wake();
    this.#ports.onChange();
  }
}

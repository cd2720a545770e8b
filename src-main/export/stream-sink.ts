import type { Writable } from 'node:stream';
import { faultOfSystem, ReaderGone, systemCode } from './export-fault.ts';
import { cancelled } from './pace.ts';
import type { ByteSink } from './ports.ts';

/** What a pipe, a socket or a destroyed stream says when nobody reads any more. */
const GONE = new Set(['EPIPE', 'ECONNRESET', 'ECONNABORTED', 'ERR_STREAM_DESTROYED']);

/**
 * A stream that somebody else opened and will close. A write is over when the stream has handed the chunk on, so that a slow
 * reader slows the export down and nothing piles up; the signal ends the wait for a reader that has stopped.
 */
export class StreamSink implements ByteSink {
  readonly #stream: Writable;
  readonly #name: string;
  readonly #signal: AbortSignal | undefined;
  #failure: Error | undefined;
  #reject: ((error: Error) => void) | undefined;

  constructor(stream: Writable, name: string, signal: AbortSignal | undefined) {
    this.#stream = stream;
    this.#name = name;
    this.#signal = signal;
    stream.on('error', this.#fail);
    stream.on('close', this.#close);
    signal?.addEventListener('abort', this.#abort);
    if (stream.destroyed) this.#close(); // its “close” was before
  }

  write(chunk: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#reject = reject;
      this.#stream.write(chunk, (error) => {
        if (error) this.#fail(error);
        else resolve();
      });
    });
  }

  commit(): Promise<void> {
    this.#release();
    this.#stream.off('error', this.#fail);
    return Promise.resolve();
  }

  discard(): Promise<void> {
    this.#release();
    // else the error listener stays: a stream says “error” after it failed the write, and an unheard one ends the process
    if (this.#failure === undefined) this.#stream.off('error', this.#fail);
    return Promise.resolve();
  }

  #release(): void {
    this.#stream.off('close', this.#close);
    this.#signal?.removeEventListener('abort', this.#abort);
  }

  readonly #fail = (error: Error): void => {
    const isGone = GONE.has(systemCode(error) ?? '');
    this.#end(isGone ? new ReaderGone(`The reader of ${this.#name} went away.`) : faultOfSystem(error, this.#name));
  };

  readonly #close = (): void => {
    this.#end(new ReaderGone(`${this.#name} was closed.`));
  };

  readonly #abort = (): void => {
    if (this.#signal !== undefined) this.#end(cancelled(this.#signal));
  };

  #end(failure: Error): void {
    this.#failure ??= failure;
    this.#reject?.(this.#failure);
  }
}

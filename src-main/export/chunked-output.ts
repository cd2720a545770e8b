import type { ByteSink } from './ports.ts';

/** Large enough that system calls do not count, small enough to be nothing in memory. */
const CHUNK_CHARS = 256 * 1024;

/** Collects text into chunks; one chunk is written while the next one is made, and never more than one. */
export class ChunkedOutput {
  readonly #sink: ByteSink;
  #text = '';
  #writing: Promise<void> = Promise.resolve();
  #bytes = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Bytes given to the sink so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether it is time for `flush`. */
  add(text: string): boolean {
    this.#text += text;
    return this.#text.length >= CHUNK_CHARS;
  }

  /** Starts to write what is collected, once the chunk before is written. Faults: those of the sink. */
  async flush(): Promise<void> {
    await this.#writing;
    if (this.#text === '') return;
    const chunk = Buffer.from(this.#text, 'utf8'); // a lone surrogate becomes U+FFFD here
    this.#text = '';
    this.#bytes += chunk.length;
    this.#writing = this.#sink.write(chunk);
    this.#writing.catch(() => undefined); // reported by the next await; until then it must not count as unhandled
  }

  /** Fulfilled when all is written. Faults: those of the sink. */
  async finish(): Promise<void> {
    await this.flush();
    await this.#writing;
  }

  /** Fulfilled when no write is under way, whether it went well or not, so that the sink can be closed. */
  async settle(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }
}

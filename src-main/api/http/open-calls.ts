import { callFault } from './call-fault.ts';

/** A call from when it begins until its answer, or the last event of its stream, is there. */
interface OpenCall extends Disposable {
  /** Of a stream: it is to end, or has ended. */
  readonly signal: AbortSignal;
}

/** The calls that one socket, or the whole of HTTP, has open at the moment: bounded, and able to come to an end. */
export class OpenCalls {
  readonly #callsMax: number;
  readonly #streamsMax: number;
  readonly #streams = new Set<AbortController>();
  readonly #never = new AbortController().signal;
  #calls = 0;
  #ending = false;
  #whenIdle: (() => void)[] = [];

  constructor(limits: { calls: number; streams: number }) {
    this.#callsMax = limits.calls;
    this.#streamsMax = limits.streams;
  }

  /** Throws a fault of the contract where one more is too many. */
  beginCall(): OpenCall {
    this.#refuseWhileEnding();
    if (this.#calls >= this.#callsMax)
      throw callFault('TOO_MANY_REQUESTS', `At most ${this.#callsMax} calls may be open at the same time.`);
    this.#calls += 1;
    return {
      signal: this.#never,
      [Symbol.dispose]: () => {
        this.#calls -= 1;
        if (this.#calls === 0) this.#tellIdle();
      },
    };
  }

  beginStream(): OpenCall {
    this.#refuseWhileEnding();
    if (this.#streams.size >= this.#streamsMax)
      throw callFault('TOO_MANY_REQUESTS', `At most ${this.#streamsMax} subscriptions may be open at the same time.`);
    const controller = new AbortController();
    this.#streams.add(controller);
    return {
      signal: controller.signal,
      [Symbol.dispose]: () => {
        if (this.#streams.delete(controller)) controller.abort();
      },
    };
  }

  /** Takes no more, ends the streams, and waits until the calls are done, or not longer than this. */
  async end(withinMs: number): Promise<void> {
    this.#ending = true;
    for (const stream of this.#streams) stream.abort();
    if (this.#calls === 0) return;
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, withinMs);
      this.#whenIdle.push(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  #refuseWhileEnding(): void {
    if (this.#ending) throw callFault('UNAVAILABLE', 'The server is ending.');
  }

  #tellIdle(): void {
    for (const tell of this.#whenIdle) tell();
    this.#whenIdle = [];
  }
}

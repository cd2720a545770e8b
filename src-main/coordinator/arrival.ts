import { Gate } from './gate.ts';

/** Workers that are not there by then are not waited for. */
const ARRIVES_WITHIN_MS = 1_000;

/**
 * Lets the crawl rest while the first worker starts, which takes half as long when nothing else wants the processor: people
 * see the first result sooner, and the crawl is ahead of the workers anyway.
 */
export class Arrival implements Disposable {
  readonly #gate = new Gate();
  #timer: NodeJS.Timeout | undefined;
  #isLate = false;

  /** Undefined where nothing is to be waited for. */
  get passed(): Promise<void> | undefined {
    return this.#gate.passed;
  }

  /** Workers have been asked for, and none is there. */
  await(): void {
    if (this.#isLate || this.#timer !== undefined) return;
    this.#gate.shut();
    this.#timer = setTimeout(() => {
      this.#isLate = true;
      this.#end();
    }, ARRIVES_WITHIN_MS);
  }

  /** A worker is there. */
  arrived(): void {
    this.#isLate = false;
    this.#end();
  }

  [Symbol.dispose](): void {
    this.#end();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#gate.open();
  }
}

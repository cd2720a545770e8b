/** A turn counts for so many intervals at the most: a later one says more of this process than of the other side. */
const INTERVALS_MAX = 2;

/** How long nothing was heard, as far as this process was there to hear it. Is asked at regular turns. */
export class Silence {
  #silentMs = 0;
  #turnAtMs: number;
  #heardBytes = -1;

  constructor(nowMs: number) {
    this.#turnAtMs = nowMs;
  }

  /**
   * In milliseconds. A suspension, or a long turn of the event loop, is not counted: what was said meanwhile is still to be
   * read.
   *
   * @param heardBytes of the connection so far: a part of a large frame is a sign of life too
   */
  turn(nowMs: number, intervalMs: number, heardBytes: number): number {
    const sinceMs = Math.min(nowMs - this.#turnAtMs, INTERVALS_MAX * intervalMs);
    this.#silentMs = heardBytes === this.#heardBytes ? this.#silentMs + sinceMs : 0;
    this.#turnAtMs = nowMs;
    this.#heardBytes = heardBytes;
    return this.#silentMs;
  }
}

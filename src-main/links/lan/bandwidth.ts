/** Before anything is known: half of what a wired network of a gigabit carries. */
const ASSUMED_BYTES_PER_S = 50e6;
const SAMPLE_BYTES = 4 * 1_024 * 1_024;
const SAMPLE_MS = 1_000;
const WEIGHT = 0.3;
const LEAST_BYTES_PER_S = 10e3;
const HOLDS_MS = 60_000;

/**
 * What a link carries: the mean of the last samples, each over the time in which files were being sent, all together. Times are
 * of a clock that never goes back.
 */
export class Bandwidth {
  #measured: { readonly bytesPerS: number; readonly atMs: number } | undefined;
  #transfers = 0;
  #sinceMs = 0;
  #bytes = 0;
  #activeMs = 0;
  #isHalted = false;

  get isMeasured(): boolean {
    return this.#measured !== undefined;
  }

  /**
   * What was measured holds for a minute. From then on it fades, by half in each further one: a link that is taken for too slow
   * is sent nothing, and would never be measured again.
   */
  bytesPerS(nowMs: number): number {
    if (this.#measured === undefined) return ASSUMED_BYTES_PER_S;
    const { bytesPerS, atMs } = this.#measured;
    const faded = 0.5 ** (Math.max(0, nowMs - atMs - HOLDS_MS) / HOLDS_MS);
    return ASSUMED_BYTES_PER_S * (bytesPerS / ASSUMED_BYTES_PER_S) ** faded;
  }

  /** A transfer begins. */
  begin(nowMs: number): void {
    this.#pass(nowMs);
    this.#transfers += 1;
  }

  end(nowMs: number): void {
    this.#pass(nowMs);
    this.#transfers -= 1;
  }

  add(bytes: number, nowMs: number): void {
    this.#bytes += bytes;
    this.#pass(nowMs);
  }

  /** Nothing gets through: that says when the link is there, and not what it carries then. */
  halt(): void {
    this.#isHalted = true;
    this.#beginSample();
  }

  goOn(nowMs: number): void {
    this.#isHalted = false;
    this.#sinceMs = nowMs;
    this.#beginSample();
  }

  #pass(nowMs: number): void {
    if (this.#transfers > 0) this.#activeMs += nowMs - this.#sinceMs;
    this.#sinceMs = nowMs;
    if (this.#isHalted) this.#beginSample();
    if (this.#bytes < SAMPLE_BYTES && this.#activeMs < SAMPLE_MS) return;
    const sample = Math.max(LEAST_BYTES_PER_S, (this.#bytes / Math.max(1, this.#activeMs)) * 1_000);
    const before = this.#measured?.bytesPerS ?? sample;
    this.#measured = { bytesPerS: before + WEIGHT * (sample - before), atMs: nowMs };
    this.#beginSample();
  }

  #beginSample(): void {
    this.#bytes = 0;
    this.#activeMs = 0;
  }
}

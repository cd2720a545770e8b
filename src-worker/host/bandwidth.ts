const WINDOW_MS = 500;
const PAUSE_MS = 300;
/** What was reached once counts for less with each measurement that does not reach it: the others may need the link too. */
const FADING = 0.9;

/** What a link carries, in bytes per second, as far as it was made use of. */
export class Bandwidth {
  #bytesPerS: number | undefined;
  #window: { sinceMs: number; lastMs: number; bytes: number } | undefined;

  get bytesPerS(): number | undefined {
    return this.#bytesPerS;
  }

  /** `nowMs` is of a clock that never goes back. */
  add(bytes: number, nowMs: number): void {
    const window = this.#window;
    if (window === undefined || nowMs - window.lastMs > PAUSE_MS) {
      this.#window = { sinceMs: nowMs, lastMs: nowMs, bytes: 0 }; // what has just come was on its way before
      return;
    }
    window.bytes += bytes;
    window.lastMs = nowMs;
    const elapsedMs = nowMs - window.sinceMs;
    if (elapsedMs < WINDOW_MS) return;
    this.#bytesPerS = Math.max((window.bytes / elapsedMs) * 1_000, (this.#bytesPerS ?? 0) * FADING);
    this.#window = { sinceMs: nowMs, lastMs: nowMs, bytes: 0 };
  }
}

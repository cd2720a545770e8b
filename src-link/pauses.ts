const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/** Pauses between tries: each twice as long as the one before, and up to half of it by chance, so that not all try at once. */
export class Pauses {
  #nextMs = FIRST_MS;

  next(): number {
    const pauseMs = this.#nextMs;
    this.#nextMs = Math.min(LONGEST_MS, 2 * pauseMs);
    return pauseMs * (0.5 + Math.random() / 2);
  }

  reset(): void {
    this.#nextMs = FIRST_MS;
  }
}

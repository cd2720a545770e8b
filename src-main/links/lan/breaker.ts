const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;

/**
 * Whether one that fails again and again gets leases. After each failure in a row it rests for twice as long as before; then it
 * is tried with one lease, and when that comes back as it should, all is as if nothing had been.
 */
export class Breaker {
  readonly #random: () => number;
  #failures = 0;
  #openUntilMs: number | undefined;
  #reason = '';

  /** `random` in [0, 1) takes up to a fifth off a pause, so that those that failed together are not tried together. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Why it rests or is on trial, and until when it rests; undefined where all is well. */
  get trouble(): { readonly reason: string; readonly untilMs: number } | undefined {
    return this.#openUntilMs === undefined ? undefined : { reason: this.#reason, untilMs: this.#openUntilMs };
  }

  allows(nowMs: number, leasesOut: number): boolean {
    return this.#openUntilMs === undefined || (nowMs >= this.#openUntilMs && leasesOut === 0);
  }

  /** Returns false where it rests already: what goes wrong then is of the same failure. */
  failed(reason: string, nowMs: number): boolean {
    if (this.#openUntilMs !== undefined && nowMs < this.#openUntilMs) return false;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#openUntilMs = nowMs + Math.round(pauseMs * (1 - this.#random() / 5));
    this.#reason = reason;
    return true;
  }

  /** A lease has come back as it should. One that was given out before the failure says nothing while it rests. */
  succeeded(nowMs: number): void {
    if (this.#openUntilMs !== undefined && nowMs < this.#openUntilMs) return;
    this.reset();
  }

  reset(): void {
    this.#failures = 0;
    this.#openUntilMs = undefined;
    this.#reason = '';
  }
}

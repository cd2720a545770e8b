/**
 * How much predicted reading is done per millisecond. It is measured in the predictor's own terms, not in real reading time:
 * where predictions are off by a factor, because the machine is busier than when they were learned, so is the pace, and the
 * time left is right all the same.
 */
export class Pace {
  #workMs = 0;
  #wallMs = 0;
  #observedAtMs: number | undefined;

  /** Notes that files which were predicted to take `workMs` are done, by a clock in milliseconds. */
  observe(workMs: number, nowMs: number): void {
    if (this.#observedAtMs !== undefined) this.#wallMs += nowMs - this.#observedAtMs;
    this.#observedAtMs = nowMs;
    this.#workMs += workMs;
    if (this.#wallMs > MEMORY_MS) {
      this.#workMs *= MEMORY_MS / this.#wallMs;
      this.#wallMs = MEMORY_MS;
    }
  }

  /** Time that passes while nothing is to be read does not count. */
  pause(): void {
    this.#observedAtMs = undefined;
  }

  /** Undefined until enough has been seen. */
  get value(): number | undefined {
    return this.#wallMs < ENOUGH_MS || this.#workMs === 0 ? undefined : this.#workMs / this.#wallMs;
  }
}

const MEMORY_MS = 60_000;
const ENOUGH_MS = 700;
/** What the model may be off by, however much it has seen. */
const MODEL_ERROR = 0.08;

/** The time left as a range in milliseconds: about two thirds of the time the truth lies in it. */
export function etaRange(
  remaining: { readonly meanMs: number; readonly deviationMs: number },
  pace: number,
): { lowMs: number; highMs: number } {
  const meanMs = remaining.meanMs / pace;
  const spreadMs = Math.hypot(remaining.deviationMs / pace, meanMs * MODEL_ERROR);
  return { lowMs: Math.max(0, meanMs - spreadMs), highMs: meanMs + spreadMs };
}

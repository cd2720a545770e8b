/** Buckets of so many callers are kept; of more, the ones that were away longest begin anew. */
const CALLERS_MAX = 10_000;

interface Bucket {
  calls: number;
  atMs: number;
}

/** How often each caller may call: so much at once, and then as fast as it comes back. */
export class RateLimit {
  readonly #perS: number;
  readonly #atOnce: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor({ perS, atOnce, now }: { perS: number; atOnce: number; now: () => number }) {
    this.#perS = perS;
    this.#atOnce = atOnce;
    this.#now = now;
  }

  /** Takes one call; gives 0, or after how many milliseconds there will be one. */
  take(caller: string): number {
    const atMs = this.#now();
    const known = this.#buckets.get(caller);
    const bucket = known ?? { calls: this.#atOnce, atMs };
    bucket.calls = Math.min(this.#atOnce, bucket.calls + ((atMs - bucket.atMs) / 1_000) * this.#perS);
    bucket.atMs = atMs;
    this.#buckets.delete(caller); // the map is in the order of the last calls
    this.#buckets.set(caller, bucket);
    if (known === undefined) this.#forgetOldest();
    if (bucket.calls < 1) return Math.ceil(((1 - bucket.calls) / this.#perS) * 1_000);
    bucket.calls -= 1;
    return 0;
  }

  #forgetOldest(): void {
    if (this.#buckets.size <= CALLERS_MAX) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}

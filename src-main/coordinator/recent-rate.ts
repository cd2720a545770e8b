interface Sample {
  readonly atMs: number;
  readonly files: number;
  readonly bytes: number;
}

const WINDOW_MS = 5_000;

/** Files and bytes per second over the last seconds. */
export class RecentRate {
  #samples: Sample[] = [];

  /** Notes totals at a time in milliseconds, and returns the rates up to it. */
  sample(atMs: number, files: number, bytes: number): { readonly filesPerS: number; readonly bytesPerS: number } {
    this.#samples = this.#samples.filter((sample) => atMs - sample.atMs <= WINDOW_MS);
    this.#samples.push({ atMs, files, bytes });
    const first = this.#samples[0];
    if (first === undefined || atMs <= first.atMs) return { filesPerS: 0, bytesPerS: 0 };
    const seconds = (atMs - first.atMs) / 1_000;
    return { filesPerS: (files - first.files) / seconds, bytesPerS: (bytes - first.bytes) / seconds };
  }
}

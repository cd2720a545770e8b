const WINDOW_S = 5;

interface Second {
  readonly second: number;
  files: number;
  bytes: number;
}

/** Files and bytes per second over the last five full seconds. */
export class RecentSpeed {
  #seconds: Second[] = [];

  /** `nowMs` is of a clock that never goes back. */
  add(files: number, bytes: number, nowMs: number): void {
    const second = Math.floor(nowMs / 1_000);
    const last = this.#seconds.at(-1);
    if (last?.second === second) {
      last.files += files;
      last.bytes += bytes;
      return;
    }
    this.#seconds = [...this.#within(second), { second, files, bytes }];
  }

  at(nowMs: number): { readonly filesPerS: number; readonly bytesPerS: number } {
    const second = Math.floor(nowMs / 1_000);
    let [files, bytes] = [0, 0];
    for (const each of this.#within(second)) {
      if (each.second === second) continue; // it is not over: what it has so far would look like a slow second
      files += each.files;
      bytes += each.bytes;
    }
    return { filesPerS: files / WINDOW_S, bytesPerS: bytes / WINDOW_S };
  }

  #within(second: number): Second[] {
    return this.#seconds.filter((each) => each.second >= second - WINDOW_S);
  }
}

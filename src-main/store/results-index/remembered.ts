/** The last few of what was made, the one used last at the end; all are forgotten when what they were made from changes. */
export class Remembered<Value> {
  readonly #most: number;
  readonly #values = new Map<string, Value>();
  #version = -1;

  constructor(most: number) {
    this.#most = most;
  }

  get values(): Iterable<Value> {
    return this.#values.values();
  }

  has(key: string, version: number): boolean {
    return version === this.#version && this.#values.has(key);
  }

  get(key: string, version: number, make: () => Value): Value {
    if (version !== this.#version) this.#values.clear();
    this.#version = version;
    const value = this.#values.get(key) ?? make();
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#most) break;
      this.#values.delete(oldest);
    }
    return value;
  }
}

/** Work of which each kind is done once at a time: whoever asks for it meanwhile gets what comes of it. */
export class OnceAtATime<T> {
  readonly #running = new Map<string, Promise<T>>();

  has(key: string): boolean {
    return this.#running.has(key);
  }

  do(key: string, work: () => Promise<T>): Promise<T> {
    const known = this.#running.get(key);
    if (known !== undefined) return known;
    const running = work().finally(() => {
      this.#running.delete(key);
    });
    this.#running.set(key, running);
    return running;
  }
}

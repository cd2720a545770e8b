/** What is open with each token, to be ended when the token is taken back. */
export class Sessions {
  readonly #ends = new Map<string, Set<() => void>>();

  /** Gives what says that it is not open any more. */
  add(tokenId: string, end: () => void): Disposable {
    const ends = this.#ends.get(tokenId) ?? new Set();
    this.#ends.set(tokenId, ends);
    ends.add(end);
    return {
      [Symbol.dispose]: () => {
        ends.delete(end);
        if (ends.size === 0 && this.#ends.get(tokenId) === ends) this.#ends.delete(tokenId);
      },
    };
  }

  endOf(tokenId: string): void {
    for (const end of this.#ends.get(tokenId) ?? []) end();
  }
}

/** What has been opened, closed in the opposite order. Node has this from 24 on only, as AsyncDisposableStack. */
export class Cleanup implements AsyncDisposable {
  readonly #opened: (Disposable | AsyncDisposable)[] = [];

  use<T extends Disposable | AsyncDisposable>(opened: T): T {
    this.#opened.push(opened);
    return opened;
  }

  /** What cannot be closed does not keep the rest open; the last error of such is thrown then. */
  async [Symbol.asyncDispose](): Promise<void> {
    const last = this.#opened.pop();
    if (last === undefined) return;
    try {
      if (Symbol.asyncDispose in last) await last[Symbol.asyncDispose]();
      else last[Symbol.dispose]();
    } finally {
      await this[Symbol.asyncDispose]();
    }
  }
}

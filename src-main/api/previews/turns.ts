interface Waiting {
  readonly go: () => void;
}

/** Lets so many run at the same time, in the order in which they asked; whoever has left meanwhile is passed over. */
export class Turns {
  readonly #max: number;
  readonly #waiting = new Set<Waiting>();
  #running = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Rejects with the reason of the signal where it is aborted before the turn comes. */
  async run<T>(act: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    if (this.#running < this.#max) this.#running += 1;
    else await this.#turn(signal);
    try {
      return await act();
    } finally {
      this.#passOn();
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiting);
        reject(signal.reason as Error);
      };
      const waiting: Waiting = {
        go: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      this.#waiting.add(waiting);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  /** The place goes to the next one at once: nobody who asks in between is before it. */
  #passOn(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#running -= 1;
      return;
    }
    this.#waiting.delete(next);
    next.go();
  }
}

/** Questions to a machine that are not answered yet, by their numbers. */
export class Answers<T> {
  readonly #waiting = new Map<number, (answer: T | undefined) => void>();
  #questions = 0;

  /** Undefined where there is no answer in time, or never will be. */
  ask(withinMs: number, put: (question: number) => void): Promise<T | undefined> {
    this.#questions += 1;
    const question = this.#questions;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.give(question, undefined);
      }, withinMs);
      this.#waiting.set(question, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      put(question);
    });
  }

  /** False where nobody waits for it. */
  give(question: number, answer: T | undefined): boolean {
    const resolve = this.#waiting.get(question);
    this.#waiting.delete(question);
    resolve?.(answer);
    return resolve !== undefined;
  }

  endAll(): void {
    for (const question of [...this.#waiting.keys()]) this.give(question, undefined);
  }
}

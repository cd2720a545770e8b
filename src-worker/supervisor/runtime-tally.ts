import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import { RecentSpeed } from './recent-speed.ts';

/** What came of all processes of one place. */
export class RuntimeTally {
  readonly #speed = new RecentSpeed();
  #filesDone = 0;
  #failures = 0;

  add(results: readonly ItemResult[]): void {
    this.#filesDone += results.length;
    this.#failures += results.filter(({ outcome }) => outcome === 'failed').length;
    const bytes = results.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
    this.#speed.add(results.length, bytes, performance.now());
  }

  get now(): { filesDone: number; failures: number; filesPerS: number; bytesPerS: number } {
    return { filesDone: this.#filesDone, failures: this.#failures, ...this.#speed.at(performance.now()) };
  }
}

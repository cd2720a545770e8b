import { setTimeout as delay } from 'node:timers/promises';
import { openStoreToRead } from '../../../src-main/store/store.ts';
import { randomOf, shuffled, type Random } from '../../fixtures/blocks/random.ts';
import { FAULTS, type AimedFault } from './faults.ts';
import type { Sites } from './sites.ts';

/** Between the beginnings of two faults, at most. */
const PAUSE_S = 12;

export interface DisturbanceOptions {
  readonly sites: Sites;
  readonly jobId: number;
  readonly seed: number;
  /** Every time is so many times as long as in life. */
  readonly scale: number;
}

/** Lets each of the faults happen, in any order and to whomever it hits, several of them at a time. */
export class Disturbance {
  readonly #options: DisturbanceOptions;
  readonly #random: Random;
  /** What happens to the same target is one thing after the other. */
  readonly #last = new Map<object, Promise<void>>();
  readonly #startedAt = performance.now();
  /** That were over before the job was. */
  readonly had: string[] = [];

  constructor(options: DisturbanceOptions) {
    this.#options = options;
    this.#random = randomOf(options.seed);
  }

  async run(): Promise<void> {
    for (const fault of shuffled(FAULTS, this.#random)) {
      await this.#wait(this.#random.next() * PAUSE_S);
      const aimed = fault.aim(this.#options.sites, this.#random);
      this.#last.set(aimed.target, this.#after(this.#last.get(aimed.target), aimed));
    }
    await Promise.all(this.#last.values());
  }

  summary(): string {
    const seconds = ((performance.now() - this.#startedAt) / 1_000).toFixed(1);
    return `${this.had.length} within ${seconds} s, the job then at ${this.filesDone()} files: ${this.had.join(', ')}`;
  }

  filesDone(): number {
    const store = openStoreToRead(this.#options.sites.desk.dataFolder, Date.now);
    try {
      return store.items.counts(this.#options.jobId).done;
    } finally {
      store[Symbol.dispose]();
    }
  }

  async #after(earlier: Promise<void> | undefined, fault: AimedFault): Promise<void> {
    await earlier;
    await fault.happen((seconds) => this.#wait(seconds));
    this.had.push(`${fault.words} (${this.filesDone()})`);
  }

  async #wait(seconds: number): Promise<void> {
    await delay(seconds * this.#options.scale * 1_000);
  }
}

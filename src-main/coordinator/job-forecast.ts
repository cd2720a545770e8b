import type { JobProgress } from '../../src-protocol/model/progress.ts';
import type { DurationModel } from './duration-model.ts';
import { etaRange, Pace } from './eta.ts';
import type { OpenItem } from './ports.ts';
import { RemainingWork } from './remaining-work.ts';

/** What is left changes little in so short a time, and there may be many leases in it. */
const REMEMBERED_MS = 100;

/** How long the rest of a job will take. */
export class JobForecast {
  readonly #model: DurationModel;
  readonly #remaining = new RemainingWork();
  readonly #pace = new Pace();
  #remembered = { remainingMs: 0, untilMs: -Infinity };

  constructor(model: DurationModel) {
    this.#model = model;
  }

  add(item: OpenItem): void {
    this.#remaining.add(item);
  }

  /** It is done without having been read. */
  remove(item: OpenItem): void {
    this.#remaining.remove(item);
  }

  read(item: OpenItem): void {
    this.#remaining.remove(item);
    this.#pace.observe(this.#model.predictMs(item), performance.now());
  }

  /** What is not done yet, as this computer would take for it on one slot. */
  get remainingMs(): number {
    const nowMs = performance.now();
    if (nowMs >= this.#remembered.untilMs) {
      const { meanMs } = this.#remaining.predict(this.#model);
      this.#remembered = { remainingMs: meanMs, untilMs: nowMs + REMEMBERED_MS };
    }
    return this.#remembered.remainingMs;
  }

  /** Time that passes from now on does not count until something is read again. */
  pause(): void {
    this.#pace.pause();
  }

  /** Undefined until enough has been seen. */
  eta(): NonNullable<JobProgress['eta']> | undefined {
    const pace = this.#pace.value;
    return pace === undefined ? undefined : etaRange(this.#remaining.predict(this.#model), pace);
  }
}

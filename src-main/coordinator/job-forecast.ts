import type { JobProgress } from '../../src-protocol/model/progress.ts';
import type { DurationModel } from './duration-model.ts';
import { etaRange, Pace } from './eta.ts';
import type { OpenItem } from './ports.ts';
import { RemainingWork } from './remaining-work.ts';

/** How long the rest of a job will take. */
export class JobForecast {
  readonly #model: DurationModel;
  readonly #remaining = new RemainingWork();
  readonly #pace = new Pace();

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

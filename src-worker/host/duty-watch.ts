import { type Duty, dutyAt, dutyTime, type Schedule } from './schedule.ts';

const LOOK_INTERVAL_MS = 5_000;

/** Tells when the worker is on duty and when not; looks again and again, as clocks are set and computers sleep. */
export class DutyWatch implements Disposable {
  readonly #schedule: Schedule | undefined;
  readonly #nowMs: () => number;
  readonly #timer: NodeJS.Timeout;
  #isOn: boolean;

  constructor(
    schedule: Schedule | undefined,
    onChange: () => void,
    nowMs: () => number = Date.now,
    lookIntervalMs = LOOK_INTERVAL_MS,
  ) {
    this.#schedule = schedule;
    this.#nowMs = nowMs;
    this.#isOn = this.now.isOn;
    this.#timer = setInterval(() => {
      const { isOn } = this.now;
      if (isOn === this.#isOn) return;
      this.#isOn = isOn;
      onChange();
    }, lookIntervalMs).unref();
  }

  get now(): Duty {
    return this.#schedule === undefined ? { isOn: true } : dutyAt(this.#schedule, new Date(this.#nowMs()));
  }

  /** A sentence for people. */
  get message(): string {
    const { isOn, untilMs } = this.now;
    const until = untilMs === undefined ? '' : ` until ${dutyTime(untilMs)}`;
    return isOn ? `By its schedule it works${until}.` : `By its schedule it does not work${until}.`;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

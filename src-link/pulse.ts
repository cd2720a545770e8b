import type { LinkTiming } from './link-timing.ts';
import { Silence } from './silence.ts';

export interface PulseEvents {
  /** Bytes that have come over the connection so far; undefined where there is none. */
  heardBytes(): number | undefined;
  /** It is time for a sign of life. */
  onBeat(): void;
  onHeard(): void;
  onSuspected(): void;
  onLost(): void;
  onGraceOver(): void;
}

const TURNS_PER_BEAT = 4;
const INTERVAL_MS = { least: 10, most: 500 };
/** Stands for a connection that is not there; its silence is counted from the break on. */
const NO_CONNECTION = -2;

/** The heartbeat of a link: sends the own one, hears the other, and counts the time without. */
export class Pulse implements Disposable {
  readonly #timing: () => LinkTiming;
  readonly #events: PulseEvents;
  readonly #silence = new Silence(performance.now());
  #timer: NodeJS.Timeout | undefined;
  #beatAtMs = performance.now();

  constructor(timing: () => LinkTiming, events: PulseEvents) {
    this.#timing = timing;
    this.#events = events;
    this.#schedule();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(): void {
    const intervalMs = Math.min(
      INTERVAL_MS.most,
      Math.max(INTERVAL_MS.least, this.#timing().heartbeatMs / TURNS_PER_BEAT),
    );
    const timer = setTimeout(() => {
      this.#turn(intervalMs);
      if (this.#timer === timer) this.#schedule(); // unless it was ended in its turn
    }, intervalMs);
    this.#timer = timer;
  }

  #turn(intervalMs: number): void {
    const { heartbeatMs, suspectedMs, lostMs, graceMs } = this.#timing();
    const nowMs = performance.now();
    const heardBytes = this.#events.heardBytes();
    const silentMs = this.#silence.turn(nowMs, intervalMs, heardBytes ?? NO_CONNECTION);
    if (heardBytes === undefined) {
      if (silentMs >= graceMs) this.#events.onGraceOver();
      return;
    }
    if (nowMs - this.#beatAtMs >= heartbeatMs) {
      this.#beatAtMs = nowMs;
      this.#events.onBeat();
    }
    if (silentMs >= lostMs) this.#events.onLost();
    else if (silentMs >= suspectedMs) this.#events.onSuspected();
    else this.#events.onHeard();
  }
}

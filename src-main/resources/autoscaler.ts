import type { ScaleDecision, ScaleInputs, ScalePace, ScaleState } from './autoscale.ts';
import { decideScale, DEFAULT_PACE, INITIAL_SCALE } from './autoscale.ts';
import type { Load } from './load-sampler.ts';

/** Runtimes that come and go, as far as their number is concerned. */
export interface ScaledWorkers {
  readonly layout: readonly number[];
  readonly state: 'running' | 'draining' | 'stopped';
  runtimes(): readonly ScaledRuntime[];
  scale(runtimes: number): void;
}

export interface ScaledRuntime {
  readonly isLeaving: boolean;
  readonly isPaused: boolean;
  readonly busySlots: number;
  readonly rssBytes: number;
}

export interface AutoscalerPorts {
  readonly workers: ScaledWorkers;
  /** What could be leased now, over all jobs: nothing of those that are paused or held. */
  readonly queue: () => Pick<ScaleInputs, 'waitingFiles' | 'predictedMs'>;
  readonly load: () => Load;
  readonly limits: () => Pick<ScaleInputs, 'min' | 'leaveCores'>;
  readonly pace?: ScalePace;
}

const LOOK_INTERVAL_MS = 1_000;

/** Keeps as many runtimes as there is work and room for. */
export class Autoscaler implements Disposable {
  readonly #ports: AutoscalerPorts;
  readonly #timer: NodeJS.Timeout;
  #state: ScaleState = INITIAL_SCALE;
  #reason = 'Nothing has been asked for yet.';

  constructor(ports: AutoscalerPorts) {
    this.#ports = ports;
    this.#timer = setInterval(() => {
      this.look();
    }, LOOK_INTERVAL_MS).unref();
  }

  get decision(): Pick<ScaleDecision, 'wanted' | 'reason'> {
    const { state } = this.#ports.workers;
    if (state !== 'running') return { wanted: 0, reason: 'The runtimes were stopped; start them to have work done.' };
    return { wanted: this.#state.wanted, reason: this.#reason };
  }

  /** Decides now: when a job starts, or the settings change, there is no reason to wait for the next second. */
  look(): void {
    const { workers, queue, load, limits, pace = DEFAULT_PACE } = this.#ports;
    if (workers.state !== 'running') {
      this.#state = INITIAL_SCALE;
      return;
    }
    const all = workers.runtimes();
    const working = all.filter(({ isLeaving, isPaused }) => !isLeaving && !isPaused);
    const decision = decideScale(
      this.#state,
      {
        nowMs: performance.now(),
        ...limits(),
        ...queue(),
        layout: workers.layout,
        runtimes: working.length,
        busySlots: all.reduce((sum, { busySlots }) => sum + busySlots, 0),
        runtimesRssBytes: working.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
        load: load(),
      },
      pace,
    );
    this.#state = decision.state;
    this.#reason = decision.reason;
    workers.scale(decision.wanted);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

import { setImmediate } from 'node:timers/promises';
import { ExportFault } from './export-fault.ts';

/** Longest stretch without a turn of the event loop: below half of the 20 ms that the window's process may be late. */
const STRETCH_MS = 8;

/** Lets timers, signals and windows have their turn in a long loop, and ends it when the export is cancelled. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  #sinceMs = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Cheap enough to be asked for every record. */
  isDue(): boolean {
    return performance.now() - this.#sinceMs >= STRETCH_MS;
  }

  /** Faults: `cancelled`. */
  async rest(): Promise<void> {
    await setImmediate();
    this.#sinceMs = performance.now();
    this.check();
  }

  /** Faults: `cancelled`. */
  check(): void {
    if (this.#signal?.aborted === true) throw cancelled(this.#signal);
  }
}

export function cancelled(signal: AbortSignal): ExportFault {
  return new ExportFault('cancelled', 'The export was cancelled.', signal.reason);
}

import type { ItemResult } from '../../../src-protocol/messages/item-result.ts';
import { RecentSpeed } from '../../../src-worker/supervisor/recent-speed.ts';
import type { MachineWork } from '../../coordinator/ports.ts';

const NOTHING: MachineWork = { files: 0, bytes: 0, failures: 0, sentBytes: 0, busyMs: 0 };

/** What a machine has done since it was paired, and what of that is not kept in the store yet. */
export class MachineTally {
  readonly #speed = new RecentSpeed();
  #kept: MachineWork;
  #since = NOTHING;

  constructor(kept: MachineWork = NOTHING) {
    this.#kept = kept;
  }

  get totals(): MachineWork {
    return sum(this.#kept, this.#since);
  }

  get filesPerS(): number {
    return this.#speed.at(performance.now()).filesPerS;
  }

  add(results: readonly ItemResult[]): void {
    let [bytes, failures, busyMs] = [0, 0, 0];
    for (const { sizeBytes, outcome, durationMs } of results) {
      bytes += sizeBytes ?? 0;
      failures += outcome === 'failed' ? 1 : 0;
      busyMs += durationMs;
    }
    this.#since = sum(this.#since, { files: results.length, bytes, failures, busyMs, sentBytes: 0 });
    this.#speed.add(results.length, bytes, performance.now());
  }

  addSent(sentBytes: number): void {
    this.#since = sum(this.#since, { ...NOTHING, sentBytes });
  }

  /** What is to be added to the store now; undefined where nothing is. */
  takeUnkept(): MachineWork | undefined {
    const since = this.#since;
    if (since === NOTHING) return undefined;
    this.#kept = this.totals;
    this.#since = NOTHING;
    return since;
  }
}

function sum(a: MachineWork, b: MachineWork): MachineWork {
  return {
    files: a.files + b.files,
    bytes: a.bytes + b.bytes,
    failures: a.failures + b.failures,
    sentBytes: a.sentBytes + b.sentBytes,
    busyMs: a.busyMs + b.busyMs,
  };
}

import type { ItemResult } from '../../../src-protocol/messages/item-result.ts';
import type { Log } from '../../coordinator/ports.ts';
import { Breaker } from './breaker.ts';

interface HealthPorts {
  readonly log: Log;
  /** Of a clock that never goes back: a pause is as long as it is, whatever the time of day is set to. */
  readonly steadyMs: () => number;
}

const DEATHS = 3;
const DEATHS_WITHIN_MS = 60_000;
const TRANSFER_FAILURES = 3;

/** What goes wrong with a machine, and whether it gets leases all the same. */
export class MachineHealth {
  readonly #name: string;
  readonly #ports: HealthPorts;
  readonly #breaker = new Breaker();
  #deathsAtMs: number[] = [];
  #transferFailures = 0;

  constructor(name: string, ports: HealthPorts) {
    this.#name = name;
    this.#ports = ports;
  }

  /** Why it is set aside, and for how long; undefined where all is well. */
  get trouble(): { readonly reason: string; readonly forMs: number } | undefined {
    const { trouble } = this.#breaker;
    return trouble && { reason: trouble.reason, forMs: trouble.untilMs - this.#ports.steadyMs() };
  }

  allows(leasesOut: number): boolean {
    return this.#breaker.allows(this.#ports.steadyMs(), leasesOut);
  }

  /** It is given another chance at once. */
  reset(): void {
    this.#breaker.reset();
  }

  failed(reason: string): void {
    if (this.#breaker.failed(reason, this.#ports.steadyMs()))
      this.#ports.log.warn({ machine: this.#name, reason }, 'machine.set-aside');
  }

  /** All files of a lease have results. */
  leaseDone(): void {
    if (this.#transferFailures === 0) this.#breaker.succeeded(this.#ports.steadyMs());
  }

  noteResults(results: readonly ItemResult[]): void {
    for (const { fault } of results) {
      this.#transferFailures = fault?.code === 'transfer-failed' ? this.#transferFailures + 1 : 0;
      if (fault !== undefined && this.#transferFailures > 0 && this.#transferFailures % TRANSFER_FAILURES === 0)
        this.failed(`files do not reach it (${fault.message})`);
    }
  }

  /** One of its processes has ended by itself. */
  noteDeath(reason: string): void {
    const nowMs = this.#ports.steadyMs();
    this.#deathsAtMs = [...this.#deathsAtMs.filter((atMs) => nowMs - atMs < DEATHS_WITHIN_MS), nowMs];
    if (this.#deathsAtMs.length < DEATHS) return;
    this.#deathsAtMs = [];
    this.failed(`its worker processes end again and again (${reason})`);
  }
}

import type { MachineSpeed } from './ports.ts';

/** Reading time that weighs on a speed: what was read before it has little say. */
const MEMORY_MS = 60_000;
/** As if so much had been read already, exactly as predicted: a few files must not make a machine fast or slow. */
const PRIOR_MS = 200;
/** Whatever was measured, nobody is thought to be further from this computer than that. */
const FASTEST = 50;

/** What was predicted of what was read, and what reading it took. */
interface Seen {
  predictedMs: number;
  readMs: number;
}

/**
 * Learns how fast each machine reads, from what was predicted and what it took. Machines are compared with this computer, so
 * that a prediction which is off for all makes nobody faster; where this computer reads nothing, with the first that did.
 * Machines go by their names, this computer by none.
 */
export class MachineSpeeds {
  readonly #seen = new Map<string | undefined, Seen>();
  readonly #changed = new Set<string>();
  /** The first that was not known and has read: unit for the others as long as this computer reads nothing. */
  #first: string | undefined;

  constructor(known: readonly MachineSpeed[]) {
    for (const { name, speed, weightMs } of known)
      this.#seen.set(name, { predictedMs: speed * weightMs, readMs: weightMs });
  }

  /** 2 where a machine takes half of the time that this computer takes for the same files. */
  of(machine: string | undefined): number {
    const unit = this.#unit;
    if (machine === unit) return 1;
    const speed = this.#ratioOf(machine) / this.#ratioOf(unit);
    return Math.min(FASTEST, Math.max(1 / FASTEST, speed));
  }

  /** The same, undefined where it has not been seen to read, now or in an earlier job. */
  known(machine: string): number | undefined {
    return this.#seen.has(machine) ? this.of(machine) : undefined;
  }

  observe(machine: string | undefined, predictedMs: number, readMs: number): void {
    if (!this.#seen.has(machine)) this.#first ??= machine;
    const seen = this.#seen.get(machine) ?? { predictedMs: PRIOR_MS, readMs: PRIOR_MS };
    seen.predictedMs += predictedMs;
    seen.readMs += readMs;
    if (seen.readMs > MEMORY_MS) {
      seen.predictedMs *= MEMORY_MS / seen.readMs;
      seen.readMs = MEMORY_MS;
    }
    this.#seen.set(machine, seen);
    if (machine !== undefined) this.#changed.add(machine);
  }

  /** Another one may come to have its name. */
  forget(machine: string): void {
    this.#seen.delete(machine);
    this.#changed.delete(machine);
    if (this.#first === machine) this.#first = undefined;
  }

  /** What was learned since the last call, to be kept. */
  takeChanges(): MachineSpeed[] {
    const changes = [...this.#changed].map((name) => ({
      name,
      speed: this.of(name),
      weightMs: this.#seen.get(name)?.readMs ?? 0,
    }));
    this.#changed.clear();
    return changes;
  }

  get #unit(): string | undefined {
    return this.#seen.has(undefined) ? undefined : this.#first;
  }

  #ratioOf(machine: string | undefined): number {
    const seen = this.#seen.get(machine);
    return seen === undefined || seen.readMs === 0 ? 1 : seen.predictedMs / seen.readMs;
  }
}

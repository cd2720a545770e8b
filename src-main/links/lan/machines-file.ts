import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { writePrivateFile } from '../../../src-link/private-file.ts';
import { MachineLimits } from '../../../src-protocol/model/machine-limits.ts';
import { LOCAL_WORKERS } from '../../../src-protocol/model/worker-choice.ts';
import type { Log } from '../../coordinator/ports.ts';

/** What a person has set of a machine. */
export interface MachineWishes {
  readonly limits: MachineLimits;
  readonly isPaused: boolean;
}

const KeptMachine = z.strictObject({ name: z.string(), limits: MachineLimits, isPaused: z.boolean() });
const KeptMachines = z.strictObject({ version: z.literal(1), machines: z.record(z.string(), KeptMachine) });
type KeptMachine = z.infer<typeof KeptMachine>;

const NO_WISHES: MachineWishes = { limits: {}, isPaused: false };

/** What is kept of machines besides how they are reached, by the fingerprint of each: it holds when they are paired anew. */
export class MachinesFile {
  readonly #file: string;
  readonly #machines: Map<string, KeptMachine>;

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#machines = new Map(Object.entries(readMachines(file, log)));
  }

  /** The name under which a machine is known here: its own, or with a number where another has that. */
  nameOf(fingerprint: string, ownName: string): string {
    const kept = this.#machines.get(fingerprint);
    if (kept !== undefined) return kept.name;
    const taken = new Set([LOCAL_WORKERS, ...[...this.#machines.values()].map(({ name }) => name)]);
    let name = ownName;
    for (let number = 2; taken.has(name); number++) name = `${ownName}-${number.toString()}`;
    this.#keep(fingerprint, { name, ...NO_WISHES });
    return name;
  }

  wishesOf(fingerprint: string): MachineWishes {
    return this.#machines.get(fingerprint) ?? NO_WISHES;
  }

  setWishes(fingerprint: string, { limits, isPaused }: MachineWishes): void {
    const kept = this.#machines.get(fingerprint);
    if (kept !== undefined) this.#keep(fingerprint, { ...kept, limits, isPaused });
  }

  remove(fingerprint: string): void {
    if (this.#machines.delete(fingerprint)) this.#write();
  }

  #keep(fingerprint: string, machine: KeptMachine): void {
    this.#machines.set(fingerprint, machine);
    this.#write();
  }

  #write(): void {
    const kept = { version: 1, machines: Object.fromEntries(this.#machines) };
    writePrivateFile(this.#file, `${JSON.stringify(kept, null, 2)}\n`);
  }
}

function readMachines(file: string, log: Log): Readonly<Record<string, KeptMachine>> {
  if (!existsSync(file)) return {};
  try {
    return KeptMachines.parse(JSON.parse(readFileSync(file, 'utf8'))).machines;
  } catch (error) {
    // they are paired still, and work with what they offer
    log.error({ file, error: String(error) }, 'machine.wishes-lost');
    return {};
  }
}

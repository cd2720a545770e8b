import type { FolderAccess, Invitation, Machine } from '../../../src-protocol/contract/machines.ts';
import type { MachineLimits } from '../../../src-protocol/model/machine-limits.ts';
import type { LogLine } from '../../../src-protocol/model/log-line.ts';
import type { PathMapping } from '../../../src-protocol/model/path-mapping.ts';
import { ownAddresses } from '../../config/own-addresses.ts';
import type { LanWorkers } from '../../links/lan/lan-workers.ts';
import { MachineRefused } from '../../links/lan/machine-refused.ts';
import type { Answers } from '../answers.ts';
import { callFault } from '../http/call-fault.ts';
import type { MachineControl } from '../services.ts';

export type PairedMachines = Pick<
  LanWorkers,
  | 'machines'
  | 'discover'
  | 'pair'
  | 'invite'
  | 'pause'
  | 'resume'
  | 'drain'
  | 'remove'
  | 'setLimits'
  | 'testMapping'
  | 'log'
>;

export interface MachineServicePorts {
  readonly machines: PairedMachines;
  /** How fast a computer is, as learned; by its name. */
  readonly speedOf: (name: string) => number | undefined;
  /** Throws a fault of the contract for a path that may not be read. */
  readonly checkPath: (path: string) => Promise<void>;
}

/** Other computers as callers see them. */
export class MachineService implements MachineControl {
  readonly #ports: MachineServicePorts;

  constructor(ports: MachineServicePorts) {
    this.#ports = ports;
  }

  list(): Machine[] {
    return this.#ports.machines.machines().map((machine) => this.#withSpeed(machine));
  }

  discover(): Promise<Answers['machines']['discover']> {
    return told(() => this.#ports.machines.discover());
  }

  async pair(code: string): Promise<Machine> {
    return this.#withSpeed(await told(() => this.#ports.machines.pair(code)));
  }

  invite({ hosts = ownAddresses('0.0.0.0'), ...invitation }: Invitation): Promise<Answers['machines']['invite']> {
    return told(() => this.#ports.machines.invite({ ...invitation, hosts }));
  }

  pause(machineId: string): Machine {
    return this.#told(() => this.#ports.machines.pause(machineId));
  }

  resume(machineId: string): Machine {
    return this.#told(() => this.#ports.machines.resume(machineId));
  }

  drain(machineId: string): Machine {
    return this.#told(() => this.#ports.machines.drain(machineId));
  }

  remove(machineId: string): Promise<void> {
    return told(() => this.#ports.machines.remove(machineId));
  }

  setLimits(machineId: string, limits: MachineLimits): Machine {
    return this.#told(() => this.#ports.machines.setLimits(machineId, limits));
  }

  async testMapping(machineId: string, folder: string, mapping: PathMapping | undefined): Promise<FolderAccess> {
    await this.#ports.checkPath(folder);
    return told(() => this.#ports.machines.testMapping(machineId, folder, mapping));
  }

  log(machineId: string, limit: number): Promise<LogLine[]> {
    return told(() => this.#ports.machines.log(machineId, limit));
  }

  #told(act: () => Machine): Machine {
    try {
      return this.#withSpeed(act());
    } catch (error) {
      throw faultOf(error);
    }
  }

  #withSpeed(machine: Machine): Machine {
    const speed = this.#ports.speedOf(machine.name);
    return speed === undefined ? machine : { ...machine, speed };
  }
}

async function told<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw faultOf(error);
  }
}

function faultOf(error: unknown): unknown {
  return error instanceof MachineRefused ? callFault(error.code, error.message) : error;
}

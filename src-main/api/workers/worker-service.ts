import type { LaneBlock, WorkerView } from '../../../src-protocol/contract/workers.ts';
import type { SlotLease } from '../../coordinator/places.ts';
import type { LanWorkers } from '../../links/lan/lan-workers.ts';
import type { ScalableWorkers } from '../../links/scalable-workers.ts';
import type { Lanes } from '../live/lanes.ts';
import { callFault } from '../http/call-fault.ts';
import type { WorkerControl } from '../services.ts';
import { workerViews } from './worker-views.ts';

export type RemoteRuntimes = Pick<LanWorkers, 'runtimes' | 'pauseRuntime' | 'resumeRuntime' | 'restartRuntime'>;

export interface WorkerServicePorts {
  readonly workers: Pick<ScalableWorkers, 'runtimes' | 'pause' | 'resume' | 'drain' | 'restart'>;
  /** Of other computers. */
  readonly machines: RemoteRuntimes;
  readonly leases: () => SlotLease[];
  readonly lanes: Lanes;
  readonly nowMs: () => number;
}

/** The workers of this computer and of others. */
export class WorkerService implements WorkerControl {
  readonly #ports: WorkerServicePorts;

  constructor(ports: WorkerServicePorts) {
    this.#ports = ports;
  }

  list(): WorkerView[] {
    const { workers, machines, leases, nowMs } = this.#ports;
    return workerViews([...workers.runtimes(), ...machines.runtimes()], leases(), nowMs());
  }

  lanes(minutes: number, jobId: number | undefined): LaneBlock[] {
    return this.#ports.lanes.blocks(minutes, jobId);
  }

  pause(workerId: string): WorkerView {
    const { workers, machines } = this.#ports;
    return this.#after(workerId, workers.pause(workerId) || machines.pauseRuntime(workerId));
  }

  resume(workerId: string): WorkerView {
    const { workers, machines } = this.#ports;
    return this.#after(workerId, workers.resume(workerId) || machines.resumeRuntime(workerId));
  }

  drain(workerId: string): WorkerView {
    const before = this.#of(workerId);
    if (before.kind === 'remote')
      throw callFault(
        'CONFLICT',
        'One process of another computer cannot be drained. Drain the computer, or set how many slots are used of it.',
      );
    this.#ports.workers.drain(workerId);
    return this.#find(workerId) ?? before; // one with nothing to finish is gone at once
  }

  restart(workerId: string): WorkerView {
    const { workers, machines } = this.#ports;
    return this.#after(workerId, workers.restart(workerId) || machines.restartRuntime(workerId));
  }

  #after(workerId: string, isThere: boolean): WorkerView {
    if (!isThere) throw unknownWorker(workerId);
    return this.#of(workerId);
  }

  #of(workerId: string): WorkerView {
    const view = this.#find(workerId);
    if (view === undefined) throw unknownWorker(workerId);
    return view;
  }

  #find(workerId: string): WorkerView | undefined {
    return this.list().find(({ id }) => id === workerId);
  }
}

function unknownWorker(workerId: string): Error {
  return callFault('NOT_FOUND', `There is no worker ${workerId}.`);
}

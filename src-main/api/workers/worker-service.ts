import type { LaneBlock, WorkerView } from '../../../src-protocol/contract/workers.ts';
import type { SlotLease } from '../../coordinator/places.ts';
import type { ScalableWorkers } from '../../links/scalable-workers.ts';
import type { Lanes } from '../live/lanes.ts';
import { callFault } from '../http/call-fault.ts';
import type { WorkerControl } from '../services.ts';
import { workerViews } from './worker-views.ts';

export interface WorkerServicePorts {
  readonly workers: ScalableWorkers;
  readonly leases: () => SlotLease[];
  readonly lanes: Lanes;
  readonly nowMs: () => number;
}

/** The workers of this computer. */
export class WorkerService implements WorkerControl {
  readonly #ports: WorkerServicePorts;

  constructor(ports: WorkerServicePorts) {
    this.#ports = ports;
  }

  list(): WorkerView[] {
    const { workers, leases, nowMs } = this.#ports;
    return workerViews(workers.runtimes(), leases(), nowMs());
  }

  lanes(minutes: number, jobId: number | undefined): LaneBlock[] {
    return this.#ports.lanes.blocks(minutes, jobId);
  }

  pause(workerId: string): WorkerView {
    return this.#after(workerId, this.#ports.workers.pause(workerId));
  }

  resume(workerId: string): WorkerView {
    return this.#after(workerId, this.#ports.workers.resume(workerId));
  }

  drain(workerId: string): WorkerView {
    const before = this.#of(workerId);
    this.#ports.workers.drain(workerId);
    return this.#find(workerId) ?? before; // one with nothing to finish is gone at once
  }

  restart(workerId: string): WorkerView {
    return this.#after(workerId, this.#ports.workers.restart(workerId));
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

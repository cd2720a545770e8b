import type { ClusterStatus } from '../../../src-protocol/contract/cluster.ts';
import type { Settings } from '../../../src-protocol/contract/settings.ts';
import type { RuntimeView } from '../../../src-worker/supervisor/runtime-view.ts';
import type { ScalableWorkers } from '../../links/scalable-workers.ts';
import { adviceFor } from '../../resources/advice.ts';
import type { Load } from '../../resources/load-sampler.ts';
import type { ClusterControl } from '../services.ts';

export interface ClusterServicePorts {
  readonly workers: ScalableWorkers;
  readonly decision: () => { readonly wanted: number; readonly reason: string };
  readonly load: () => Load;
  readonly waitingFiles: () => number;
  readonly settings: () => Settings['runtimes'];
  /** Sets how many runtimes there may be, and keeps it. */
  readonly setScale: (scale: ClusterStatus['scale']) => void;
  /** Looks at once how many runtimes there are to be. */
  readonly rescale: () => void;
}

/** All the runtimes of this computer together. */
export class ClusterService implements ClusterControl {
  readonly #ports: ClusterServicePorts;

  constructor(ports: ClusterServicePorts) {
    this.#ports = ports;
  }

  status(): ClusterStatus {
    const { workers, decision, load, settings } = this.#ports;
    const { cores, cpuShare, ioWaitShare, memoryFreeBytes } = load();
    const runtimes = workers.runtimes();
    return {
      state: workers.state,
      scale: { minRuntimes: settings().min, maxRuntimes: Math.max(1, workers.layout.length) },
      runtimes: runtimes.length,
      ...decision(),
      slots: slotsOf(runtimes),
      busySlots: busySlotsOf(runtimes),
      cores,
      cpuShare,
      ...(ioWaitShare === undefined ? {} : { ioWaitShare }),
      memoryFreeBytes,
      advice: this.#advice(runtimes),
    };
  }

  start(): ClusterStatus {
    this.#ports.workers.startWork();
    this.#ports.rescale();
    return this.status();
  }

  stop(): ClusterStatus {
    this.#ports.workers.stopWork();
    return this.status();
  }

  scale(scale: ClusterStatus['scale']): ClusterStatus {
    this.#ports.setScale(scale);
    this.#ports.rescale();
    return this.status();
  }

  #advice(runtimes: readonly RuntimeView[]): ClusterStatus['advice'] {
    const { workers, load, waitingFiles, settings } = this.#ports;
    const staying = runtimes.filter(({ isLeaving }) => !isLeaving);
    return adviceFor({
      load: load(),
      waitingFiles: waitingFiles(),
      slots: slotsOf(staying),
      busySlots: busySlotsOf(runtimes),
      runtimes: staying.length,
      runtimesMax: workers.layout.length,
      leaveCores: settings().leaveCores,
    });
  }
}

function slotsOf(runtimes: readonly RuntimeView[]): number {
  return runtimes.reduce((sum, { slots }) => sum + slots, 0);
}

function busySlotsOf(runtimes: readonly RuntimeView[]): number {
  return runtimes.reduce((sum, { busySlots }) => sum + busySlots, 0);
}

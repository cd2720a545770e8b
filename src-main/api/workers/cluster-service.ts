import type { ClusterStatus } from '../../../src-protocol/contract/cluster.ts';
import type { ScalableWorkers } from '../../links/scalable-workers.ts';
import type { Advice } from '../../resources/advice.ts';
import type { Load } from '../../resources/load-sampler.ts';
import type { ClusterControl } from '../services.ts';

export interface ClusterServicePorts {
  readonly workers: ScalableWorkers;
  readonly decision: () => { readonly wanted: number; readonly reason: string };
  readonly load: () => Load;
  readonly advice: () => Advice[];
  readonly minRuntimes: () => number;
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
    const { workers, decision, load, advice, minRuntimes } = this.#ports;
    const { cores, cpuShare, ioWaitShare, memoryFreeBytes } = load();
    const runtimes = workers.runtimes();
    const sum = (of: (runtime: (typeof runtimes)[number]) => number) =>
      runtimes.reduce((total, runtime) => total + of(runtime), 0);
    return {
      state: workers.state,
      scale: { minRuntimes: minRuntimes(), maxRuntimes: Math.max(1, workers.layout.length) },
      runtimes: runtimes.length,
      ...decision(),
      slots: sum(({ slots }) => slots),
      busySlots: sum(({ busySlots }) => busySlots),
      cores,
      cpuShare,
      ...(ioWaitShare === undefined ? {} : { ioWaitShare }),
      memoryFreeBytes,
      advice: advice(),
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
}

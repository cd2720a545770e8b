import { Monitor } from '../api/live/monitor.ts';
import { Autoscaler } from '../resources/autoscaler.ts';
import { DiskGuard } from '../resources/disk-guard.ts';
import type { ServiceBase } from './service-base.ts';

export interface ResourceWatch {
  readonly disk: DiskGuard;
  readonly monitor: Monitor;
  readonly autoscaler: Autoscaler;
}

/** Holds the queue before the disk is full, and keeps as many runtimes as there is work and room for. */
export function watchResources({ options, settings, events, load, engine, cleanup }: ServiceBase): ResourceWatch {
  const { coordinator, workers, machines, store } = engine;
  const { dataFolder } = options;
  const disk = cleanup.use(
    new DiskGuard({
      folder: dataFolder,
      limits: () => settings.get().disk,
      onHold: (reason) => {
        coordinator.hold(reason);
      },
    }),
  );
  const monitor = new Monitor({
    queueStatus: () => coordinator.queueStatus(),
    fileAt: (workerId, itemId) => coordinator.fileAt(workerId, itemId),
    runtimes: () => [...workers.runtimes(), ...machines.runtimes()],
    machines: () => machines.machines(),
    load: () => load.latest,
    cacheStatistics: () => store.cacheStatistics(),
    subscribers: () => events.subscribers,
    disk: () => disk.space,
    dataFolder,
    nowMs: Date.now,
  });
  const autoscaler = cleanup.use(
    new Autoscaler({
      workers,
      // what is held could not be leased, however many there were
      queue: () => ({ waitingFiles: disk.reason === undefined ? coordinator.waitingHere : 0, predictedMs: 0 }),
      load: () => load.latest,
      limits: () => settings.get().runtimes,
    }),
  );
  return { disk, monitor, autoscaler };
}

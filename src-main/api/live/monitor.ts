import type { Machine } from '../../../src-protocol/contract/machines.ts';
import type { JobProgress } from '../../../src-protocol/model/progress.ts';
import { displayPath } from '../../../src-protocol/model/path-codec.ts';
import type { RuntimeView } from '../../../src-worker/supervisor/runtime-view.ts';
import type { LeasedFile } from '../../coordinator/places.ts';
import type { AlertSnapshot } from '../../resources/alert-watch.ts';
import type { DiskSpace } from '../../resources/disk-hold.ts';
import type { Load } from '../../resources/load-sampler.ts';
import type { CacheStatistics } from '../../store/cache-statistics.ts';
import type { Gauges, MachineGauges } from '../metrics/metrics.ts';
import type { Answers } from '../answers.ts';
import type { SystemNow } from '../system/system-service.ts';

export interface MonitorPorts {
  readonly queueStatus: () => Answers['queue']['status'];
  /** A file that a worker has been given, while it has no result. */
  readonly fileAt: (workerId: string, itemId: number) => LeasedFile | undefined;
  /** Of this computer and of all others. */
  readonly runtimes: () => RuntimeView[];
  readonly machines: () => Machine[];
  readonly load: () => Load;
  readonly cacheStatistics: () => CacheStatistics;
  readonly subscribers: () => number;
  readonly disk: () => DiskSpace | undefined;
  readonly dataFolder: string;
  readonly nowMs: () => number;
}

/** How everything stands at this moment, put together for those who want to know: metrics, history, alerts, health. */
export class Monitor {
  readonly #ports: MonitorPorts;
  readonly #progress = new Map<number, JobProgress>();

  constructor(ports: MonitorPorts) {
    this.#ports = ports;
  }

  /** Of jobs that are running or paused. */
  get progress(): readonly JobProgress[] {
    return [...this.#progress.values()];
  }

  onProgress(progress: JobProgress): void {
    this.#progress.set(progress.jobId, progress);
  }

  onEnd(jobId: number): void {
    this.#progress.delete(jobId);
  }

  waitingFiles(): number {
    return this.#ports.queueStatus().priorities.reduce((sum, { waitingFiles }) => sum + waitingFiles, 0);
  }

  now(): SystemNow {
    const { process: own } = this.#ports.load();
    const runtimes = this.#ports.runtimes();
    const running = this.progress.filter(({ state }) => state === 'running');
    return {
      rssBytes: own.rssBytes,
      heapUsedBytes: own.heapUsedBytes,
      eventLoopP99Ms: own.eventLoopP99Ms,
      cpuShare: own.cpuShare,
      filesPerS: sum(running, ({ filesPerS }) => filesPerS),
      bytesPerS: sum(running, ({ bytesPerS }) => bytesPerS),
      queuedFiles: this.waitingFiles(),
      runtimes: runtimes.length,
      busySlots: sum(runtimes, ({ busySlots }) => busySlots),
      subscribers: this.#ports.subscribers(),
      runningJobs: running.length,
    };
  }

  gauges(): Gauges {
    const now = this.now();
    const runtimes = this.#ports.runtimes();
    const { entries, bytes } = this.#ports.cacheStatistics();
    const states: Record<string, number> = {};
    for (const { state } of runtimes) states[state] = (states[state] ?? 0) + 1;
    return {
      ...now,
      queuedFiles: Object.fromEntries(
        this.#ports.queueStatus().priorities.map(({ priority, waitingFiles }) => [priority, waitingFiles]),
      ),
      workers: states,
      slots: sum(runtimes, ({ slots }) => slots),
      workerMemoryBytes: Object.fromEntries(runtimes.map(({ id, rssBytes }) => [id, rssBytes])),
      cacheEntries: entries,
      cacheBytes: bytes,
      machines: this.#ports.machines().map(machineGauges),
    };
  }

  /** Values by the names of their series in the contract. */
  historyValues(): Readonly<Record<Answers['system']['history']['name'], number>> {
    const { filesPerS, bytesPerS, busySlots } = this.now();
    const { hitsUnchanged, hitsMoved, misses } = this.#ports.cacheStatistics();
    const hits = hitsUnchanged + hitsMoved;
    return {
      'files-per-s': filesPerS,
      'bytes-per-s': bytesPerS,
      'busy-slots': busySlots,
      'cache-hit-rate': hits === 0 ? 0 : hits / (hits + misses),
      'worker-memory': sum(this.#ports.runtimes(), ({ rssBytes }) => rssBytes),
    };
  }

  alertSnapshot(): AlertSnapshot {
    const { runtimes, fileAt, disk, dataFolder, nowMs } = this.#ports;
    const space = disk();
    return {
      nowMs: nowMs(),
      jobs: this.progress.map(({ jobId, counts }) => ({ jobId, done: counts.done, failed: counts.failed })),
      waitingFiles: this.waitingFiles(),
      runtimes: runtimes(),
      machines: this.#ports.machines(),
      disk: space === undefined ? undefined : { ...space, folder: dataFolder },
      reading: runtimes().flatMap(({ id, reading }) =>
        reading.flatMap(({ itemId, sinceMs }) => {
          const file = fileAt(id, itemId);
          return file === undefined
            ? []
            : [{ jobId: file.jobId, itemId, path: displayPath(file.path), worker: id, sinceMs }];
        }),
      ),
    };
  }
}

function sum<T>(of: readonly T[], value: (each: T) => number): number {
  return of.reduce((total, each) => total + value(each), 0);
}

function machineGauges({ state, ...machine }: Machine): MachineGauges {
  const { name, slots, busySlots, filesDone, failures, sentBytes, delayMs } = machine;
  return { name, isUp: state === 'ready', slots, busySlots, filesDone, failures, sentBytes, delayMs };
}

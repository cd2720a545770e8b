import type { LogChoice } from '../../log/read-log.ts';
import type { Answers } from '../answers.ts';
import type { Backups } from './backups.ts';
import { shippedPackages } from './shipped-packages.ts';

type Answer = Answers['system'];

/** What is read off now. */
export interface SystemNow {
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  readonly eventLoopP99Ms: number;
  readonly cpuShare: number;
  readonly filesPerS: number;
  readonly bytesPerS: number;
  readonly queuedFiles: number;
  readonly runtimes: number;
  readonly busySlots: number;
  readonly subscribers: number;
  readonly runningJobs: number;
}

export interface SystemServicePorts {
  readonly version: string;
  readonly exiftoolVersion: string;
  readonly dataFolder: string;
  readonly startedAtMs: number;
  readonly nowMs: () => number;
  readonly now: () => SystemNow;
  readonly diskFreeBytes: () => Promise<number>;
  readonly databaseBytes: () => Promise<number>;
  readonly alerts: () => Answer['alerts']['alerts'];
  readonly history: (name: Answer['history']['name'], fromMs: number, toMs: number) => Answer['history'];
  readonly readLog: (choice: LogChoice) => Promise<Answer['logs']['lines']>;
  readonly backups: Backups;
  readonly backupsKept: () => number;
  /** What the build has written down of the licences. */
  readonly licencesFile: string;
}

const HISTORY_BY_DEFAULT_MS = 3_600_000;

export class SystemService {
  readonly #ports: SystemServicePorts;

  constructor(ports: SystemServicePorts) {
    this.#ports = ports;
  }

  async licences(): Promise<Answer['licences']> {
    return { packages: await shippedPackages(this.#ports.licencesFile) };
  }

  async health(): Promise<Answer['health']> {
    const { version, exiftoolVersion, dataFolder, startedAtMs } = this.#ports;
    const alerts = this.#ports.alerts();
    return {
      status: alerts.length === 0 ? 'ok' : 'degraded',
      version,
      upSince: new Date(startedAtMs).toISOString(),
      dataFolder,
      diskFreeBytes: await this.#ports.diskFreeBytes(),
      databaseBytes: await this.#ports.databaseBytes(),
      exiftool: exiftoolVersion,
      runningJobs: this.#ports.now().runningJobs,
      alerts,
    };
  }

  metrics(): Answer['metrics'] {
    const now = this.#ports.now();
    const { rssBytes, heapUsedBytes, eventLoopP99Ms, cpuShare } = now;
    return {
      at: new Date(this.#ports.nowMs()).toISOString(),
      process: { rssBytes, heapUsedBytes, eventLoopP99Ms, cpuShare },
      filesPerS: now.filesPerS,
      bytesPerS: now.bytesPerS,
      queuedFiles: now.queuedFiles,
      runtimes: now.runtimes,
      busySlots: now.busySlots,
      subscribers: now.subscribers,
    };
  }

  history(name: Answer['history']['name'], from: string | undefined, to: string | undefined): Answer['history'] {
    const toMs = to === undefined ? this.#ports.nowMs() : Date.parse(to);
    return this.#ports.history(name, from === undefined ? toMs - HISTORY_BY_DEFAULT_MS : Date.parse(from), toMs);
  }

  alerts(): Answer['alerts'] {
    return { alerts: this.#ports.alerts() };
  }

  async logs(choice: LogChoice): Promise<Answer['logs']> {
    return { lines: await this.#ports.readLog(choice) };
  }

  backups(): Answer['backups'] {
    return { backups: this.#ports.backups.list().map(backupView) };
  }

  async backUp(): Promise<Answer['backUp']> {
    return backupView(await this.#ports.backups.make(this.#ports.backupsKept()));
  }
}

function backupView({ name, bytes, atMs }: ReturnType<Backups['list']>[number]): Answer['backUp'] {
  return { name, bytes, at: new Date(atMs).toISOString() };
}

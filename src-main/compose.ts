import { hostname } from 'node:os';
import { join } from 'node:path';
import type { LaunchRuntime } from '../src-worker/supervisor/launcher.ts';
import type { LogLine } from '../src-protocol/model/log-line.ts';
import type { ExtractorDescription } from '../src-protocol/model/extraction.ts';
import type { Settings } from '../src-protocol/contract/settings.ts';
import { DEFAULT_SETTINGS } from '../src-protocol/contract/settings.ts';
import { describeExtractors } from '../src-worker/extractors/registry.ts';
import { observedStores, type StoreObserver } from './api/metrics/observed-stores.ts';
import { Cleanup } from './cleanup.ts';
import { listFileOf } from './config/data-folder.ts';
import { linkTiming } from './config/link-timing.ts';
import type { CoordinatorEvents } from './coordinator/coordinator-events.ts';
import { Coordinator } from './coordinator/coordinator.ts';
import type { CacheLimits, Intake, Log } from './coordinator/ports.ts';
import { createIntake } from './intake/intake.ts';
import { joinPools } from './links/joined-pools.ts';
import type { LanSettings } from './links/lan/lan-workers.ts';
import { LanWorkers } from './links/lan/lan-workers.ts';
import { localWorkers } from './links/local-workers.ts';
import type { ScalableWorkers } from './links/scalable-workers.ts';
import type { LogLevel } from './log/file-log.ts';
import { createFileLog } from './log/file-log.ts';
import { tellLog } from './log/told-log.ts';
import type { Store, StoreThreads } from './store/store.ts';
import { CacheKeeper } from './store/cache-keeper.ts';
import { openStore } from './store/store.ts';

export interface EngineOptions {
  readonly dataFolder: string;
  /** What this process does, for the message that a second one gets. */
  readonly command: string;
  readonly logLevel: LogLevel;
  /** Files that are read at the same time; with `layout`, as that says. */
  readonly slots: number;
  /** Slots of each runtime, where runtimes are to come and go. */
  readonly layout?: readonly number[];
  /** A worker process with more resident memory is replaced. */
  readonly memoryLimitBytes: number;
  /** Read anew whenever they matter, so that they can change. */
  readonly cacheLimits: CacheLimits;
  /** Told of every line of the log. */
  readonly onLogLine?: (line: LogLine) => void;
  /** Told of all that is counted. */
  readonly observer?: StoreObserver;
  readonly launch: LaunchRuntime;
  /** Other computers that work for this one; without it none do. */
  readonly machines?: MachineOptions;
  readonly threads: EngineThreads;
  readonly events: CoordinatorEvents;
}

export interface MachineOptions {
  /** Read anew whenever they matter. */
  readonly settings: () => Pick<Settings, 'machines' | 'runtimes'>;
  /** Version of the program. */
  readonly program: string;
  /** Without it they are only looked at, and others are paired with. */
  readonly connects: boolean;
}

/** The scripts of the threads. */
export interface EngineThreads extends StoreThreads {
  readonly crawl: string;
}

export interface Engine extends AsyncDisposable {
  readonly store: Store;
  readonly coordinator: Coordinator;
  /** Of this computer. */
  readonly workers: ScalableWorkers;
  readonly machines: LanWorkers;
  readonly intake: Intake;
  readonly extractors: readonly ExtractorDescription[];
  readonly log: Log;
}

const NO_MACHINES: MachineOptions = { settings: () => DEFAULT_SETTINGS, program: '', connects: false };

export const DEFAULT_CACHE_LIMITS: CacheLimits = { ttlMs: 365 * 86_400_000, maxBytes: 20_000_000_000 };

/** Wires the whole program together, by hand, here and nowhere else. */
export async function composeEngine(options: EngineOptions): Promise<Engine> {
  const nowMs = () => Date.now();
  const { dataFolder, command, threads } = options;
  const opened = new Cleanup();
  const store = opened.use(openStore({ dataFolder, command, nowMs, threads }));
  try {
    const fileLog = createFileLog(join(dataFolder, 'logs', 'metaextract.log'), options.logLevel);
    const log = options.onLogLine === undefined ? fileLog : tellLog(fileLog, options.onLogLine);
    const keeper = new CacheKeeper(store.cache, options.cacheLimits, log);
    const stores = { items: store.items, records: store.records };
    const workers = localWorkers(options);
    const intake = createIntake(threads.crawl);
    const extractors = await describeExtractors(process.env);
    const machines = opened.use(await openMachines(options, store, extractors, log, () => coordinator));
    const coordinator: Coordinator = new Coordinator(
      {
        ...(options.observer === undefined ? stores : observedStores(stores, options.observer)),
        jobs: store.jobs,
        machines: store.machines,
        intake,
        workers: joinPools(workers, machines, log),
        extractors,
        listFileOf: (job) => listFileOf(dataFolder, job),
        clock: { nowMs },
        log,
        cacheLimits: options.cacheLimits,
        random: Math.random,
      },
      {
        ...options.events,
        onEnd: (job, progress) => {
          keeper.afterJob(job, progress);
          options.events.onEnd(job, progress);
        },
      },
    );
    return {
      store,
      coordinator,
      workers,
      machines,
      intake,
      extractors,
      log,
      [Symbol.asyncDispose]: async () => {
        await coordinator[Symbol.asyncDispose]();
        await keeper[Symbol.asyncDispose]();
        await store[Symbol.asyncDispose]();
        fileLog[Symbol.dispose]();
      },
    };
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

function openMachines(
  { dataFolder, machines }: EngineOptions,
  { machines: statistics }: Store,
  extractors: readonly ExtractorDescription[],
  log: Log,
  coordinator: () => Coordinator,
): Promise<LanWorkers> {
  const { settings, program, connects } = machines ?? NO_MACHINES;
  return LanWorkers.open({
    dataFolder,
    name: hostname(),
    program,
    extractors,
    connects,
    settings: lanSettingsOf(settings),
    rootOf: (folder) => coordinator().rootOf(folder),
    hasWorkFor: (machine) => coordinator().hasWorkFor(machine),
    statistics: {
      ...statistics,
      remove: (name) => {
        coordinator().speeds.forget(name);
        statistics.remove(name);
      },
    },
    log,
    nowMs: () => Date.now(),
    steadyMs: () => performance.now(),
  });
}

/** Asked for each file that is leased: they are made anew only where a setting has changed. */
function lanSettingsOf(settings: MachineOptions['settings']): () => LanSettings {
  let from: ReturnType<MachineOptions['settings']> | undefined;
  let made: LanSettings | undefined;
  return () => {
    const now = settings();
    if (made !== undefined && now === from) return made;
    from = now;
    made = { ...now.machines, memoryLimitBytes: now.runtimes.memoryLimitBytes, timing: linkTiming(now.machines) };
    return made;
  };
}

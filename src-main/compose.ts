import { join } from 'node:path';
import type { LaunchRuntime } from '../src-worker/supervisor/launcher.ts';
import type { LogLine } from '../src-protocol/contract/system.ts';
import type { ExtractorDescription } from '../src-protocol/model/extraction.ts';
import { describeExtractors } from '../src-worker/extractors/registry.ts';
import { observedStores, type StoreObserver } from './api/metrics/observed-stores.ts';
import { listFileOf } from './config/data-folder.ts';
import type { CoordinatorEvents } from './coordinator/coordinator-events.ts';
import { Coordinator } from './coordinator/coordinator.ts';
import type { CacheLimits, Intake, Log } from './coordinator/ports.ts';
import { createIntake } from './intake/intake.ts';
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
  readonly threads: EngineThreads;
  readonly events: CoordinatorEvents;
}

/** The scripts of the threads. */
export interface EngineThreads extends StoreThreads {
  readonly crawl: string;
}

export interface Engine extends AsyncDisposable {
  readonly store: Store;
  readonly coordinator: Coordinator;
  readonly workers: ScalableWorkers;
  readonly intake: Intake;
  readonly extractors: readonly ExtractorDescription[];
  readonly log: Log;
}

export const DEFAULT_CACHE_LIMITS: CacheLimits = { ttlMs: 365 * 86_400_000, maxBytes: 20_000_000_000 };

/** Wires the whole program together, by hand, here and nowhere else. */
export async function composeEngine(options: EngineOptions): Promise<Engine> {
  const nowMs = () => Date.now();
  const { dataFolder, command, threads } = options;
  const store = openStore({ dataFolder, command, nowMs, threads });
  try {
    const fileLog = createFileLog(join(dataFolder, 'logs', 'metaextract.log'), options.logLevel);
    const log = options.onLogLine === undefined ? fileLog : tellLog(fileLog, options.onLogLine);
    const keeper = new CacheKeeper(store.cache, options.cacheLimits, log);
    const stores = { items: store.items, records: store.records };
    const workers = localWorkers(options);
    const intake = createIntake(threads.crawl);
    const extractors = await describeExtractors(process.env);
    const coordinator = new Coordinator(
      {
        ...(options.observer === undefined ? stores : observedStores(stores, options.observer)),
        jobs: store.jobs,
        intake,
        workers,
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
    await store[Symbol.asyncDispose]();
    throw error;
  }
}

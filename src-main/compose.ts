import { join } from 'node:path';
import type { LaunchRuntime } from '../src-worker/supervisor/launcher.ts';
import { describeExtractors } from '../src-worker/extractors/registry.ts';
import type { CoordinatorEvents } from './coordinator/coordinator.ts';
import { Coordinator } from './coordinator/coordinator.ts';
import type { CacheLimits, Log } from './coordinator/ports.ts';
import { createIntake } from './intake/intake.ts';
import { localWorkers } from './links/local-workers.ts';
import type { LogLevel } from './log/file-log.ts';
import { createFileLog } from './log/file-log.ts';
import type { Store, StoreThreads } from './store/store.ts';
import { CacheKeeper } from './store/cache-keeper.ts';
import { openStore } from './store/store.ts';

export interface EngineOptions {
  readonly dataFolder: string;
  /** What this process does, for the message that a second one gets. */
  readonly command: string;
  readonly logLevel: LogLevel;
  /** Files that are read at the same time. */
  readonly slots: number;
  /** A worker process with more resident memory is replaced. */
  readonly memoryLimitBytes: number;
  readonly cacheLimits: CacheLimits;
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
  readonly log: Log;
}

export const DEFAULT_CACHE_LIMITS: CacheLimits = { ttlMs: 365 * 86_400_000, maxBytes: 20_000_000_000 };

/** Wires the whole program together, by hand, here and nowhere else. */
export async function composeEngine(options: EngineOptions): Promise<Engine> {
  const nowMs = () => Date.now();
  const { dataFolder, command, threads } = options;
  const store = openStore({ dataFolder, command, nowMs, threads });
  try {
    const log = createFileLog(join(options.dataFolder, 'logs', 'metaextract.log'), options.logLevel);
    const keeper = new CacheKeeper(store.cache, options.cacheLimits, log);
    const coordinator = new Coordinator(
      {
        items: store.items,
        records: store.records,
        jobs: store.jobs,
        intake: createIntake(options.threads.crawl),
        workers: localWorkers(options),
        extractors: await describeExtractors(process.env),
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
      log,
      [Symbol.asyncDispose]: async () => {
        await coordinator[Symbol.asyncDispose]();
        await keeper[Symbol.asyncDispose]();
        await store[Symbol.asyncDispose]();
        log[Symbol.dispose]();
      },
    };
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw error;
  }
}

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
import type { Store } from './store/store.ts';
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
  /** The script of the crawl thread. */
  readonly crawlThread: string;
  readonly events: CoordinatorEvents;
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
  const store = openStore({ dataFolder: options.dataFolder, command: options.command, nowMs });
  try {
    const log = createFileLog(join(options.dataFolder, 'logs', 'metaextract.log'), options.logLevel);
    const coordinator = new Coordinator(
      {
        items: store.items,
        records: store.records,
        jobs: store.jobs,
        intake: createIntake(options.crawlThread),
        workers: localWorkers(options),
        extractors: await describeExtractors(process.env),
        clock: { nowMs },
        log,
        cacheLimits: options.cacheLimits,
        random: Math.random,
      },
      options.events,
    );
    return {
      store,
      coordinator,
      log,
      [Symbol.asyncDispose]: async () => {
        await coordinator[Symbol.asyncDispose]();
        store[Symbol.dispose]();
        log[Symbol.dispose]();
      },
    };
  } catch (error) {
    store[Symbol.dispose]();
    throw error;
  }
}

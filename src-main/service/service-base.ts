import type { LaunchRuntime } from '../../src-worker/supervisor/launcher.ts';
import type { EventHub } from '../api/events/event-hub.ts';
import type { StoreObserver } from '../api/metrics/observed-stores.ts';
import type { Cleanup } from '../cleanup.ts';
import type { Engine, EngineThreads } from '../compose.ts';
import type { SettingsFile } from '../config/settings-file.ts';
import type { LogLevel } from '../log/file-log.ts';
import type { LoadSampler } from '../resources/load-sampler.ts';

export interface ServiceOptions {
  readonly dataFolder: string;
  /** What this process does, for the message that a second one gets. */
  readonly command: string;
  readonly version: string;
  readonly logLevel: LogLevel;
  readonly threads: ServiceThreads;
  readonly launch: LaunchRuntime;
  /** Folders that may be read; null: all. */
  readonly roots: readonly string[] | null;
  /** Whether it works on jobs. One that does not only answers, and stores jobs for one that does. */
  readonly works: boolean;
  /** Cores that are left to the person where nobody has set it. */
  readonly leaveCores: number;
  /** Told of all that is recorded. */
  readonly observer?: StoreObserver;
}

/** The scripts of the threads. */
export interface ServiceThreads extends EngineThreads {
  readonly export: string;
}

/** What the parts of a service stand on. */
export interface ServiceBase {
  readonly options: ServiceOptions;
  readonly settings: SettingsFile;
  readonly events: EventHub;
  readonly load: LoadSampler;
  readonly engine: Engine;
  /** For what has to be ended with the service. */
  readonly cleanup: Cleanup;
}

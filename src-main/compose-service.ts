import { tokenControl } from './api/auth/token-control.ts';
import type { TokenStore } from './api/auth/token-store.ts';
import { EventHub } from './api/events/event-hub.ts';
import type { ExportService } from './api/exports/export-service.ts';
import { presentState } from './api/live/present-state.ts';
import type { Gauges } from './api/metrics/metrics.ts';
import { createRouter } from './api/router/router.ts';
import type { UploadSpool } from './api/uploads/upload-spool.ts';
import { Cleanup } from './cleanup.ts';
import type { Engine, EngineOptions } from './compose.ts';
import { composeEngine } from './compose.ts';
import { liveCacheLimits } from './config/live-cache-limits.ts';
import { SettingsFile } from './config/settings-file.ts';
import type { Coordinator } from './coordinator/coordinator.ts';
import type { Log } from './coordinator/ports.ts';
import { scalableLayout } from '../src-worker/supervisor/runtime-layout.ts';
import { LoadSampler } from './resources/load-sampler.ts';
import { systemSources } from './resources/system-sources.ts';
import { AppliedSettings } from './service/applied-settings.ts';
import { startChores } from './service/chores.ts';
import { engineEvents } from './service/engine-events.ts';
import type { ResourceWatch } from './service/resource-watch.ts';
import { watchResources } from './service/resource-watch.ts';
import type { ServiceBase, ServiceOptions } from './service/service-base.ts';
import type { Services } from './service/services.ts';
import { composeServices } from './service/services.ts';
import { JobTraces } from './tracing/job-traces.ts';
import { startTracing } from './tracing/start-tracing.ts';

/** The engine with all that can be asked of it, for whichever host carries the calls. */
export interface Service extends AsyncDisposable {
  /** The contract, implemented. */
  readonly router: ReturnType<typeof createRouter>;
  /** Tells how running jobs stand, and what happens from then on: `subscribe`. */
  readonly events: EventHub;
  /** `fileOf` has the file of a complete export. */
  readonly exports: ExportService;
  readonly uploads: UploadSpool;
  readonly tokens: TokenStore;
  readonly coordinator: Coordinator;
  readonly log: Log;
  /** Goes on with all that was running or waited when the program ended. */
  resumeJobs(): Promise<void>;
  /** What a server tells of itself, as it stands now. */
  gauges(): Gauges;
  /** Why it should not be given work now. */
  notReady(): string | undefined;
  /** Where the file of a result is, in the form of path-codec.ts; undefined where there is no such result. */
  pathOfResult(jobId: number, itemId: number): Promise<string | undefined>;
}

/** Opens the data folder and starts all that belongs to it; jobs go on with `resumeJobs`. */
export async function composeService(options: ServiceOptions): Promise<Service> {
  const cleanup = new Cleanup();
  try {
    return await compose(options, cleanup);
  } catch (error) {
    await cleanup[Symbol.asyncDispose]();
    throw error;
  }
}

async function compose(options: ServiceOptions, cleanup: Cleanup): Promise<Service> {
  const settings = new SettingsFile(options.dataFolder, { runtimes: { leaveCores: options.leaveCores } });
  const load = cleanup.use(await LoadSampler.start(systemSources()));
  const events = new EventHub(() => presentState(watch.monitor, services));
  const told = engineEvents(events, await jobTraces(options.version, cleanup), () => ({ ...watch, ...services }));
  const engine: Engine = cleanup.use(
    await composeEngine({ ...engineOptions(options, settings, events), events: told }),
  );
  const base: ServiceBase = { options, settings, events, load, engine, cleanup };
  const watch: ResourceWatch = watchResources(base);
  const applied = cleanup.use(new AppliedSettings(settings, engine.coordinator, engine.workers));
  const services: Services = composeServices(base, watch, applied);
  if (options.works) await startChores(base, watch, services);
  return serviceOf(base, watch, services);
}

async function jobTraces(version: string, cleanup: Cleanup): Promise<JobTraces | undefined> {
  const tracing = await startTracing(process.env, version);
  return tracing && new JobTraces(cleanup.use(tracing).tracer);
}

function engineOptions(
  { dataFolder, command, version, works, logLevel, launch, threads, observer }: ServiceOptions,
  settings: SettingsFile,
  events: EventHub,
): Omit<EngineOptions, 'events'> {
  const { runtimes } = settings.get();
  return {
    dataFolder,
    command,
    logLevel,
    launch,
    threads,
    slots: 1,
    layout: scalableLayout(runtimes),
    memoryLimitBytes: runtimes.memoryLimitBytes,
    cacheLimits: liveCacheLimits(settings),
    machines: { settings: () => settings.get(), program: version, connects: works },
    ...(observer && { observer }),
    onLogLine: (line) => {
      if (events.wants('log')) events.publish({ kind: 'log', line });
    },
  };
}

function serviceOf(base: ServiceBase, { disk, monitor }: ResourceWatch, services: Services): Service {
  const { settings, events, engine, cleanup } = base;
  const { coordinator, store, log } = engine;
  const { exports, uploads, tokens } = services;
  return {
    router: createRouter({
      ...services,
      questions: store.questions,
      queueStatus: () => coordinator.queueStatus(),
      events,
      tokens: tokenControl(tokens),
      settings,
    }),
    events,
    exports,
    uploads,
    tokens,
    coordinator,
    log,
    resumeJobs: async () => {
      await disk.look(); // not for a second and a half onto a full disk
      coordinator.resumeAll();
    },
    gauges: () => monitor.gauges(),
    notReady: () => disk.reason,
    pathOfResult: (jobId, itemId) => store.questions.resultPath(jobId, itemId),
    [Symbol.asyncDispose]: () => cleanup[Symbol.asyncDispose](),
  };
}

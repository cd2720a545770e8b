import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { MetaExtractClient } from '../src-client/client.ts';
import type { Event } from '../src-protocol/contract/events.ts';
import type { JobRequest } from '../src-protocol/contract/jobs.ts';
import type { Settings } from '../src-protocol/contract/settings.ts';
import { extractionKey } from '../src-protocol/model/extraction.ts';
import type { LaunchRuntime } from '../src-worker/supervisor/launcher.ts';
import { browseFolder } from './api/auth/browse-folder.ts';
import { PathGuard } from './api/auth/path-guard.ts';
import { TokenStore } from './api/auth/token-store.ts';
import { CacheService } from './api/cache/cache-service.ts';
import { DataService } from './api/data/data-service.ts';
import { EventHub } from './api/events/event-hub.ts';
import { ExportService } from './api/exports/export-service.ts';
import { callFault } from './api/http/call-fault.ts';
import { serveApi } from './api/http/serve-api.ts';
import { JobService } from './api/jobs/job-service.ts';
import { Monitor } from './api/live/monitor.ts';
import { Publisher } from './api/live/publisher.ts';
import { WorkerFeed } from './api/live/worker-feed.ts';
import { Metrics } from './api/metrics/metrics.ts';
import { createRouter } from './api/router/router.ts';
import { downloadRoute } from './api/routes/download-route.ts';
import { healthRoutes } from './api/routes/health-routes.ts';
import { BackupSchedule } from './api/system/backup-schedule.ts';
import { Backups } from './api/system/backups.ts';
import { HistorySampler } from './api/system/history-sampler.ts';
import { SystemService } from './api/system/system-service.ts';
import { uploadRoute } from './api/uploads/upload-route.ts';
import { UploadSpool } from './api/uploads/upload-spool.ts';
import { ClusterService } from './api/workers/cluster-service.ts';
import { WorkerService } from './api/workers/worker-service.ts';
import { Cleanup } from './cleanup.ts';
import type { Engine, EngineThreads } from './compose.ts';
import { composeEngine } from './compose.ts';
import { backupFolder, sourceListFile } from './config/data-folder.ts';
import { announceServer } from './config/server-file.ts';
import { SettingsFile } from './config/settings-file.ts';
import { DurationModel } from './coordinator/duration-model.ts';
import { LEASE_TARGET_MS } from './coordinator/lease-planner.ts';
import type { CacheLimits, StoredJob } from './coordinator/ports.ts';
import { scalableLayout } from './links/runtime-layout.ts';
import type { LogLevel } from './log/file-log.ts';
import { readLog } from './log/read-log.ts';
import { adviceFor } from './resources/advice.ts';
import { AlertWatch } from './resources/alert-watch.ts';
import { Autoscaler } from './resources/autoscaler.ts';
import { DiskGuard, diskSpace } from './resources/disk-guard.ts';
import { LoadSampler } from './resources/load-sampler.ts';
import { systemSources } from './resources/system-sources.ts';
import { JobTraces } from './tracing/job-traces.ts';
import { startTracing } from './tracing/start-tracing.ts';

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
}

/** The scripts of the threads. */
export interface ServiceThreads extends EngineThreads {
  readonly export: string;
}

const DAY_MS = 86_400_000;
const ALERTS_INTERVAL_MS = 2_000;
/** More than anybody has submitted while no server was running. */
const QUEUED_JOBS_MAX = 100_000;
const UPLOAD_TTL_MS = 7 * DAY_MS;
const UPLOAD_FILES_MAX = 1_000_000;
const UPLOAD_BYTES_MAX = 1e12;
const UPLOAD_LEFT_FREE_BYTES = 2e9;

type Service = Awaited<ReturnType<typeof composeService>>;

/** The engine with all that can be asked of it; see serveService for the carriers. */
async function composeService(options: ServiceOptions) {
  const { dataFolder, roots, threads } = options;
  const nowMs = () => Date.now();
  const startedAtMs = nowMs();
  const settings = new SettingsFile(dataFolder, { runtimes: { leaveCores: options.leaveCores } });
  const cleanup = new Cleanup();
  try {
    const load = cleanup.use(await LoadSampler.start(systemSources()));
    const events = new EventHub(() => present());
    const tracing = await startTracing(process.env, options.version);
    if (tracing !== undefined) cleanup.use(tracing);
    const traces = tracing && new JobTraces(tracing.tracer);
    const metrics: Metrics = new Metrics(() => monitor.gauges());
    const engine: Engine = cleanup.use(
      await composeEngine({
        dataFolder,
        command: options.command,
        logLevel: options.logLevel,
        slots: 1,
        layout: layoutOf(settings.get()),
        memoryLimitBytes: settings.get().runtimes.memoryLimitBytes,
        cacheLimits: liveCacheLimits(settings),
        launch: options.launch,
        threads,
        observer: metrics,
        onLogLine: (line) => {
          if (events.wants('log')) events.publish({ kind: 'log', line });
        },
        events: {
          onProgress: (progress) => {
            monitor.onProgress(progress);
            publisher.progress(progress);
          },
          onEnd: (job, progress) => {
            monitor.onEnd(job.id);
            jobs.noteCounts(job.id, progress.counts);
          },
          onJob: (job) => {
            traces?.onJob(job);
            jobs.noteCounts(job.id, undefined); // they are told once more at its end
            if (job.state === 'running') autoscaler.look();
            publisher.job(job.id);
          },
          ...(traces && {
            onSpan: (span) => {
              traces.onSpan(span);
            },
          }),
          wantsItems: (jobId) => events.wants('items', jobId),
          onItems: (jobId, items) => {
            events.publish({ kind: 'items', jobId, items: [...items] });
          },
          onExtractorSetAside: () => undefined, // the log has it, and the alerts
        },
      }),
    );
    const { coordinator, store, workers, log } = engine;

    const disk = cleanup.use(
      new DiskGuard({
        folder: dataFolder,
        limits: () => settings.get().disk,
        onHold: (reason) => {
          coordinator.hold(reason);
        },
      }),
    );
    const monitor: Monitor = new Monitor({
      queueStatus: () => coordinator.queueStatus(),
      leases: () => coordinator.leases(),
      runtimes: () => workers.runtimes(),
      load: () => load.latest,
      cacheStatistics: () => store.cacheStatistics(),
      subscribers: () => events.subscribers,
      disk: () => disk.space,
      dataFolder,
      nowMs,
    });
    const autoscaler: Autoscaler = cleanup.use(
      new Autoscaler({
        workers,
        // what is held could not be leased, however many there were
        queue: () => ({ waitingFiles: disk.reason === undefined ? monitor.waitingFiles() : 0, predictedMs: 0 }),
        load: () => load.latest,
        limits: () => settings.get().runtimes,
      }),
    );
    const uploads = new UploadSpool({
      folder: join(dataFolder, 'uploads'),
      maxFiles: UPLOAD_FILES_MAX,
      maxBytes: UPLOAD_BYTES_MAX,
      minFreeDiskBytes: UPLOAD_LEFT_FREE_BYTES,
      ttlMs: UPLOAD_TTL_MS,
    });
    await uploads.sweep();
    const guard = new PathGuard(roots === null ? null : [...roots, join(dataFolder, 'uploads')]);
    const jobs: JobService = new JobService({
      control: coordinator,
      jobs: {
        get: (jobId) => store.jobs.get(jobId),
        list: ({ limit, before, state }) => store.jobs.list(limit, before, state),
      },
      countsOf: (jobId) => store.questions.jobCounts(jobId),
      listFileOf: (job) => listFileOf(dataFolder, job),
      checkRequest: (request) => {
        checkRequest(guard, request);
      },
      startsJobs: options.works,
    });
    const publisher: Publisher = new Publisher(events, jobs);
    const cache = new CacheService({
      statistics: () => store.cacheStatistics(),
      days: (days) => store.cacheDays(days),
      keeping: store.cache,
      settings: () => settings.get().cache,
      onChange: (statistics) => {
        events.publish({ kind: 'cache', cache: statistics });
      },
    });
    const exports = cleanup.use(
      new ExportService({
        dataFolder,
        threadFile: threads.export,
        itemsOf: async (jobId, filter) => (await store.questions.resultItems(jobId, filter)) ?? new Float64Array(),
        resultsOf: async (jobId) => (await store.questions.jobCounts(jobId)).done,
        nowMs,
      }),
    );
    const data = new DataService({
      intake: engine.intake,
      checkRequest: (request) => {
        checkRequest(guard, request);
      },
      browse: (path) => browseFolder(guard, path),
      known: (files, spec) =>
        store.knownFiles(
          files,
          extractionKey(engine.extractors, spec.extraction),
          nowMs() - settings.get().cache.maxAgeDays * DAY_MS,
        ),
      predictor: (profile) => {
        const model = new DurationModel(profile, store.jobs.durations(profile));
        return (file) => model.predictMs(file);
      },
      workers: () => workers.layout.map((slots, at) => ({ id: `local-${(at + 1).toString()}`, slots })),
      leaseMs: LEASE_TARGET_MS,
    });
    const backups = new Backups(backupFolder(dataFolder), (file) => store.backUpTo(file), nowMs);
    const alerts = new AlertWatch();
    const workerService = new WorkerService({ workers, leases: () => coordinator.leases(), nowMs });
    const cluster = new ClusterService({
      workers,
      decision: () => autoscaler.decision,
      load: () => load.latest,
      advice: () => {
        const staying = workers.runtimes().filter(({ isLeaving }) => !isLeaving);
        return adviceFor({
          load: load.latest,
          waitingFiles: monitor.waitingFiles(),
          slots: staying.reduce((sum, { slots }) => sum + slots, 0),
          busySlots: monitor.now().busySlots,
          runtimes: staying.length,
          runtimesMax: workers.layout.length,
          leaveCores: settings.get().runtimes.leaveCores,
        });
      },
      minRuntimes: () => settings.get().runtimes.min,
      setScale: ({ minRuntimes, maxRuntimes }) => {
        workers.setLayout(layoutOf(settings.change({ runtimes: { min: minRuntimes, max: maxRuntimes } })));
      },
      rescale: () => {
        autoscaler.look();
      },
    });
    const system = new SystemService({
      version: options.version,
      exiftoolVersion: engine.extractors.find(({ id }) => id === 'exiftool')?.version ?? 'none',
      dataFolder,
      startedAtMs,
      nowMs,
      now: () => monitor.now(),
      diskFreeBytes: async () => (await diskSpace(dataFolder)).freeBytes,
      databaseBytes: async () => (await stat(store.file)).size,
      alerts: () => alerts.alerts,
      history: (name, fromMs, toMs) => ({
        name,
        points: store.history
          .read(name, fromMs, toMs)
          .map(({ atMs, value, highest }) => ({ at: new Date(atMs).toISOString(), value, highest })),
      }),
      readLog: (choice) => readLog(join(dataFolder, 'logs', 'metaextract.log'), choice),
      backups,
      backupsKept: () => settings.get().backups.keep,
    });
    const tokens = new TokenStore(dataFolder);

    const applySettings = (changed: Settings) => {
      coordinator.configure({
        ageingMs: changed.queue.ageingMinutes * 60_000,
        settleMs: changed.watch.settleS * 1_000,
        lookEveryMs: changed.watch.lookEveryS * 1_000,
      });
      workers.setMemoryLimit(changed.runtimes.memoryLimitBytes);
      const layout = layoutOf(changed);
      if (layout.join() === layoutSet.join()) return; // a runtime that a person has drained stays away
      layoutSet = layout;
      workers.setLayout(layout);
    };
    let layoutSet = layoutOf(settings.get());
    applySettings(settings.get());
    cleanup.use(settings.onChange(applySettings));

    function present(): Event[] {
      return [
        ...monitor.progress.map((progress) => ({ kind: 'progress' as const, progress })),
        ...workerService.list().map((worker) => ({ kind: 'worker' as const, worker })),
      ];
    }

    if (options.works) {
      cleanup.use(new BackupSchedule(backups, () => settings.get().backups, nowMs, log));
      cleanup.use(new HistorySampler(store.history, () => monitor.historyValues(), log));
      cleanup.use(
        every(ALERTS_INTERVAL_MS, () => {
          for (const { alert, over } of alerts.look(monitor.alertSnapshot(), settings.get())) {
            log.warn({ ...alert, over }, over ? 'alert.over' : 'alert.begun');
            events.publish({ kind: 'alert', alert, over });
          }
        }),
      );
      cleanup.use(new WorkerFeed(events, () => workerService.list()));
    }

    const router = createRouter({
      jobs,
      questions: store.questions,
      exports,
      workers: workerService,
      cluster,
      queueStatus: () => coordinator.queueStatus(),
      cache,
      data,
      uploads: {
        create: () => uploads.create(),
        get: (uploadId) => Promise.resolve(uploads.get(uploadId)),
        remove: (uploadId) => uploads.remove(uploadId),
      },
      events,
      system,
      tokens: {
        list: () => [...tokens.list()],
        create: (name, role) => tokens.create(name, role),
        revoke: (tokenId) => {
          if (!tokens.revoke(tokenId)) throw callFault('NOT_FOUND', `There is no token ${tokenId}.`);
        },
      },
      settings,
    });

    return {
      router,
      tokens,
      metrics,
      exports,
      uploads,
      coordinator,
      log,
      /** Goes on with all that was running or waited when the program ended. */
      resumeJobs: async () => {
        await disk.look(); // not for a second and a half onto a full disk
        coordinator.resumeAll((job) => listFileOf(dataFolder, job));
        for (const { id } of store.jobs.list(QUEUED_JOBS_MAX, undefined, 'queued')) coordinator.start(id, undefined);
      },
      /** Why it should not be given work now. */
      notReady: () => disk.reason,
      [Symbol.asyncDispose]: () => cleanup[Symbol.asyncDispose](),
    };
  } catch (error) {
    await cleanup[Symbol.asyncDispose]();
    throw error;
  }
}

export interface ServeOptions extends Omit<ServiceOptions, 'works' | 'command'> {
  /** Where to listen; any but a loopback address asks for tokens. */
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** Names under which the server is reached. */
  readonly allowedHosts: readonly string[];
  /** Whether callers of this computer need a token too. */
  readonly tokenRequired: boolean;
  readonly pageFolder: string;
  readonly docsFolder: string;
}

export interface Served {
  readonly url: string;
  /** Takes no more work, finishes or gives back what is being read, and ends. */
  close(withinMs: number): Promise<void>;
}

/** Works on jobs, and answers over HTTP and WebSocket. */
export async function serveService(options: ServeOptions): Promise<Served> {
  const service = await composeService({ ...options, command: 'serve', works: true });
  const { router, tokens, metrics, exports, uploads, coordinator, log } = service;
  let isEnding = false;
  try {
    await service.resumeJobs();
    const { host, port, allowedHosts, tokenRequired, pageFolder, docsFolder, version } = options;
    const served = await serveApi({
      router,
      host,
      port,
      pageFolder,
      docsFolder,
      version,
      tokens,
      tokenRequired,
      allowedHosts,
      log,
      raw: [
        ...healthRoutes(metrics, () => (isEnding ? 'The server is ending.' : service.notReady())),
        downloadRoute(exports),
        uploadRoute(uploads),
      ],
    });
    const announced = announceServer(options.dataFolder, served.url);
    return {
      url: served.url,
      close: async (withinMs) => {
        isEnding = true;
        const until = performance.now() + withinMs;
        coordinator.hold('The server is ending.');
        while (isReading(coordinator) && performance.now() < until)
          await new Promise((resolve) => setTimeout(resolve, LEASES_LOOK_MS));
        announced[Symbol.dispose]();
        await served.close(Math.max(CLOSE_WITHIN_MS, until - performance.now()));
        await service[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await service[Symbol.asyncDispose]();
    throw error;
  }
}

const LEASES_LOOK_MS = 20;
const CLOSE_WITHIN_MS = 1_000;

function isReading(coordinator: Service['coordinator']): boolean {
  return coordinator.leases().some(({ lease }) => lease !== undefined);
}

export interface LocalClient extends AsyncDisposable {
  readonly client: MetaExtractClient;
}

/** The same calls on a data folder that no server has, answered by this process. It works on no jobs. */
export async function openLocalClient(
  options: Pick<ServiceOptions, 'dataFolder' | 'version' | 'threads' | 'launch'>,
): Promise<LocalClient> {
  const service = await composeService({
    ...options,
    command: 'command',
    logLevel: 'info',
    roots: null,
    works: false,
    leaveCores: 1,
  });
  const context = {
    caller: { role: 'admin', name: 'command' },
    carrier: { kind: 'port', backlogBytes: () => 0 },
  } as const;
  return {
    client: inProcess(createRouterClient(service.router, { context })),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}

/** All that the contract has is JSON, so that what is not carried at all is the same. */
function inProcess(client: unknown): MetaExtractClient {
  return client as MetaExtractClient;
}

function layoutOf({ runtimes }: Settings): number[] {
  return scalableLayout(runtimes, availableParallelism());
}

/** As the settings have them whenever they are read. */
function liveCacheLimits(settings: SettingsFile): CacheLimits {
  return {
    get ttlMs() {
      return settings.get().cache.maxAgeDays * DAY_MS;
    },
    get maxBytes() {
      return settings.get().cache.maxBytes;
    },
  };
}

/** Throws where a job has a list of sources that is not there any more. */
function listFileOf(dataFolder: string, { id, spec }: StoredJob): string | undefined {
  if (!spec.listed) return undefined;
  const file = sourceListFile(dataFolder, id);
  if (existsSync(file)) return file;
  throw new Error(`The list of sources of job ${id.toString()} is not there any more. Extract them again.`);
}

/** A link may lead out of the folders that may be read, and the crawl would go there. */
function checkRequest(guard: PathGuard, { sources, followSymlinks }: JobRequest): void {
  for (const source of sources) guard.check(source);
  if (followSymlinks && guard.roots !== null)
    throw callFault(
      'NOT_ALLOWED_PATH',
      'This server follows no links, as they may lead out of the folders that it may read.',
    );
}

function every(intervalMs: number, act: () => void): Disposable {
  const timer = setInterval(act, intervalMs).unref();
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
    },
  };
}

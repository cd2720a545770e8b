import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { extractionKey } from '../../src-protocol/model/extraction.ts';
import { ownResource } from '../../src-worker/file/own-resource.ts';
import { browseFolder } from '../api/auth/browse-folder.ts';
import { PathGuard } from '../api/auth/path-guard.ts';
import { TokenStore } from '../api/auth/token-store.ts';
import { CacheService } from '../api/cache/cache-service.ts';
import { DataService } from '../api/data/data-service.ts';
import { ExportService } from '../api/exports/export-service.ts';
import { JobService } from '../api/jobs/job-service.ts';
import { SourceLists } from '../api/jobs/source-lists.ts';
import { MachineService } from '../api/machines/machine-service.ts';
import { Lanes } from '../api/live/lanes.ts';
import { Publisher } from '../api/live/publisher.ts';
import { Backups } from '../api/system/backups.ts';
import { exiftoolProgram } from '../api/previews/exiftool-program.ts';
import { PreviewService } from '../api/previews/preview-service.ts';
import { SystemService } from '../api/system/system-service.ts';
import { UploadSpool } from '../api/uploads/upload-spool.ts';
import { ClusterService } from '../api/workers/cluster-service.ts';
import { WorkerService } from '../api/workers/worker-service.ts';
import { backupFolder, sourceListFile } from '../config/data-folder.ts';
import { DurationModel } from '../coordinator/duration-model.ts';
import { LEASE_TARGET_MS } from '../coordinator/lease-planner.ts';
import { readLog } from '../log/read-log.ts';
import { AlertWatch } from '../resources/alert-watch.ts';
import { diskSpace } from '../resources/disk-guard.ts';
import type { AppliedSettings } from './applied-settings.ts';
import type { ResourceWatch } from './resource-watch.ts';
import type { ServiceBase } from './service-base.ts';

const DAY_MS = 86_400_000;
const UPLOAD_TTL_MS = 7 * DAY_MS;
const UPLOAD_FILES_MAX = 1_000_000;
const UPLOAD_BYTES_MAX = 1e12;
const UPLOAD_LEFT_FREE_BYTES = 2e9;

export type Services = ReturnType<typeof composeServices>;

/** All that can be asked of an engine, by topic. */
export function composeServices(base: ServiceBase, watch: ResourceWatch, applied: AppliedSettings) {
  const { options, settings, events, engine } = base;
  const { roots, dataFolder } = options;
  const { coordinator, store, workers, machines } = engine;
  const uploadFolder = join(dataFolder, 'uploads');
  const guard = new PathGuard(roots === null ? null : [...roots, uploadFolder]);
  const alerts = new AlertWatch();
  const lanes = new Lanes(events, Date.now);
  const backups = new Backups(backupFolder(dataFolder), (file) => store.backUpTo(file), Date.now);
  return {
    ...jobServices(base, guard),
    lanes,
    cache: new CacheService({
      statistics: () => store.cacheStatistics(),
      days: (days) => store.cacheDays(days),
      keeping: store.cache,
      settings: () => settings.get().cache,
      events,
    }),
    exports: exportService(base),
    data: dataService(base, guard),
    previews: new PreviewService({
      programs: { exiftool: exiftoolProgram(), config: ownResource('exiftool', 'pictures.pl') },
      pathOf: (jobId, itemId) => store.questions.resultPath(jobId, itemId),
      checkPath: (path) => guard.check(path),
    }),
    uploads: new UploadSpool({
      folder: uploadFolder,
      maxFiles: UPLOAD_FILES_MAX,
      maxBytes: UPLOAD_BYTES_MAX,
      minFreeDiskBytes: UPLOAD_LEFT_FREE_BYTES,
      ttlMs: UPLOAD_TTL_MS,
    }),
    workers: new WorkerService({ workers, machines, lanes, leases: () => coordinator.leases(), nowMs: Date.now }),
    machines: new MachineService({
      machines,
      speedOf: (name) => coordinator.speeds.known(name),
      checkPath: (path) => guard.check(path),
    }),
    cluster: clusterService(base, watch, applied),
    system: systemService(base, watch, alerts, backups),
    tokens: new TokenStore(dataFolder),
    alerts,
    backups,
  };
}

function jobServices({ options, events, engine }: ServiceBase, guard: PathGuard) {
  const { coordinator, store, log } = engine;
  const jobs: JobService = new JobService({
    control: coordinator,
    jobs: {
      get: (jobId) => store.jobs.get(jobId),
      list: ({ limit, before, state }) => store.jobs.list(limit, before, state),
    },
    countsOf: (jobId) => store.questions.jobCounts(jobId),
    checkRequest: (request) => guard.checkRequest(request),
    startsJobs: options.works,
    lists: new SourceLists((jobId) => sourceListFile(options.dataFolder, jobId)),
    onDeleted: (jobId) => {
      publisher.deleted(jobId);
    },
  });
  const publisher = new Publisher(events, jobs, log);
  return { jobs, publisher };
}

function exportService({ options, engine, cleanup }: ServiceBase): ExportService {
  const { questions } = engine.store;
  return cleanup.use(
    new ExportService({
      dataFolder: options.dataFolder,
      threadFile: options.threads.export,
      itemsOf: async (jobId, filter) => (await questions.resultItems(jobId, filter)) ?? new Float64Array(),
      resultsOf: async (jobId) => (await questions.jobCounts(jobId)).done,
      nowMs: Date.now,
    }),
  );
}

function dataService({ settings, engine }: ServiceBase, guard: PathGuard): DataService {
  const { store, workers, machines, intake, extractors } = engine;
  return new DataService({
    intake,
    checkRequest: (request) => guard.checkRequest(request),
    browse: (path) => browseFolder(guard, path),
    known: (files, spec) =>
      store.knownFiles(
        files,
        extractionKey(extractors, spec.extraction),
        Date.now() - settings.get().cache.maxAgeDays * DAY_MS,
      ),
    predictor: (profile) => {
      const model = new DurationModel(profile, store.jobs.durations(profile));
      return (file) => model.predictMs(file);
    },
    workers: () => [
      ...workers.layout.map((slots, at) => ({ id: `local-${(at + 1).toString()}`, slots })),
      ...machines.runtimes().map(({ id, slots }) => ({ id, slots })),
    ],
    leaseMs: LEASE_TARGET_MS,
  });
}

function clusterService(
  { settings, load, engine }: ServiceBase,
  { autoscaler }: ResourceWatch,
  applied: AppliedSettings,
): ClusterService {
  return new ClusterService({
    workers: engine.workers,
    decision: () => autoscaler.decision,
    load: () => load.latest,
    waitingFiles: () => engine.coordinator.waitingHere,
    settings: () => settings.get().runtimes,
    setScale: (scale) => {
      applied.setScale(scale);
    },
    rescale: () => {
      autoscaler.look();
    },
  });
}

function systemService(
  { options, settings, engine }: ServiceBase,
  { monitor }: ResourceWatch,
  alerts: AlertWatch,
  backups: Backups,
): SystemService {
  const { version, dataFolder } = options;
  const { store, extractors } = engine;
  return new SystemService({
    version,
    exiftoolVersion: extractors.find(({ id }) => id === 'exiftool')?.version ?? 'none',
    dataFolder,
    startedAtMs: Date.now(),
    nowMs: Date.now,
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
    licencesFile: join(dirname(options.threads.export), '..', 'licences.json'), // both are from one build
  });
}

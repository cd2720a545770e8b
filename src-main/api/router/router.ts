import type { ApiServices } from '../services.ts';
import { cacheRouter } from './cache.ts';
import { dataRouter, uploadsRouter } from './data.ts';
import { eventsRouter } from './events.ts';
import { exportsRouter } from './exports.ts';
import { jobsRouter } from './jobs.ts';
import { machinesRouter } from './machines.ts';
import { procedures } from './procedures.ts';
import { resultsRouter } from './results.ts';
import { settingsRouter, systemRouter } from './system.ts';
import { clusterRouter, queueRouter, workersRouter } from './workers.ts';

/** The whole contract, implemented. */
export function createRouter(services: ApiServices) {
  const { jobs, questions } = services;
  return procedures.router({
    jobs: jobsRouter(jobs, questions),
    results: resultsRouter(jobs, questions, services.previews),
    exports: exportsRouter(jobs, services.exports),
    workers: workersRouter(services.workers),
    machines: machinesRouter(services.machines),
    cluster: clusterRouter(services.cluster),
    queue: queueRouter(services.queueStatus),
    cache: cacheRouter(services.cache),
    data: dataRouter(services.data),
    uploads: uploadsRouter(services.uploads),
    events: eventsRouter(services.events, jobs),
    system: systemRouter(services.system, services.tokens),
    settings: settingsRouter(services.settings),
  });
}

import type { ApiServices, ClusterControl, WorkerControl } from '../services.ts';
import { procedures } from './procedures.ts';

export function workersRouter(workers: WorkerControl) {
  const of = procedures.workers;
  return {
    list: of.list.handler(() => ({ workers: workers.list() })),
    lanes: of.lanes.handler(({ input }) => ({ blocks: workers.lanes(input.minutes, input.job) })),
    pause: of.pause.handler(({ input }) => workers.pause(input.id)),
    resume: of.resume.handler(({ input }) => workers.resume(input.id)),
    drain: of.drain.handler(({ input }) => workers.drain(input.id)),
    restart: of.restart.handler(({ input }) => workers.restart(input.id)),
  };
}

export function clusterRouter(cluster: ClusterControl) {
  const of = procedures.cluster;
  return {
    status: of.status.handler(() => cluster.status()),
    start: of.start.handler(() => cluster.start()),
    stop: of.stop.handler(() => cluster.stop()),
    scale: of.scale.handler(({ input }) => cluster.scale(input)),
  };
}

export function queueRouter(queueStatus: ApiServices['queueStatus']) {
  return { status: procedures.queue.status.handler(() => queueStatus()) };
}

import type { MetaExtractClient } from '../../src-client/client.ts';
import type { Machine } from '../../src-protocol/contract/machines.ts';
import type { Job } from '../../src-protocol/contract/jobs.ts';
import { displayPath } from '../../src-protocol/model/path-codec.ts';
import { bytes, count, duration, percent, timeLeft } from '../../src-protocol/model/words.ts';
import { localTime } from './local-time.ts';
import { table } from './table.ts';
import { onOneLine } from './one-line.ts';

const JOBS_SHOWN = 15;

export type ServerStatus = Awaited<ReturnType<typeof readStatus>>;

/** Everything of interest at a glance. */
export async function readStatus(client: MetaExtractClient) {
  const [health, { jobs }, queue, cluster, { workers }, { machines }, cache] = await Promise.all([
    client.system.health(),
    client.jobs.list({ limit: JOBS_SHOWN }),
    client.queue.status(),
    client.cluster.status(),
    client.workers.list(),
    client.machines.list(),
    client.cache.statistics(),
  ]);
  return { health, jobs, queue, cluster, workers, machines, cache };
}

export function describeStatus(status: ServerStatus): string {
  const { health, jobs, queue, cluster, workers, machines, cache } = status;
  const waiting = queue.priorities.reduce((sum, { waitingFiles }) => sum + waitingFiles, 0);
  const lines = [
    `MetaExtract ${health.version}, up since ${localTime(health.upSince)}; ${bytes(health.diskFreeBytes)} free where the data is`,
    `${count(workers.filter(({ kind }) => kind === 'local').length)} workers, ${count(cluster.busySlots)} of ${count(cluster.slots)} slots busy; ${count(waiting)} files wait`,
    ...(machines.length === 0 ? [] : [`Other computers: ${machines.map(machineState).join(', ')}`]),
    `${count(cache.entries)} files known, ${bytes(cache.bytes)} of at most ${bytes(cache.limits.maxBytes)}`,
    ...health.alerts.map(({ message }) => `! ${message}`),
    ...cluster.advice.map(({ message }) => `  ${message}`),
  ];
  return [...lines, '', jobTable(jobs)].join('\n');
}

function machineState({ name, state, slots, busySlots }: Machine): string {
  return `${name} (${state}, ${count(busySlots)}/${count(slots)} slots busy)`;
}

export function jobTable(jobs: readonly Job[]): string {
  if (jobs.length === 0) return 'There are no jobs yet. Submit one with: metaextract submit <folder>';
  const rows = jobs.map((job) => [
    job.id.toString(),
    job.state,
    job.request.priority,
    count(job.counts.done),
    percent(job.counts.done, job.counts.found),
    count(job.counts.failed),
    job.progress?.eta === undefined ? '' : timeLeft(job.progress.eta),
    job.request.name ?? job.request.sources.map((source) => onOneLine(displayPath(source))).join(', '),
  ]);
  return table(['Job', 'State', 'Priority', 'Done', '', 'Failed', '', 'What'], rows, [0, 3, 4, 5]);
}

export function describeJob(job: Job): string {
  const { counts, progress, request } = job;
  const speed = progress === undefined ? '' : `, ${count(progress.filesPerS)} files/s, ${bytes(progress.bytesPerS)}/s`;
  return [
    `Job ${job.id.toString()}${request.name === undefined ? '' : ` “${request.name}”`} is ${job.state}${job.message === undefined ? '' : `: ${job.message}`}`,
    ...(job.waitingFor === undefined ? [] : [`It waits: ${job.waitingFor}`]),
    ...request.sources.map((source) => `  ${onOneLine(displayPath(source))}`),
    `${count(counts.done)} of ${count(counts.found)} files${job.counting ? ' found so far' : ''} in ${duration(job.activeMs)}${speed}`,
    ...(progress?.eta === undefined ? [] : [timeLeft(progress.eta)]),
    `${count(counts.extracted)} extracted, ${count(counts.noMetadata)} without metadata, ${count(counts.failed)} failed, ${count(counts.skipped)} skipped; ${count(counts.fromCache)} of these from the cache`,
  ].join('\n');
}

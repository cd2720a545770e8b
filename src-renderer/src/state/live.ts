import type { Event } from '../../../src-protocol/contract/events.ts';
import { unreachable } from '../../../src-protocol/model/unreachable.ts';
import type { Client } from '../bridge/connection.ts';
import { dropJob, putJob, putProgress, setJobs } from './jobs.ts';
import { LANES_MINUTES, putLane, setLanes } from './lanes.ts';
import { noteJobChanged, noteResultsChanged } from './queries.ts';
import { dropWorker, putAlert, putWorker, setAlerts, setCache, setWorkers } from './system.ts';

const JOBS_AT_FIRST = 200;
const AGAIN_AFTER_MS = 1_000;
const KINDS = [
  'job',
  'job-deleted',
  'progress',
  'worker',
  'worker-gone',
  'cache',
  'alert',
  'lease',
] as const satisfies readonly Event['kind'][];

/** Keeps what the page shows as it is at the coordinator, until the connection is lost. */
export function follow(client: Client, lost: AbortSignal): void {
  void (async () => {
    while (!lost.aborted) {
      try {
        // first the events, then the whole: what changes in between comes as an event
        const events = await client.events.subscribe({ kinds: [...KINDS] }, { signal: lost });
        await readAll(client);
        for await (const event of events) {
          if (event.kind === 'reset') await readAll(client);
          else take(event);
        }
      } catch {
        // the connection is gone, which ends this, or the server was busy, and is asked again
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  })();
}

async function readAll(client: Client): Promise<void> {
  const [{ jobs }, { workers }, cache, { alerts }, { blocks }] = await Promise.all([
    client.jobs.list({ limit: JOBS_AT_FIRST }),
    client.workers.list(),
    client.cache.statistics(),
    client.system.alerts(),
    client.workers.lanes({ minutes: LANES_MINUTES }),
  ]);
  setJobs(jobs);
  setWorkers(workers);
  setCache(cache);
  setAlerts(alerts);
  setLanes(blocks);
}

function take(event: Exclude<Event, { kind: 'reset' }>): void {
  switch (event.kind) {
    case 'job':
      putJob(event.job);
      noteJobChanged(event.job.id);
      return;
    case 'job-deleted':
      dropJob(event.jobId);
      return;
    case 'progress':
      putProgress(event.progress);
      noteResultsChanged(event.progress.jobId);
      return;
    case 'worker':
      putWorker(event.worker);
      return;
    case 'worker-gone':
      dropWorker(event.workerId);
      return;
    case 'cache':
      setCache(event.cache);
      return;
    case 'alert':
      putAlert(event.alert, event.over);
      return;
    case 'lease':
      putLane(event.block);
      return;
    case 'items':
    case 'log':
      return; // not asked for here; the log's own screen does
    default:
      unreachable(event);
  }
}

import type { Event } from '../../../src-protocol/contract/events.ts';
import { unreachable } from '../../../src-protocol/model/unreachable.ts';
import { hasEnded, JobState } from '../../../src-protocol/model/job.ts';
import type { Client } from '../bridge/connection.ts';
import { dropJob, JOBS_AT_ONCE, putJob, putProgress, setJobs } from './jobs.ts';
import { LANES_MINUTES, putLane, setLanes } from './lanes.ts';
import { noteJobChanged, noteResultsChanged, queries } from './queries.ts';
import { setServerTime } from './server-clock.ts';
import {
  dropMachine,
  dropWorker,
  putAlert,
  putMachine,
  putWorker,
  setAlerts,
  setCache,
  setMachines,
  setWorkers,
} from './system.ts';

const OPEN_STATES = JobState.options.filter((state) => !hasEnded(state));
const AGAIN_AFTER_MS = 1_000;
const KINDS = [
  'job',
  'job-deleted',
  'progress',
  'worker',
  'worker-gone',
  'machine',
  'machine-gone',
  'cache',
  'alert',
  'lease',
] as const satisfies readonly Event['kind'][];

/** Keeps what the page shows as it is at the coordinator, until the connection is lost. */
export function follow(client: Client, lost: AbortSignal): void {
  void (async () => {
    while (!lost.aborted) {
      const turn = new AbortController();
      try {
        // first the events, then the whole: what changes in between comes as an event
        const signal = AbortSignal.any([lost, turn.signal]);
        const events = await client.events.subscribe({ kinds: [...KINDS] }, { signal });
        await readAll(client);
        for await (const event of events) {
          if (event.kind === 'reset') await readAll(client);
          else take(event);
        }
      } catch {
        // the connection is gone, which ends this, or the server was busy, and is asked again
      } finally {
        turn.abort(); // else the server would go on to tell this subscription everything
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  })();
}

async function readAll(client: Client): Promise<void> {
  const [newest, open, { workers }, { machines }, cache, { alerts }, { blocks }] = await Promise.all([
    client.jobs.list({ limit: JOBS_AT_ONCE }),
    // one that watches its folders may be older than the newest
    Promise.all(OPEN_STATES.map((state) => client.jobs.list({ state, limit: JOBS_AT_ONCE }))),
    client.workers.list(),
    client.machines.list(),
    client.cache.statistics(),
    client.system.alerts(),
    client.workers.lanes({ minutes: LANES_MINUTES }),
    client.system.metrics().then(({ at }) => {
      setServerTime(at);
    }),
  ]);
  setJobs(
    newest.jobs,
    open.flatMap(({ jobs }) => jobs),
  );
  setWorkers(workers);
  setMachines(machines);
  setCache(cache);
  setAlerts(alerts);
  setLanes(blocks);
  // what was asked for while nothing was heard may be different by now
  void queries.invalidateQueries();
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
    case 'machine':
      putMachine(event.machine);
      return;
    case 'machine-gone':
      dropMachine(event.machineId);
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

import type { MetaExtractClient } from '../../src-client/client.ts';
import type { Job } from '../../src-protocol/contract/jobs.ts';
import { hasEnded } from '../../src-protocol/model/job.ts';
import { print, printJson } from './print.ts';
import { progressView } from './progress-view.ts';
import { describeJob } from './status-text.ts';

/** Shows a job and, with `watch`, how it goes on until it ends; returns it as it is then. */
export async function watchJob(
  client: MetaExtractClient,
  jobId: number,
  { watch, json }: { readonly watch: boolean; readonly json: boolean },
): Promise<Job> {
  const job = watch ? await follow(client, jobId, json) : await client.jobs.get({ id: jobId });
  if (json) printJson(job);
  else print(describeJob(job));
  return job;
}

async function follow(client: MetaExtractClient, jobId: number, json: boolean): Promise<Job> {
  const stopped = new AbortController();
  const view = progressView(json ? 'json' : 'auto', process.stderr);
  const events = await client.events.subscribe({ job: jobId }, { signal: stopped.signal });
  try {
    // it may have ended before we listened
    let job = await client.jobs.get({ id: jobId });
    if (hasEnded(job.state)) return job;
    for await (const event of events) {
      if (event.kind === 'progress') view.show(event.progress);
      else if (event.kind === 'job') job = event.job;
      else if (event.kind === 'reset') job = await client.jobs.get({ id: jobId });
      if (hasEnded(job.state) || event.kind === 'job-deleted') break;
    }
    return job;
  } finally {
    view.end();
    stopped.abort();
  }
}

import { basename } from 'node:path';
import type { Job } from '../../src-protocol/contract/jobs.ts';

/** What a notification says about a job that has ended. */
export function notificationOf(job: Job): { readonly title: string; readonly body: string } {
  const name = job.request.name ?? basename(job.request.sources[0] ?? '');
  const what = name === '' ? `Job ${job.id.toString()}` : name;
  if (job.state === 'failed') return { title: `${what} has stopped`, body: job.message ?? 'The job could not go on.' };
  const { done, failed } = job.counts;
  const files = `${done.toLocaleString('en')} ${done === 1 ? 'file' : 'files'}`;
  return {
    title: `${what} is complete`,
    body: failed === 0 ? `${files}, none failed.` : `${files}, of which ${failed.toLocaleString('en')} failed.`,
  };
}

/** The question before the program ends while jobs run. */
export function quitQuestion(jobs: number): { readonly message: string; readonly detail: string } {
  const what = jobs === 1 ? 'A job is' : `${jobs.toString()} jobs are`;
  return {
    message: `${what} still running`,
    detail: `What has been read is kept. When MetaExtract is opened again, ${jobs === 1 ? 'it goes' : 'they go'} on with the rest.`,
  };
}

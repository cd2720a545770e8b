import { z } from 'zod';
import { JobCounts, JobSpec, JobState } from '../../../src-protocol/model/job.ts';
import { runCli } from './run-cli.ts';

/** What `metaextract job --json` and `metaextract jobs --json` say of a job. */
export const JobFacts = z.strictObject({
  id: z.int(),
  state: JobState,
  message: z.string().optional(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  activeMs: z.number(),
  counts: JobCounts,
  spec: JobSpec,
});
export type JobFacts = z.infer<typeof JobFacts>;

/** All jobs of a data folder, newest first. */
export async function jobsIn(dataFolder: string): Promise<JobFacts[]> {
  const { stdout } = await runCli(['jobs', '--json', '--limit', '1000', '--data-dir', dataFolder]);
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JobFacts.parse(JSON.parse(line))]));
}

export async function newestJob(dataFolder: string): Promise<JobFacts> {
  const [newest] = await jobsIn(dataFolder);
  if (newest === undefined) throw new Error(`There is no job in ${dataFolder}`);
  return newest;
}

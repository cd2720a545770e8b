import type { Command } from 'commander';
import { jobIdOf } from './job-id.ts';
import { CommandFault } from './exit.ts';
import { jobOf } from './job-of.ts';
import { addOutputOptions } from './output-options.ts';
import type { RunJobOptions } from './run-job.ts';
import { runJob } from './run-job.ts';
import { print, printJson } from './print.ts';
import { refuseOptionsBut } from './refuse-options.ts';
import { addRunOptions } from './run-options.ts';
import { addServerOption, type ServerOptions } from './server-options.ts';
import { describeJob } from './status-text.ts';
import { serverOf, withServer } from './with-client.ts';

const HEEDED_BY_SERVER = ['--server', '--token', '--json', '--data-dir'];

export function addResumeCommand(program: Command, exit: (code: number) => void): void {
  const command = program
    .command('resume')
    .description('Go on with a job that was interrupted, in whatever way')
    .argument('<job>', 'the number of the job', jobIdOf);
  addRunOptions(addOutputOptions(addServerOption(command)))
    .addHelpText('after', '\nExample:\n  metaextract resume 12 -o results.jsonl')
    .action(async (jobId: number, options: RunJobOptions & ServerOptions) => {
      const url = await serverOf(options);
      if (url !== undefined) {
        refuseOptionsBut(HEEDED_BY_SERVER, command, `The server at ${url} goes on with the job, by its own settings.`);
        const job = await withServer(url, options, (client) => client.jobs.resume({ id: jobId }));
        if (options.json) printJson(job);
        else print(describeJob(job));
        return;
      }
      if (options.json)
        throw new CommandFault('No server has this data folder, so there is no answer in JSON. Leave --json away.');
      const code = await runJob(options, 'resume', ({ store }) => {
        const job = jobOf(store, jobId);
        if (job.state === 'completed')
          throw new CommandFault(
            `Job ${jobId.toString()} is complete. Write its results with: metaextract export ${jobId.toString()} -o results.jsonl`,
          );
        if (job.state === 'cancelled')
          throw new CommandFault(
            `Job ${jobId.toString()} was cancelled. Extract the same sources again; what is known is taken from the cache.`,
          );
        return job;
      });
      exit(code);
    });
}

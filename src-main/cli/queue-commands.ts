import type { Command } from 'commander';
import { Argument } from 'commander';
import { writeFileSync } from 'node:fs';
import type { Job, JobRequest } from '../../src-protocol/contract/jobs.ts';
import { Priority } from '../../src-protocol/model/job.ts';
import { requestOfSpec } from '../api/jobs/job-request.ts';
import { CommandFault, EXIT } from './exit.ts';
import { jobIdOf } from './job-id.ts';
import type { JobOptions } from './job-options.ts';
import { addJobOptions, toJobSpec } from './job-options.ts';
import { addServerOptions, type ServerOptions } from './server-options.ts';
import { print, printJson } from './print.ts';
import { refuseOptionsBut } from './refuse-options.ts';
import { sourcePath } from './source-path.ts';
import { describeJob, describeStatus, readStatus } from './status-text.ts';
import { watchJob } from './watch-job.ts';
import { withClient, withLiveServer } from './with-client.ts';

const HEEDED_WITH_JOB_FILE = ['--server', '--token', '--json', '--data-dir', '--save'];
const JOB_FILE = /^-$|\.(?:ya?ml|json)$/i;

interface SubmitOptions extends JobOptions, ServerOptions {
  readonly name?: string;
  readonly watch: boolean;
  readonly save?: string;
}

/** Commands that change the queue of a server, or of the data folder. */
export function addQueueCommands(program: Command, exit: (code: number) => void): void {
  const submit = program
    .command('submit')
    .description('Give a job to the server: a job file (YAML or JSON), or what it is to extract')
    .argument('<what...>', 'one job file (- is standard input), or files, folders and globs');
  addServerOptions(addJobOptions(submit))
    .option('--name <name>', 'what the job is called')
    .option('--watch', 'stay, and take new and changed files too', false)
    .option('--save <file>', 'do not submit it, but write a job file that does')
    .addHelpText('after', SUBMIT_EXAMPLES)
    .action(async (what: readonly string[], options: SubmitOptions) => {
      const request = await requestOf(what, options, submit);
      if (options.save !== undefined) {
        const { jobFileText } = await import('./job-file.ts');
        writeFileSync(options.save, jobFileText(request, options.save));
        return;
      }
      const job = await withClient(options, (client) => client.jobs.create(request));
      if (options.json) printJson(job);
      else
        print(`Job ${job.id.toString()} is submitted. Watch it: metaextract job-status ${job.id.toString()} --watch`);
    });

  addServerOptions(program.command('status').description('What the server does: jobs, queue, workers, alerts'))
    .addHelpText('after', '\nExample:\n  metaextract status --server http://nas.local:7460')
    .action(async (options: ServerOptions) => {
      await withClient(options, async (client) => {
        const status = await readStatus(client);
        if (options.json) printJson(status);
        else print(describeStatus(status));
      });
    });

  const jobStatus = program
    .command('job-status')
    .description('How one job stands')
    .argument('<job>', 'its number', jobIdOf);
  addServerOptions(jobStatus)
    .option('--watch', 'until it ends', false)
    .addHelpText('after', '\nExample:\n  metaextract job-status 12 --watch')
    .action(async (jobId: number, options: ServerOptions & { watch: boolean }) => {
      const ask = options.watch ? withLiveServer : withClient;
      const job = await ask(options, (client) => watchJob(client, jobId, options));
      if (options.watch) exit(job.counts.failed > 0 ? EXIT.someFailed : EXIT.complete);
    });

  const priority = program
    .command('priority')
    .description('Change the priority of a job')
    .argument('<job>', 'its number', jobIdOf)
    .addArgument(new Argument('<priority>').choices(Priority.options));
  addServerOptions(priority)
    .addHelpText('after', '\nExample:\n  metaextract priority 12 high')
    .action(async (id: number, chosen: Priority, options: ServerOptions) => {
      say(options, await withClient(options, (client) => client.jobs.setPriority({ id, priority: chosen })));
    });

  const pause = program
    .command('pause')
    .description('Pause a job: what is being read is finished')
    .argument('<job>', 'its number', jobIdOf);
  addServerOptions(pause)
    .addHelpText('after', '\nExample:\n  metaextract pause 12')
    .action(async (id: number, options: ServerOptions) => {
      say(options, await withClient(options, (client) => client.jobs.pause({ id })));
    });
}

function say(options: ServerOptions, job: Job): void {
  if (options.json) printJson(job);
  else print(describeJob(job));
}

async function requestOf(what: readonly string[], options: SubmitOptions, command: Command): Promise<JobRequest> {
  const [file = ''] = what;
  if (what.length === 1 && JOB_FILE.test(file)) {
    const { readJobFile } = await import('./job-file.ts'); // with it the contract and a parser of YAML
    refuseOptionsBut(HEEDED_WITH_JOB_FILE, command, 'A job file says itself what the job is to do.');
    return withPaths(readJobFile(file), options);
  }
  if (options.filesFrom !== undefined) throw new CommandFault('A list of paths can be extracted, but not submitted.');
  const request = {
    ...requestOfSpec(toJobSpec(what, options)),
    sources: [...what],
    assignments: [...options.assign],
    watch: options.watch,
    ...(options.name === undefined ? {} : { name: options.name }),
  };
  return withPaths(request, options);
}

/** Its paths as the server is to read them. */
function withPaths(request: JobRequest, { server }: ServerOptions): JobRequest {
  return {
    ...request,
    sources: request.sources.map((source) => sourcePath(source, server)),
    assignments: request.assignments.map((each) => ({ ...each, folder: sourcePath(each.folder, server) })),
  };
}

const SUBMIT_EXAMPLES = `
Examples:
  metaextract submit /photos --priority high
  metaextract submit /photos --save photos.yaml
  metaextract submit photos.yaml --server http://nas.local:7460`;

import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { JobSpec } from '../../src-protocol/model/job.ts';
import { LOCAL_WORKERS } from '../../src-protocol/model/worker-choice.ts';
import type { Engine } from '../compose.ts';
import type { StoredJob } from '../coordinator/ports.ts';
import type { JobOptions } from './job-options.ts';
import { addJobOptions, toJobSpec } from './job-options.ts';
import { addOutputOptions } from './output-options.ts';
import type { RunJobOptions } from './run-job.ts';
import { runJob } from './run-job.ts';
import { addRunOptions } from './run-options.ts';
import { sourceListFile } from '../config/data-folder.ts';
import { CommandFault } from './exit.ts';
import { keepSourceList } from './source-list.ts';

interface ExtractOptions extends JobOptions, RunJobOptions {
  readonly resume: boolean;
}

export function addExtractCommand(program: Command, exit: (code: number) => void): void {
  const command = program
    .command('extract')
    .description('Extract the metadata of files, folders and globs')
    .argument('[sources...]', 'files, folders or globs')
    .option('--resume', 'go on with the newest unfinished job that is the same, if there is one', false);
  addRunOptions(addOutputOptions(addJobOptions(command)))
    .addHelpText('after', EXAMPLES)
    .action(async (sources: string[], options: ExtractOptions) => {
      const spec = toJobSpec(sources, options);
      exit(await runJob(options, 'extract', (engine, dataFolder) => chooseJob(engine, dataFolder, spec, options)));
    });
}

const EXAMPLES = `
Examples:
  metaextract extract ~/Pictures -o pictures.jsonl
  metaextract extract /archive --include '*.tif' --include '*.dng' -o archive.csv --columns core
  metaextract extract '/photos/2019-*/**/*.jpg' -f csv --excel > 2019.csv
  find / -newer yesterday -print0 | metaextract extract --files-from - -o new.jsonl
  metaextract extract ~/Pictures --resume      after an interruption, the same command again`;

/** How many of the newest jobs are looked through for one to resume. */
const LOOK_BACK = 100;

async function chooseJob(
  engine: Engine,
  dataFolder: string,
  spec: JobSpec,
  options: ExtractOptions,
): Promise<StoredJob> {
  const unfinished = options.resume ? unfinishedJob(engine, dataFolder, spec) : undefined;
  if (unfinished !== undefined) return unfinished;
  checkMachines(engine, spec);
  const job = engine.coordinator.create(spec);
  try {
    if (options.filesFrom !== undefined) await keepSourceList(options.filesFrom, sourceListFile(dataFolder, job.id));
  } catch (error) {
    engine.coordinator.cancel(job.id); // nothing can be done with a job that has no sources
    throw error;
  }
  return job;
}

/** Who is not paired would be waited for, for ever. */
function checkMachines({ machines }: Engine, { workers, assignments }: JobSpec): void {
  const known = new Set([LOCAL_WORKERS, ...machines.machines().map(({ name }) => name)]);
  const choices = [...(workers === undefined ? [] : [workers]), ...assignments.map((assigned) => assigned.workers)];
  const unknown = choices.flatMap(({ names }) => names).find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new CommandFault(`No computer “${unknown}” is paired with this one. “metaextract workers” lists all.`);
  if (known.size === 1 && choices.some(({ names, labels }) => labels.length > 0 && !names.includes(LOCAL_WORKERS)))
    throw new CommandFault('No other computer is paired with this one, so that none has a label.');
}

function unfinishedJob({ store }: Engine, dataFolder: string, spec: JobSpec): StoredJob | undefined {
  const same = JSON.stringify(spec);
  return store.jobs
    .list(LOOK_BACK)
    .filter(({ state }) => state !== 'completed' && state !== 'cancelled')
    .filter((job) => JSON.stringify(job.spec) === same)
    .find(({ id }) => !spec.listed || existsSync(sourceListFile(dataFolder, id))); // else its list was never read to its end
}

import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { HashAlgorithm, Profile } from '../../src-protocol/model/extraction.ts';
import type { JobSpec } from '../../src-protocol/model/job.ts';
import { Priority } from '../../src-protocol/model/job.ts';
import type { WorkerAssignment } from '../../src-protocol/model/worker-choice.ts';
import { LOCAL_WORKERS } from '../../src-protocol/model/worker-choice.ts';
import { CommandFault } from './exit.ts';
import { collect, namesOf, positive, wholeNumberIn } from './option-values.ts';

/** Options of `extract` that describe the job, as commander gives them. */
export interface JobOptions {
  readonly filesFrom?: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly hidden: boolean;
  readonly followSymlinks: boolean;
  readonly profile: Profile;
  readonly hash: readonly HashAlgorithm[];
  readonly cache: boolean;
  readonly refresh: boolean;
  readonly timeout: number;
  readonly retries: number;
  readonly priority: Priority;
  readonly machines: readonly string[];
  readonly labels: readonly string[];
  readonly assign: readonly WorkerAssignment[];
  readonly localOnly: boolean;
}

/** One at a time: an option that took several would take the sources behind it too. */
function collectHash(text: string, before: readonly HashAlgorithm[]): HashAlgorithm[] {
  const algorithm = HashAlgorithm.safeParse(text);
  if (!algorithm.success) throw new InvalidArgumentError(`Allowed choices are ${HashAlgorithm.options.join(', ')}.`);
  return [...new Set([...before, algorithm.data])];
}

export function addJobOptions(command: Command): Command {
  return command
    .option(
      '--files-from <file>',
      'also take paths from a file, or from standard input with -; one per line, or NUL-separated',
    )
    .option(
      '--include <glob>',
      'only files that match; without a / it is held against the name; may be repeated',
      collect,
      [],
    )
    .option('--exclude <glob>', 'leave out files and whole folders that match; may be repeated', collect, [])
    .option('--no-hidden', 'leave out files and folders whose name begins with a dot')
    .option('--follow-symlinks', 'follow symbolic links; loops are detected', false)
    .addOption(
      new Option('--profile <profile>', 'everything that ExifTool gives, or without its composite tags')
        .choices(Profile.options)
        .default('complete'),
    )
    .addOption(
      new Option('--hash <algorithm>', 'add a hash of each file’s content; may be repeated')
        .choices(HashAlgorithm.options)
        .argParser(collectHash)
        .default([]),
    )
    .option('--no-cache', 'neither use nor keep what is known from earlier runs')
    .option('--refresh', 'read everything again, and keep it for later runs', false)
    .option('--timeout <seconds>', 'longest time for one file', positive, 60)
    .option('--retries <n>', 'further tries after a fault that may pass', wholeNumberIn(0, 99), 2)
    .addOption(new Option('--priority <priority>', 'which job goes first').choices(Priority.options).default('normal'))
    .option('--machines <names>', 'only these computers, with commas between them; “local” is this one', namesOf, [])
    .option('--labels <labels>', 'only computers that have all of these labels', namesOf, [])
    .option('--assign <folder=names>', 'who reads what lies below a folder; may be repeated', collectAssignment, [])
    .option('--local-only', 'no other computers', false);
}

export function toJobSpec(sources: readonly string[], options: JobOptions): JobSpec {
  if (sources.length === 0 && options.filesFrom === undefined) {
    throw new CommandFault(
      'Nothing to extract from: name files, folders or globs, or a list of them with --files-from.',
    );
  }
  if (!options.cache && options.refresh) throw new CommandFault('--no-cache and --refresh exclude each other.');
  return {
    sources: sources.map((source) => resolve(source)),
    listed: options.filesFrom !== undefined,
    include: [...options.include],
    exclude: [...options.exclude],
    hidden: options.hidden,
    followSymlinks: options.followSymlinks,
    extraction: { profile: options.profile, hashes: [...options.hash], timeoutMs: Math.round(options.timeout * 1_000) },
    cache: options.cache ? (options.refresh ? 'refresh' : 'use') : 'off',
    priority: options.priority,
    maxAttempts: options.retries + 1,
    limits: {},
    watch: false,
    ...workersOf(options),
    assignments: options.assign.map(({ folder, workers }) => ({ folder: resolve(folder), workers })),
  };
}

function workersOf({ localOnly, machines, labels, assign }: JobOptions): Pick<JobSpec, 'workers'> {
  if (localOnly && machines.length + labels.length + assign.length > 0)
    throw new CommandFault('--local-only excludes --machines, --labels and --assign.');
  if (localOnly) return { workers: { names: [LOCAL_WORKERS], labels: [] } };
  return machines.length + labels.length > 0 ? { workers: { names: [...machines], labels: [...labels] } } : {};
}

function collectAssignment(text: string, before: readonly WorkerAssignment[]): WorkerAssignment[] {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be a folder and names, such as /photos/raw=attic.');
  return [...before, { folder: text.slice(0, at), workers: { names: namesOf(text.slice(at + 1)), labels: [] } }];
}

export function defaultSlots(): number {
  return availableParallelism();
}

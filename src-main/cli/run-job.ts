import type { JobProgress } from '../../src-protocol/model/progress.ts';
import { count } from '../../src-protocol/model/words.ts';
import type { Engine } from '../compose.ts';
import { composeEngine } from '../compose.ts';
import { liveCacheLimits } from '../config/live-cache-limits.ts';
import { SettingsFile } from '../config/settings-file.ts';
import type { StoredJob } from '../coordinator/ports.ts';
import { watchRequests } from './control-requests.ts';
import { deferred } from './deferred.ts';
import { wordsOf } from './error-words.ts';
import { CommandFault, EXIT } from './exit.ts';
import { listenToKeys } from './keys.ts';
import type { OutputOptions } from './output-options.ts';
import { checkOutput, wantsOutput, writeOutput } from './output-options.ts';
import { PROGRAM_FILES } from './program-files.ts';
import { progressView } from './progress-view.ts';
import type { RunOptions } from './run-options.ts';
import { dataFolderOf } from './run-options.ts';
import { runtimeLauncher } from './start-runtimes.ts';
import { SLOWEST_FILES, summarise } from './summary.ts';
import { programVersion } from './version.ts';

export interface RunJobOptions extends RunOptions, OutputOptions {}

/** Finds or makes the job to run, with the engine that is to run it. */
export type ChooseJob = (engine: Engine, dataFolder: string) => StoredJob | Promise<StoredJob>;

interface Ended {
  readonly job: StoredJob;
  readonly progress: JobProgress;
}

/** Runs one job to its end on this computer, shows how it goes, writes its results, and returns the exit code. */
export async function runJob(
  options: RunJobOptions & { readonly localOnly?: boolean },
  command: string,
  choose: ChooseJob,
): Promise<number> {
  await checkOutput(options);
  const dataFolder = dataFolderOf(options);
  const view = progressView(options.quiet ? 'none' : options.progress, process.stderr);
  const say = (text: string) => {
    if (options.quiet) return;
    view.end();
    process.stderr.write(`${text}\n`);
  };
  const ended = deferred<Ended>();
  const settings = new SettingsFile(dataFolder);
  const engine = await composeEngine({
    dataFolder,
    command,
    logLevel: options.logLevel,
    slots: options.workers,
    memoryLimitBytes: options.maxMemory * 1_000_000,
    cacheLimits: liveCacheLimits(settings),
    machines: {
      settings: () => settings.get(),
      program: programVersion(),
      connects: options.localOnly !== true,
    },
    launch: runtimeLauncher(),
    threads: PROGRAM_FILES.threads(),
    events: {
      onProgress: (progress) => {
        view.show(progress);
      },
      onEnd: (job, progress) => {
        ended.resolve({ job, progress });
      },
      onExtractorSetAside: (extractorId, message) => {
        view.end();
        process.stderr.write(`metaextract: ${extractorId} does not work here and is set aside: ${message}\n`);
      },
    },
  });
  try {
    const chosen = await choose(engine, dataFolder);
    const stopped = new AbortController();
    engine.coordinator.start(chosen.id);
    const end = await whileListening(engine, chosen.id, dataFolder, stopped, ended.promise);
    view.end();
    if (end.job.state === 'failed')
      throw new CommandFault(
        `Job ${chosen.id.toString()} stopped: ${end.job.message ?? 'for no known reason'}. When the cause is gone, “metaextract resume ${chosen.id.toString()}” goes on with it.`,
      );
    if (end.job.state !== 'completed') {
      say(describeStop(end));
      return EXIT.interrupted;
    }
    return await finish(engine, end, options, say, stopped.signal);
  } finally {
    view.end();
    await engine[Symbol.asyncDispose]();
  }
}

async function finish(
  engine: Engine,
  { job, progress }: Ended,
  options: RunJobOptions,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const summary = await engine.store.questions.jobSummary(job.id, SLOWEST_FILES);
  say(`Job ${job.id.toString()} is complete.`);
  say(summarise({ job, progress, summary }));
  const later = `Write the results: metaextract export ${job.id.toString()} -o results.jsonl`;
  if (!wantsOutput(options)) {
    say(later);
  } else {
    try {
      const written = await writeOutput(engine.store.results(job), options, signal);
      for (const { message } of written.warnings) say(`Note: ${message}`);
      if (options.output !== undefined && options.output !== '-')
        say(`${count(written.records)} records are in ${options.output}.`);
    } catch (error) {
      if (!signal.aborted) throw new CommandFault(`${wordsOf(error)} ${later}`);
      say(`Interrupted while the results were written. ${later}`);
      return EXIT.interrupted;
    }
  }
  return progress.counts.failed > 0 ? EXIT.someFailed : EXIT.complete;
}

/** Lets signals, keys and other processes reach the job while it runs. */
async function whileListening(
  engine: Engine,
  jobId: number,
  dataFolder: string,
  stopped: AbortController,
  ended: Promise<Ended>,
): Promise<Ended> {
  const interrupt = () => {
    if (stopped.signal.aborted) process.exit(EXIT.interrupted); // asked twice: at once
    stopped.abort();
    engine.coordinator.interruptAll();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const requests = watchRequests(dataFolder, (requested) => {
    try {
      engine.coordinator.cancel(requested); // perhaps not the job that runs, but one that was interrupted before
    } catch (error) {
      engine.log.warn({ jobId: requested, error: wordsOf(error) }, 'cancel.refused');
    }
  });
  let isPaused = false;
  const keys = listenToKeys(process.stdin, {
    onPause: () => {
      isPaused = !isPaused;
      if (isPaused) engine.coordinator.pause(jobId);
      else engine.coordinator.start(jobId);
    },
    onInterrupt: interrupt,
  });
  try {
    return await ended;
  } finally {
    keys[Symbol.dispose]();
    requests[Symbol.dispose]();
  }
}

function describeStop({ job, progress }: Ended): string {
  const id = job.id.toString();
  const done = `${count(progress.counts.done)} of ${count(progress.counts.found)} files are done`;
  if (job.state === 'cancelled')
    return `Job ${id} was cancelled; ${done} and can be exported: metaextract export ${id} -o results.jsonl`;
  return `Interrupted; ${done}. Go on with: metaextract resume ${id}`;
}

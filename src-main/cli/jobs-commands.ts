import type { Command } from 'commander';
import { displayPath } from '../../src-protocol/model/path-codec.ts';
import { count, counted, percent } from '../../src-protocol/model/words.ts';
import type { StoredJob } from '../coordinator/ports.ts';
import { DataFolderInUse, lockDataFolder } from '../store/owner-lock.ts';
import type { StoreView } from '../store/store.ts';
import { openStore, openStoreToRead } from '../store/store.ts';
import { requestCancel } from './control-requests.ts';
import { CommandFault, EXIT } from './exit.ts';
import { jobIdOf } from './job-id.ts';
import { jobOf } from './job-of.ts';
import { atLeastOne } from './option-values.ts';
import { localTime } from './local-time.ts';
import type { OutputOptions } from './output-options.ts';
import { addOutputOptions, checkOutput, writeOutput } from './output-options.ts';
import { print } from './print.ts';
import type { DataOptions } from './run-options.ts';
import { addDataOptions, dataFolderOf } from './run-options.ts';
import type { ServerOptions } from './server-options.ts';
import { addServerOptions } from './server-options.ts';
import { SLOWEST_FILES, summarise } from './summary.ts';
import { table } from './table.ts';
import { serverOf, withServer } from './with-client.ts';
import { onOneLine } from './one-line.ts';

const nowMs = () => Date.now();

export function addJobsCommands(program: Command, exit: (code: number) => void): void {
  addDataOptions(program.command('jobs').description('List the jobs, newest first'))
    .option('--limit <n>', 'how many', atLeastOne, 30)
    .option('--json', 'as JSON, one job per line', false)
    .addHelpText('after', '\nExample:\n  metaextract jobs --limit 5')
    .action((options: DataOptions & { limit: number; json: boolean }) => {
      withView(options, (store) => {
        print(
          options.json
            ? store.jobs
                .list(options.limit)
                .map((job) => jobJson(store, job))
                .join('\n')
            : jobTable(store, options.limit),
        );
      });
    });

  addDataOptions(
    program
      .command('job')
      .description('Show one job: its files by outcome, failures by cause, slowest files')
      .argument('<job>', 'its number', jobIdOf),
  )
    .option('--json', 'as JSON', false)
    .addHelpText('after', '\nExample:\n  metaextract job 12')
    .action(async (jobId: number, options: DataOptions & { json: boolean }) => {
      await withView(options, async (store) => {
        const job = jobOf(store, jobId);
        print(options.json ? jobJson(store, job) : await describeJob(store, job));
      });
    });

  addServerOptions(
    program
      .command('cancel')
      .description('Cancel a job; what was extracted stays and can be exported')
      .argument('<job>', 'its number', jobIdOf),
  )
    .addHelpText('after', '\nExample:\n  metaextract cancel 12')
    .action(async (jobId: number, options: ServerOptions) => {
      const url = await serverOf(options);
      if (url === undefined) await cancel(dataFolderOf(options), jobId);
      else await withServer(url, options, (client) => client.jobs.cancel({ id: jobId }));
      if (options.json) print(JSON.stringify({ id: jobId, state: 'cancelled' }));
      else process.stderr.write(`Job ${jobId.toString()} is cancelled.\n`);
    });

  addOutputOptions(
    addDataOptions(
      program
        .command('export')
        .description('Write the results of a job again, in any form')
        .argument('<job>', 'its number', jobIdOf),
    ),
  )
    .addHelpText('after', EXPORT_EXAMPLES)
    .action(async (jobId: number, options: DataOptions & OutputOptions) => {
      await checkOutput(options);
      const stopped = new AbortController();
      const stop = () => {
        stopped.abort();
      };
      process.once('SIGINT', stop).once('SIGTERM', stop);
      try {
        await withView(options, (store) => exportJob(store, jobId, options, stopped.signal));
        exit(EXIT.complete);
      } catch (error) {
        if (!stopped.signal.aborted) throw error;
        process.stderr.write('Interrupted; a file with earlier results is as it was.\n');
        exit(EXIT.interrupted);
      }
    });
}

async function exportJob(store: StoreView, jobId: number, options: OutputOptions, signal: AbortSignal): Promise<void> {
  const { warnings, records } = await writeOutput(store.results(jobOf(store, jobId)), options, signal);
  for (const { message } of warnings) process.stderr.write(`Note: ${message}\n`);
  if (options.output !== undefined && options.output !== '-')
    process.stderr.write(`${counted(records, 'record is', 'records are')} in ${options.output}.\n`);
}

const EXPORT_EXAMPLES = `
Examples:
  metaextract export 12 -o results.csv --columns core
  metaextract export 12 -f csv --columns path,capturedAt,model,IFD0:Artist --excel > for-excel.csv
  metaextract export 12 --only failed,skipped -f csv --columns path,error.code,error.message`;

function withView<T>(options: DataOptions, use: (store: StoreView) => T): T {
  const store = openStoreToRead(dataFolderOf(options), nowMs);
  const close = () => {
    store[Symbol.dispose]();
  };
  const result = use(store);
  if (result instanceof Promise) return result.finally(close) as T;
  close();
  return result;
}

function jobTable(store: StoreView, limit: number): string {
  const jobs = store.jobs.list(limit);
  if (jobs.length === 0) return 'There are no jobs yet. Begin with: metaextract extract <folder> -o results.jsonl';
  const rows = jobs.map((job) => {
    const counts = store.items.counts(job.id);
    const sources = job.spec.sources.map(displayPath).map(onOneLine).join(', ');
    return [
      job.id.toString(),
      job.state,
      localTime(job.createdAtMs),
      count(counts.done),
      percent(counts.done, counts.found),
      count(counts.failed),
      sources === '' ? '(a list)' : sources,
    ];
  });
  return table(['Job', 'State', 'Made', 'Files', 'Done', 'Failed', 'Sources'], rows, [0, 3, 4, 5]);
}

function jobJson(store: StoreView, job: StoredJob): string {
  return JSON.stringify({
    id: job.id,
    state: job.state,
    message: job.message,
    createdAt: new Date(job.createdAtMs).toISOString(),
    endedAt: job.endedAtMs === undefined ? undefined : new Date(job.endedAtMs).toISOString(),
    activeMs: job.activeMs,
    counts: store.items.counts(job.id),
    spec: job.spec,
  });
}

async function describeJob(store: StoreView, job: StoredJob): Promise<string> {
  const counts = store.items.counts(job.id);
  const summary = await store.questions.jobSummary(job.id, SLOWEST_FILES);
  const progress = {
    jobId: job.id,
    state: job.state,
    counting: !job.crawlEnded,
    counts,
    filesPerS: 0,
    bytesPerS: 0,
    elapsedMs: job.activeMs,
    workers: [],
    leased: counts.done - counts.fromCache,
  };
  const head = `Job ${job.id.toString()} is ${job.state}${job.message === undefined ? '' : `: ${job.message}`}.`;
  const sources = job.spec.sources.map((source) => `  ${onOneLine(displayPath(source))}`);
  const left =
    counts.found > counts.done
      ? [
          `${count(counts.found - counts.done)} files are not done${job.crawlEnded ? '' : ', and the count is not complete'}. Go on with: metaextract resume ${job.id.toString()}`,
        ]
      : [];
  return [head, ...sources, summarise({ job, progress, summary }), ...left].join('\n');
}

const CANCEL_WITHIN_MS = 5_000;
const LOOK_INTERVAL_MS = 100;

async function cancel(dataFolder: string, jobId: number): Promise<void> {
  const view = openStoreToRead(dataFolder, nowMs);
  try {
    const job = jobOf(view, jobId);
    if (job.state === 'completed' || job.state === 'cancelled')
      throw new CommandFault(`Job ${jobId.toString()} is ${job.state} already.`);
    if (!isOwned(dataFolder)) {
      const store = openStore({ dataFolder, command: 'cancel', nowMs });
      store.jobs.setState(jobId, 'cancelled', undefined);
      await store[Symbol.asyncDispose]();
      return;
    }
    requestCancel(dataFolder, jobId);
    const until = nowMs() + CANCEL_WITHIN_MS;
    while (view.jobs.get(jobId)?.state !== 'cancelled') {
      if (nowMs() > until)
        throw new CommandFault(
          `The process that runs job ${jobId.toString()} has not answered within ${(CANCEL_WITHIN_MS / 1_000).toString()} s.`,
        );
      await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
    }
  } finally {
    view[Symbol.dispose]();
  }
}

function isOwned(dataFolder: string): boolean {
  try {
    lockDataFolder(dataFolder, 'cancel', new Date(nowMs()))[Symbol.dispose]();
    return false;
  } catch (error) {
    if (error instanceof DataFolderInUse) return true;
    throw error;
  }
}

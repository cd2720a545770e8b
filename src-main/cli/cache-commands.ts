import type { Command } from 'commander';
import { bytes, count, counted, duration, percent } from '../../src-protocol/model/words.ts';
import { cacheView, type CacheView } from '../api/cache/cache-view.ts';
import { DAY_MS, liveCacheLimits } from '../config/live-cache-limits.ts';
import { SettingsFile } from '../config/settings-file.ts';
import type { Store } from '../store/store.ts';
import { openStore, openStoreToRead } from '../store/store.ts';
import { positive } from './option-values.ts';
import { printJson } from './print.ts';
import type { DataOptions } from './run-options.ts';
import { dataFolderOf } from './run-options.ts';
import { addServerOptions, type ServerOptions } from './server-options.ts';
import { serverOf, withServer } from './with-client.ts';

const BYTES_PER_GB = 1e9;
const nowMs = () => Date.now();

interface PruneOptions extends ServerOptions {
  readonly maxSize?: number;
  readonly maxAge?: number;
}

export function addCacheCommands(program: Command): void {
  const cache = program
    .command('cache')
    .description('Look at, shrink or empty what is known from earlier runs')
    .addHelpText('after', '\nExamples:\n  metaextract cache stats\n  metaextract cache prune --max-size 5');

  addServerOptions(cache.command('stats').description('Entries, size, hits by kind, time saved'))
    .addHelpText('after', '\nExample:\n  metaextract cache stats --json')
    .action(async (options: ServerOptions) => {
      const statistics = await readStatistics(options);
      if (options.json) {
        process.stdout.write(`${JSON.stringify(statistics)}\n`);
        return;
      }
      const {
        entries,
        bytes: size,
        keptForJobs,
        hitsUnchanged,
        hitsMoved,
        misses,
        evicted,
        savedMs,
        oldestAt,
        limits,
      } = statistics;
      const lookUps = hitsUnchanged + hitsMoved + misses;
      const lines = [
        `${count(entries)} files known, ${bytes(size)} of at most ${bytes(limits.maxBytes)}`,
        `${count(hitsUnchanged)} hits unchanged, ${count(hitsMoved)} hits moved or renamed, ${count(misses)} misses (${percent(hitsUnchanged + hitsMoved, lookUps)} hits)`,
        `${duration(savedMs)} of reading saved, ${counted(evicted, 'entry', 'entries')} evicted so far`,
        ...(keptForJobs > 0 ? [`${count(keptForJobs)} older records are kept for the results of jobs`] : []),
        ...(oldestAt === undefined ? [] : [`The oldest entry is of ${oldestAt.slice(0, 10)}`]),
      ];
      process.stdout.write(`${lines.join('\n')}\n`);
    });

  addServerOptions(cache.command('clear').description('Forget everything; results of jobs stay'))
    .addHelpText('after', '\nExample:\n  metaextract cache clear')
    .action(async (options: ServerOptions) => {
      const url = await serverOf(options);
      sayForgotten(
        options,
        url === undefined
          ? await withStore(options, 'cache clear', (store) => store.cache.clear())
          : (await withServer(url, options, (client) => client.cache.clear())).evicted,
      );
    });

  addServerOptions(
    cache.command('prune').description('Forget what is old or over the size limit, least recently used first'),
  )
    .option('--max-size <GB>', 'keep at most so much; by default what the settings say', positive)
    .option('--max-age <days>', 'keep nothing older; by default what the settings say', positive)
    .addHelpText('after', '\nExample:\n  metaextract cache prune --max-size 5 --max-age 90')
    .action(async (options: PruneOptions) => {
      const url = await serverOf(options);
      sayForgotten(options, url === undefined ? await pruneHere(options) : await pruneOnServer(url, options));
    });
}

function pruneHere({ maxSize, maxAge, ...options }: PruneOptions): Promise<number> {
  const { ttlMs, maxBytes } = liveCacheLimits(new SettingsFile(dataFolderOf(options)));
  return withStore(options, 'cache prune', (store) =>
    store.cache.prune({
      ttlMs: maxAge === undefined ? ttlMs : maxAge * DAY_MS,
      maxBytes: maxSize === undefined ? maxBytes : maxSize * BYTES_PER_GB,
    }),
  );
}

async function pruneOnServer(url: string, { maxSize, maxAge, ...options }: PruneOptions): Promise<number> {
  const limits = {
    ...(maxSize === undefined ? {} : { maxBytes: maxSize * BYTES_PER_GB }),
    ...(maxAge === undefined ? {} : { maxAgeDays: maxAge }),
  };
  return (await withServer(url, options, (client) => client.cache.prune(limits))).evicted;
}

/** From the server that has the data folder, or from the folder, whichever process has it. */
async function readStatistics(options: ServerOptions): Promise<CacheView> {
  const url = await serverOf(options);
  if (url !== undefined) return withServer(url, options, (client) => client.cache.statistics());
  const dataFolder = dataFolderOf(options);
  const store = openStoreToRead(dataFolder, nowMs);
  try {
    return cacheView(store.cacheStatistics(), new SettingsFile(dataFolder).get().cache);
  } finally {
    store[Symbol.dispose]();
  }
}

function sayForgotten({ json }: ServerOptions, evicted: number): void {
  if (json) printJson({ evicted });
  else process.stderr.write(`${counted(evicted, 'entry is', 'entries are')} forgotten.\n`);
}

async function withStore<T>(options: DataOptions, command: string, use: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore({ dataFolder: dataFolderOf(options), command, nowMs });
  try {
    return await use(store);
  } finally {
    await store[Symbol.asyncDispose]();
  }
}

import type { Command } from 'commander';
import { DEFAULT_CACHE_LIMITS } from '../compose.ts';
import type { Store } from '../store/store.ts';
import { openStore, openStoreToRead } from '../store/store.ts';
import { positive } from './job-options.ts';
import type { DataOptions } from './run-options.ts';
import { addDataOptions, dataFolderOf } from './run-options.ts';
import { bytes, count, counted, duration, percent } from './words.ts';

const nowMs = () => Date.now();

export function addCacheCommands(program: Command): void {
  const cache = program
    .command('cache')
    .description('Look at, shrink or empty what is known from earlier runs')
    .addHelpText('after', '\nExamples:\n  metaextract cache stats\n  metaextract cache prune --max-size 5');

  addDataOptions(cache.command('stats').description('Entries, size, hits by kind, time saved'))
    .option('--json', 'as JSON', false)
    .addHelpText('after', '\nExample:\n  metaextract cache stats --json')
    .action((options: DataOptions & { json: boolean }) => {
      const store = openStoreToRead(dataFolderOf(options), nowMs);
      const statistics = store.cacheStatistics();
      store[Symbol.dispose]();
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
        oldestMs,
      } = statistics;
      const lookUps = hitsUnchanged + hitsMoved + misses;
      const lines = [
        `${count(entries)} files known, ${bytes(size)} of at most ${bytes(DEFAULT_CACHE_LIMITS.maxBytes)}`,
        `${count(hitsUnchanged)} hits unchanged, ${count(hitsMoved)} hits moved or renamed, ${count(misses)} misses (${percent(hitsUnchanged + hitsMoved, lookUps)} hits)`,
        `${duration(savedMs)} of reading saved, ${counted(evicted, 'entry', 'entries')} evicted so far`,
        ...(keptForJobs > 0 ? [`${count(keptForJobs)} older records are kept for the results of jobs`] : []),
        ...(oldestMs === undefined ? [] : [`The oldest entry is of ${new Date(oldestMs).toISOString().slice(0, 10)}`]),
      ];
      process.stdout.write(`${lines.join('\n')}\n`);
    });

  addDataOptions(cache.command('clear').description('Forget everything; results of jobs stay'))
    .addHelpText('after', '\nExample:\n  metaextract cache clear')
    .action(async (options: DataOptions) => {
      const evicted = await withStore(options, 'cache clear', (store) => store.cache.clear());
      process.stderr.write(`${counted(evicted, 'entry is', 'entries are')} forgotten.\n`);
    });

  addDataOptions(
    cache.command('prune').description('Forget what is old or over the size limit, least recently used first'),
  )
    .option('--max-size <GB>', 'keep at most so much', positive, DEFAULT_CACHE_LIMITS.maxBytes / 1e9)
    .option('--max-age <days>', 'keep nothing older', positive, DEFAULT_CACHE_LIMITS.ttlMs / 86_400_000)
    .addHelpText('after', '\nExample:\n  metaextract cache prune --max-size 5 --max-age 90')
    .action(async (options: DataOptions & { maxSize: number; maxAge: number }) => {
      const limits = { ttlMs: options.maxAge * 86_400_000, maxBytes: options.maxSize * 1e9 };
      const evicted = await withStore(options, 'cache prune', (store) => store.cache.prune(limits));
      process.stderr.write(`${counted(evicted, 'entry is', 'entries are')} forgotten.\n`);
    });
}

async function withStore<T>(options: DataOptions, command: string, use: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore({ dataFolder: dataFolderOf(options), command, nowMs });
  try {
    return await use(store);
  } finally {
    await store[Symbol.asyncDispose]();
  }
}

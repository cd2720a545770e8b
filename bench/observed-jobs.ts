import { oncePer } from './bench.ts';
import type { Collection } from './corpora/mixed.ts';
import { mixedCollection, secondCollection } from './corpora/mixed.ts';
import type { WatchedRun } from './extract.ts';
import { watchExtract } from './extract.ts';
import { alternate } from './measure.ts';
import { settle } from './settle.ts';
import type { Told } from './told.ts';
import { readTold } from './told.ts';

export interface ObservedJob {
  readonly run: WatchedRun;
  readonly told: Told;
}

/** Two cold jobs over different files, the second with what was learned in the first and with its delays told. */
export interface ObservedPair {
  readonly first: ObservedJob;
  readonly second: ObservedJob;
}

/** Cold jobs that report on themselves; nothing is timed against others in them. */
export const observedJobs = oncePer(async (bench) => {
  const firstFiles = await mixedCollection(bench);
  const secondFiles = await secondCollection(bench);
  return alternate<ObservedPair>(bench.options.runs, async (run) => {
    const data = bench.scratch.path('data');
    const observe = async ({ folder }: Collection, job: 'first' | 'second'): Promise<ObservedJob> => {
      bench.say(`cold and observed, round ${(run + 1).toString()}, ${job} job`);
      await settle(bench.scratch.folder);
      const tellFile = bench.scratch.path('told.json');
      const output = bench.scratch.path('out.jsonl');
      const args = [folder, '--data-dir', data, '-o', output];
      const watched = await watchExtract(bench, { args, tellFile, tellDelays: job === 'second' });
      bench.scratch.drop(output);
      return { run: watched, told: readTold(tellFile) };
    };
    const pair = { first: await observe(firstFiles, 'first'), second: await observe(secondFiles, 'second') };
    bench.scratch.drop(data);
    return pair;
  });
});

import type { Bench, Line, Row } from '../bench.ts';
import { extractedTree, tinyTree } from '../corpora/tiny-tree.ts';
import { watchExtract } from '../extract.ts';
import { hugeJob } from '../huge-job.ts';
import { alternate, count, median, milliseconds } from '../measure.ts';
import { observedJobs } from '../observed-jobs.ts';
import type { Told } from '../told.ts';
import { readTold } from '../told.ts';

const AT_MOST_MS = 20;

export const eventLoop: Row = {
  id: 'event-loop',
  method:
    'How late the event loop of the command’s process serves an event, from the start of the job to its exit, by a timer every 2 ms: the 99th percentile over time, so that a stop counts for as long as it lasts. The note has the plain percentile of Node’s monitorEventLoopDelay (10 ms, its interval taken off) and the longest stop. The job of 1,000,000 is that of `memory`, one run. The process is the one that owns the store, as the window’s process will.',
  measure: async (bench) => {
    const cold = (await observedJobs(bench)).map(({ second }) => second.told);
    return [
      lineOf('Event-loop delay p99, cold run', cold),
      lineOf(`Event-loop delay p99, warm run of ${count(bench.sizes.treeFiles)}`, await warmRuns(bench)),
      lineOf(`Event-loop delay p99, one job of ${count(bench.sizes.memoryFiles)}`, [(await hugeJob(bench)).told]),
    ];
  },
};

function lineOf(what: string, told: readonly Told[]): Line {
  const delays = told.flatMap((one) => one.delays ?? []);
  const p99Ms = median(delays.map((delay) => delay.p99Ms));
  const sampledMs = median(delays.map((delay) => delay.sampledP99Ms));
  return {
    what,
    ours: milliseconds(p99Ms),
    target: `≤ ${AT_MOST_MS.toString()} ms`,
    met: p99Ms <= AT_MOST_MS,
    note: `monitorEventLoopDelay says ${milliseconds(sampledMs)}; longest stop ${milliseconds(median(delays.map((delay) => delay.longestMs)))}`,
  };
}

async function warmRuns(bench: Bench): Promise<Told[]> {
  const tree = await tinyTree(bench);
  const data = await extractedTree(bench);
  const told = await alternate(bench.options.runs, async () => {
    const tellFile = bench.scratch.path('told.json');
    await watchExtract(bench, { args: [tree, '--data-dir', data], tellFile, tellDelays: true });
    return readTold(tellFile);
  });
  bench.scratch.drop(data);
  return told;
}

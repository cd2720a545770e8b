import type { Bench, Row } from '../bench.ts';
import { hugeTree, hugeTreeFolders } from '../corpora/huge-tree.ts';
import { LABEL, withMachines } from '../joined-machines.ts';
import { alternate, count, median, perSecond, spread, times } from '../measure.ts';
import { bullMqPerSecond } from '../rivals/bullmq.ts';
import { jobDone } from '../server.ts';
import { settle } from '../settle.ts';

/** So many that what either spends on getting under way is little. */
const ITEMS = 500_000;
const QUICK_ITEMS = 20_000;
const SLOTS = 8;
/** Times as fast. */
const AT_LEAST = 4;

export const linkRate: Row = {
  id: 'link-rate',
  method:
    'Items that do nothing. Ours: a job over 500,000 names, found by the crawl, leased over real links (TLS WebSockets) to two simulated machines of eight slots in processes of their own (bench/probes/link-machines.ts) and recorded in the store; the time is that in which the job was running. Theirs: as many jobs that do nothing, with a path and a size as their data, added to BullMQ 6 a thousand at a time, done by two workers of concurrency 100 in processes of their own, redis-server as Debian configures it; the time is that from the first that is added until all are counted as completed.',
  measure: async (bench) => {
    const items = bench.options.quick ? QUICK_ITEMS : ITEMS;
    const rounds = await alternate(bench.options.runs, async (run) => {
      bench.say(`items that do nothing, round ${(run + 1).toString()}`);
      await settle(bench.scratch.folder);
      const ours = await oursPerSecond(bench, items);
      await settle(bench.scratch.folder);
      return { ours, theirs: await bullMqPerSecond(bench, items) };
    });
    const ratios = rounds.map(({ ours, theirs }) => ours / theirs);
    return [
      {
        what: 'No-op items over links, recorded',
        ours: `${count(median(rounds.map(({ ours }) => ours)))} items/s`,
        theirs: `${count(median(rounds.map(({ theirs }) => theirs)))} jobs/s (BullMQ)`,
        ratio: times(median(ratios)),
        target: `≥ ${AT_LEAST.toString()} × BullMQ`,
        met: median(ratios) >= AT_LEAST,
        note: `ratios ${spread(ratios)}`,
      },
    ];
  },
};

async function oursPerSecond(bench: Bench, items: number): Promise<number> {
  const sources = hugeTreeFolders(await hugeTree(bench), items);
  return withMachines(bench, { processes: [['m1'], ['m2']], slots: SLOTS, delayMs: 0 }, async ({ client }) => {
    const { id } = await client.jobs.create({ sources, cache: 'off', workers: { labels: [LABEL] } });
    const { counts, activeMs } = await jobDone(client, id);
    return perSecond(counts.done, activeMs);
  });
}

import type { Line, Row } from '../bench.ts';
import { hugeTree, hugeTreeFolders } from '../corpora/huge-tree.ts';
import { withMachines } from '../joined-machines.ts';
import { alternate, count, median, perSecond, spread, times } from '../measure.ts';
import { type BenchServer, jobDone } from '../server.ts';

const MACHINES = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'];
const COUNTS = [1, 2, 4, 8];
const SLOTS = 4;
const DELAY_MS = 50;
const FILES_PER_MACHINE = 1_000;
/** Of the ideal. */
const AT_LEAST = 0.9;

export const linkScaling: Row = {
  id: 'link-scaling',
  method:
    'Eight simulated machines in processes of their own (bench/probes/link-machines.ts), each with a real link and four slots, whose files take 50 ms each and are not read. Jobs over 1,000 files for each of them, which take 12.5 s at best, for one, two, four and eight machines in turn, as chosen in the job; the time is that in which the job was running, its beginning and end included. Ideal is slots / 50 ms.',
  measure: async (bench) => {
    const tree = await hugeTree(bench);
    const request = { processes: MACHINES.map((name) => [name]), slots: SLOTS, delayMs: DELAY_MS };
    const rounds = await withMachines(bench, request, (server) =>
      alternate(bench.options.runs, (run) => {
        bench.say(`machines with a fixed delay, round ${(run + 1).toString()}`);
        return sharesOfIdeal(server, tree);
      }),
    );
    return COUNTS.map((machines, at) =>
      lineOf(
        machines,
        rounds.map((shares) => shares[at] ?? Number.NaN),
      ),
    );
  },
};

async function sharesOfIdeal({ client }: BenchServer, tree: string): Promise<number[]> {
  const shares: number[] = [];
  for (const machines of COUNTS) {
    const names = MACHINES.slice(0, machines);
    const idealPerS = idealOf(machines);
    const sources = hugeTreeFolders(tree, machines * FILES_PER_MACHINE);
    const { id } = await client.jobs.create({ sources, cache: 'off', workers: { names } });
    const { counts, activeMs } = await jobDone(client, id);
    shares.push(perSecond(counts.done, activeMs) / idealPerS);
  }
  return shares;
}

/** Files a second. */
function idealOf(machines: number): number {
  return perSecond(machines * SLOTS, DELAY_MS);
}

function lineOf(machines: number, shares: readonly number[]): Line {
  const value = median(shares);
  return {
    what: `Speed of ${count(machines * SLOTS)} slots on ${count(machines)} ${machines === 1 ? 'machine' : 'machines'}`,
    ours: `${count(value * idealOf(machines))} files/s`,
    theirs: `${count(idealOf(machines))} files/s (ideal)`,
    ratio: times(value),
    target: `≥ ${AT_LEAST.toString()} × the ideal`,
    met: value >= AT_LEAST,
    note: `ratios ${spread(shares)}`,
  };
}

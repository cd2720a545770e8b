import type { Row } from '../bench.ts';
import { hugeTree } from '../corpora/huge-tree.ts';
import { LABEL, withMachines } from '../joined-machines.ts';
import { count, megabytes, perSecond, times } from '../measure.ts';
import { ProcessTree, type Memory } from '../process-tree.ts';
import { jobDone } from '../server.ts';

const MACHINES = 64;
const SLOTS = 2;
const LOOK_EVERY_MS = 50;
/** Memory is flat if its later peak is no more than so much above the earlier one. */
const FLAT = 1.1;

export const linkMemory: Row = {
  id: 'link-memory',
  method:
    'A server with 64 simulated machines of two slots (bench/probes/link-machines.ts), each with a real link of its own and an identity of its own, works on one job of 1,000,000 names, whose files are not read: the machines answer at once with 30 to 108 tags for each, as the stand-in for ExifTool of `memory` does. Its resident set is looked at twenty times a second; the mapped pages of the database are part of it. Peaks until and after the first 100,000 files. One run.',
  measure: async (bench) => {
    const { memoryFiles, memoryFlatFrom } = bench.sizes;
    const tree = await hugeTree(bench);
    const names = Array.from({ length: MACHINES }, (_, at) => `m${(at + 1).toString()}`);
    const request = { processes: [names], slots: SLOTS, delayMs: 0, finds: true };
    return withMachines(bench, request, async ({ client, pid }) => {
      const early: number[] = [];
      const late: number[] = [];
      let done = 0;
      const note = ({ rssBytes }: Memory) => (done <= memoryFlatFrom ? early : late).push(rssBytes);
      const watched = new ProcessTree(pid, LOOK_EVERY_MS, note);
      try {
        const { id } = await client.jobs.create({ sources: [tree], cache: 'off', workers: { labels: [LABEL] } });
        const { activeMs } = await jobDone(client, id, ({ counts }) => (done = counts.done));
        const [before, after] = [Math.max(...early), Math.max(...late)];
        return [
          {
            what: `Memory of the coordinator, ${count(MACHINES)} machines and ${count(memoryFiles)} files`,
            ours: `${megabytes(after)} at most`,
            ratio: times(after / before),
            target: `≤ ${FLAT.toString()} × the peak of the first ${count(memoryFlatFrom)}`,
            met: after / before <= FLAT,
            note: `${megabytes(before)} at most until then; ${count(perSecond(memoryFiles, activeMs))} files/s`,
          },
        ];
      } finally {
        watched.stop();
      }
    });
  },
};

import type { Line, Row } from '../bench.ts';
import type { HugeJob, MemorySample } from '../huge-job.ts';
import { hugeJob } from '../huge-job.ts';
import { count, median, megabytes, perSecond, seconds, times } from '../measure.ts';
import type { Memory } from '../process-tree.ts';

const AT_MOST_BYTES = 300e6;
/** Memory is flat if its later peak is no more than so much above the earlier one. */
const FLAT = 1.1;

export const memory: Row = {
  id: 'memory',
  method:
    'One job over 1,000,000 names (hard links), with the built command as it is, but for its runtimes: these run the real runtime with a stand-in for ExifTool that answers at once with 30 to 108 tags (bench/probes/fake-runtime.ts), so that it takes minutes and not hours; with `--refresh`, which keeps links to one file from being taken for moved files. The resident set of the command’s process is looked at twenty times a second; it counts the mapped pages of the database, which the note tells apart. One run.',
  measure: async (bench) => {
    const { memoryFiles, memoryFlatFrom } = bench.sizes;
    const job = await hugeJob(bench);
    return [peakLine(job, memoryFiles), flatLine(job.samples, memoryFiles, memoryFlatFrom)];
  },
};

function peakLine({ samples, elapsedMs }: HugeJob, files: number): Line {
  const peak = highest(samples, 'rssBytes');
  return {
    what: `Memory of the coordinator, ${count(files)} files in one job`,
    ours: `${megabytes(peak)} at most`,
    target: '≤ 300 MB',
    met: peak <= AT_MOST_BYTES,
    note: `without mapped files ${megabytes(highest(samples, 'anonymousBytes'))} at most; ${seconds(elapsedMs)}, ${count(perSecond(files, elapsedMs))} files/s`,
  };
}

function flatLine(samples: readonly MemorySample[], files: number, flatFrom: number): Line {
  const early = samples.filter(({ done }) => done <= flatFrom);
  const late = samples.filter(({ done }) => done > flatFrom);
  const ratio = highest(late, 'rssBytes') / highest(early, 'rssBytes');
  const at = (done: number, kind: keyof Memory) => {
    const near = samples.filter((sample) => Math.abs(sample.done - done) <= files / 50);
    return megabytes(median(near.map((sample) => sample[kind])));
  };
  const peaks = (kind: keyof Memory) =>
    `${megabytes(highest(early, kind))} until then, ${megabytes(highest(late, kind))} after`;
  return {
    what: `The same, flat from ${count(flatFrom)} on`,
    ours: `${at(flatFrom, 'rssBytes')} at ${count(flatFrom)}, ${at(files, 'rssBytes')} at the end`,
    ratio: times(ratio),
    target: `≤ ${FLAT.toString()} × the peak until then`,
    met: ratio <= FLAT,
    note: `peaks ${peaks('rssBytes')}; without mapped files ${at(flatFrom, 'anonymousBytes')} and ${at(files, 'anonymousBytes')}, peaks ${peaks('anonymousBytes')}`,
  };
}

function highest(samples: readonly MemorySample[], kind: keyof Memory): number {
  return Math.max(...samples.map((sample) => sample[kind]));
}

import { statSync } from 'node:fs';
import type { Bench, Line, Row } from '../bench.ts';
import { extractedTree, TREE_JOB } from '../corpora/tiny-tree.ts';
import { countLines } from '../count-lines.ts';
import { runProduct, watchExtract } from '../extract.ts';
import { alternate, count, median, megabytes, milliseconds, perSecond, times } from '../measure.ts';
import type { Memory } from '../process-tree.ts';
import { settle } from '../settle.ts';

const RECORDS_PER_S = 50_000;
/** Memory is flat if its peak in the second half of an export is no more than so much above that in the first. */
const FLAT = 1.1;

type Format = 'jsonl' | 'csv';

interface Exported {
  readonly wallMs: number;
  readonly bytes: number;
  readonly lines: number;
  /** In the order of time. */
  readonly memory: readonly Memory[];
}

interface Jobs {
  readonly data: string;
  readonly all: number;
  readonly none: number;
}

interface Round {
  readonly all: Exported;
  readonly none: Exported;
}

export const exportRow: Row = {
  id: 'export',
  method:
    '`metaextract export` of the tree’s job into a file, JSONL and CSV with all columns, less the same export of an empty job. Memory: the resident set of the command’s process, twenty times a second; it is flat if its peak in the second half of the export is no higher than in the first.',
  measure: async (bench) => {
    const jobs = await prepareJobs(bench);
    const lines: Line[] = [];
    for (const format of ['jsonl', 'csv'] as const) {
      const title = format === 'csv' ? 'CSV, all columns' : 'JSONL';
      const rounds = await exportRounds(bench, jobs, format);
      lines.push(speedLine(bench.sizes.treeFiles, title, rounds));
      if (rounds.every(({ all }) => all.memory.length > 1)) lines.push(memoryLine(title, rounds)); // not every system tells it
    }
    bench.scratch.drop(jobs.data);
    return lines;
  },
};

async function prepareJobs(bench: Bench): Promise<Jobs> {
  const data = await extractedTree(bench);
  const empty = await watchExtract(bench, { args: [bench.scratch.emptyFolder('empty'), '--data-dir', data] });
  return { data, all: TREE_JOB, none: empty.seen.at(-1)?.progress.jobId ?? Number.NaN };
}

async function exportRounds(bench: Bench, jobs: Jobs, format: Format): Promise<Round[]> {
  return alternate(bench.options.runs, async (run) => {
    bench.say(`export to ${format}, round ${(run + 1).toString()}`);
    await settle(bench.scratch.folder);
    const all = await exportOnce(bench, jobs.data, jobs.all, format);
    if (all.lines < bench.sizes.treeFiles) throw new Error(`The export has ${all.lines.toString()} lines.`);
    return { all, none: await exportOnce(bench, jobs.data, jobs.none, format) };
  });
}

async function exportOnce(bench: Bench, data: string, job: number, format: Format): Promise<Exported> {
  const output = bench.scratch.path(`export.${format}`);
  const memory: Memory[] = [];
  const args = ['export', job.toString(), '-o', output, '--data-dir', data];
  const { wallMs } = await runProduct(bench, args, (now) => memory.push(now));
  const exported = { wallMs, bytes: statSync(output).size, lines: countLines(output), memory };
  bench.scratch.drop(output);
  return exported;
}

function speedLine(records: number, title: string, rounds: readonly Round[]): Line {
  const startUpMs = median(rounds.map(({ none }) => none.wallMs));
  const rate = median(rounds.map(({ all }) => perSecond(records, all.wallMs - startUpMs)));
  const megabytesPerS = median(rounds.map(({ all }) => all.bytes / 1_000 / (all.wallMs - startUpMs)));
  return {
    what: `Export of ${count(records)} records, ${title}`,
    ours: `${count(rate)} records/s`,
    target: `≥ ${count(RECORDS_PER_S)} records/s`,
    met: rate >= RECORDS_PER_S,
    note: `${megabytesPerS.toFixed(0)} MB/s; start-up of ${milliseconds(startUpMs)} taken off`,
  };
}

function memoryLine(title: string, rounds: readonly Round[]): Line {
  const peaks = (kind: keyof Memory, half: 0 | 1) =>
    median(rounds.map(({ all }) => peakOfHalf(all.memory, kind, half)));
  const ratio = peaks('rssBytes', 1) / peaks('rssBytes', 0);
  return {
    what: `Memory of the export, ${title}`,
    ours: `${megabytes(Math.max(peaks('rssBytes', 0), peaks('rssBytes', 1)))} at most`,
    ratio: times(ratio),
    target: `flat: ≤ ${FLAT.toString()} × the peak of the first half`,
    met: ratio <= FLAT,
    note: `peaks of the halves ${megabytes(peaks('rssBytes', 0))} and ${megabytes(peaks('rssBytes', 1))}; without mapped files ${megabytes(peaks('anonymousBytes', 0))} and ${megabytes(peaks('anonymousBytes', 1))}`,
  };
}

function peakOfHalf(memory: readonly Memory[], kind: keyof Memory, half: 0 | 1): number {
  const middle = Math.ceil(memory.length / 2);
  const samples = half === 0 ? memory.slice(0, middle) : memory.slice(middle);
  return Math.max(...samples.map((sample) => sample[kind]));
}

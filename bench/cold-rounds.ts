import type { Bench } from './bench.ts';
import { oncePer } from './bench.ts';
import type { Collection } from './corpora/mixed.ts';
import { mixedCollection } from './corpora/mixed.ts';
import { countLines } from './count-lines.ts';
import { runProduct } from './extract.ts';
import { alternate, count, mean, median, perSecond, seconds, share, spread, times } from './measure.ts';
import { OtherPrograms } from './other-programs.ts';
import { exiftoolSplit } from './rivals/exiftool-split.ts';
import { vendoredRead } from './rivals/run-vendored-read.ts';
import type { Finished } from './run-command.ts';
import { settle } from './settle.ts';

export type Contender = 'complete' | 'fast' | 'exiftool' | 'read';

interface Timed {
  readonly wallMs: number;
  readonly cpuMs: number | undefined;
  /** How much of the processor other programs used meanwhile. */
  readonly others?: number | undefined;
}

/** Who takes part for which row, in the order in which they run. */
const NEEDED: Readonly<Record<string, readonly Contender[]>> = {
  'cold-complete': ['complete', 'exiftool'],
  'cold-fast': ['exiftool', 'fast'],
  'cold-read': ['complete', 'read'],
};

const ORDER: readonly Contender[] = ['complete', 'exiftool', 'fast', 'read'];

const RUN: Readonly<Record<Contender, (bench: Bench, collection: Collection) => Promise<Timed>>> = {
  complete: (bench, collection) => ours(bench, collection, 'complete'),
  fast: (bench, collection) => ours(bench, collection, 'fast'),
  exiftool: exiftoolSplit,
  read: async (bench, collection) => timedOf(await vendoredRead(bench, collection)),
};

/** All contenders of the rows that are measured, each run in turn, round after round: A B C D A B C D …. */
const coldRounds = oncePer(async (bench) => {
  const collection = await mixedCollection(bench);
  const contenders = ORDER.filter((contender) => bench.rowIds.some((row) => NEEDED[row]?.includes(contender)));
  return alternate(bench.options.runs, async (run) => {
    const round = new Map<Contender, Timed>();
    for (const contender of contenders) {
      bench.say(`cold, round ${(run + 1).toString()}: ${contender}`);
      await settle(bench.scratch.folder);
      const others = new OtherPrograms();
      const timed = await RUN[contender](bench, collection);
      round.set(contender, { ...timed, others: others.share(timed.cpuMs) });
    }
    return round;
  });
});

/** The whole command with a new data folder, its cache on, as a person runs it for the first time. */
async function ours(bench: Bench, { folder, files }: Collection, profile: string): Promise<Timed> {
  const data = bench.scratch.path('data');
  const output = bench.scratch.path('out.jsonl');
  const finished = await runProduct(bench, ['extract', folder, '--profile', profile, '--data-dir', data, '-o', output]);
  const records = countLines(output);
  if (records !== files.length)
    throw new Error(`We gave ${records.toString()} records for ${files.length.toString()} files.`);
  bench.scratch.drop(data, output);
  return timedOf(finished);
}

function timedOf({ wallMs, use }: Finished): Timed {
  return { wallMs, cpuMs: use === undefined ? undefined : use.ownCpuMs + use.childrenCpuMs };
}

export interface Comparison {
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: string;
  readonly met: boolean;
  readonly note: string;
}

/** How many times as fast as another contender one is: the median of the ratios of the rounds. */
export async function compareCold(bench: Bench, us: Contender, them: Contender, atLeast: number): Promise<Comparison> {
  const rounds = await coldRounds(bench);
  const { files } = await mixedCollection(bench);
  const timesOf = (contender: Contender) => rounds.flatMap((round) => round.get(contender) ?? []);
  const [our, their] = [timesOf(us), timesOf(them)];
  const ratios = our.map(({ wallMs }, round) => (their[round]?.wallMs ?? Number.NaN) / wallMs);
  const inWords = (timed: readonly Timed[]) => {
    const wallMs = median(timed.map((one) => one.wallMs));
    return `${seconds(wallMs)} (${count(perSecond(files.length, wallMs))} files/s)`;
  };
  const ratio = median(ratios);
  return {
    ours: inWords(our),
    theirs: inWords(their),
    ratio: times(ratio),
    met: ratio >= atLeast,
    note: `ratios ${spread(ratios)}; processor time ${cpuInWords(our)} against ${cpuInWords(their)}; other programs used ${othersInWords([...our, ...their])} of the processor meanwhile`,
  };
}

function cpuInWords(timed: readonly Timed[]): string {
  const known = timed.flatMap(({ cpuMs }) => cpuMs ?? []);
  return known.length === 0 ? 'unknown' : seconds(median(known));
}

function othersInWords(timed: readonly Timed[]): string {
  const known = timed.flatMap(({ others }) => others ?? []);
  return known.length === 0 ? 'an unknown part' : share(mean(known));
}

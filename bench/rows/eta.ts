import type { Line, Row } from '../bench.ts';
import type { Seen } from '../extract.ts';
import { mean, median, share } from '../measure.ts';
import type { ObservedJob } from '../observed-jobs.ts';
import { observedJobs } from '../observed-jobs.ts';

const AT_MOST = 0.15;
/** The first tenth of the files is for learning; in the last tenth of the time, hundredths of a second would decide. */
const AFTER_DONE = 0.1;
const BEFORE_END = 0.1;

interface EtaError {
  readonly mean: number;
  /** Signed: above 0, more time was promised than it took. */
  readonly bias: number;
  /** How much of the reports between had an ETA at all. */
  readonly answered: number;
}

export const eta: Row = {
  id: 'eta',
  method:
    'Over the reports of `--progress json` (ten a second) of a mixed cold job, from 10 % of the files done to 10 % of the time left: the mean of |middle of the range − time that was really left| ÷ time that was really left. The second job reads other files of the same kinds with what the first has learned.',
  measure: async (bench) => {
    const pairs = await observedJobs(bench);
    return [
      lineOf(
        'ETA’s mean error, nothing learned',
        pairs.map(({ first }) => first),
      ),
      lineOf(
        'ETA’s mean error, learned from another job',
        pairs.map(({ second }) => second),
      ),
    ];
  },
};

function lineOf(what: string, jobs: readonly ObservedJob[]): Line {
  const errors = jobs.map(({ run }) => errorOf(run.seen));
  const value = median(errors.map((error) => error.mean));
  return {
    what,
    ours: share(value),
    target: '≤ 15 %',
    met: value <= AT_MOST,
    note: `bias ${share(median(errors.map(({ bias }) => bias)))}; ${share(median(errors.map(({ answered }) => answered)))} of the reports had an ETA`,
  };
}

function errorOf(seen: readonly Seen[]): EtaError {
  const totalMs = seen.at(-1)?.progress.elapsedMs ?? Number.NaN;
  const judged = seen
    .map(({ progress }) => ({ ...progress, leftMs: totalMs - progress.elapsedMs }))
    .filter(({ counts, leftMs }) => counts.done >= counts.found * AFTER_DONE && leftMs >= totalMs * BEFORE_END);
  const errors = judged.flatMap(({ eta: range, leftMs }) =>
    range === undefined ? [] : [((range.lowMs + range.highMs) / 2 - leftMs) / leftMs],
  );
  return { mean: mean(errors.map(Math.abs)), bias: mean(errors), answered: errors.length / judged.length };
}

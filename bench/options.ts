import { parseArgs } from 'node:util';

export interface Options {
  /** A folder of real files to measure on; without it, files that the project's own code generates. */
  readonly corpus: string | undefined;
  /** Ids of the rows to measure, in the order of the table; all where empty. */
  readonly only: readonly string[];
  /** Paired runs of each measurement. */
  readonly runs: number;
  /** Small sizes, to see that everything works; its figures say little. */
  readonly quick: boolean;
  /** Write docs/performance.md. */
  readonly write: boolean;
}

export const USAGE = `npm run bench -- [options]

  --corpus DIR   measure on these files, copied under distinct names until there are enough of them
  --only a,b     only these rows
  --runs N       paired runs of each measurement, 3 by default
  --quick        small sizes, to see that everything works; the figures say little
  --write        write docs/performance.md; rows that are not measured keep their figures`;

/** Throws an error with a sentence for the person where the options are wrong. */
export function parseOptions(args: readonly string[], rowIds: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      corpus: { type: 'string' },
      only: { type: 'string', default: '' },
      runs: { type: 'string', default: '3' },
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const only = values.only.split(',').filter((id) => id !== '');
  const unknown = only.filter((id) => !rowIds.includes(id));
  if (unknown.length > 0) throw new Error(`There is no row “${unknown.join(', ')}”. Rows are ${rowIds.join(', ')}.`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number from 1 on.');
  return { corpus: values.corpus, only, runs, quick: values.quick, write: values.write };
}

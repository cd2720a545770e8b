import type { Options } from './options.ts';
import type { Program } from './program.ts';
import type { Scratch } from './scratch.ts';

/** How much is measured. */
export interface Sizes {
  /** Files of the mixed collection. */
  readonly collectionFiles: number;
  /** Files of the tree for the warm run and the export. */
  readonly treeFiles: number;
  /** Files of the one job for memory, and from how many on memory is to be flat. */
  readonly memoryFiles: number;
  readonly memoryFlatFrom: number;
}

const FULL: Sizes = { collectionFiles: 3_000, treeFiles: 100_000, memoryFiles: 1_000_000, memoryFlatFrom: 100_000 };
const QUICK: Sizes = { collectionFiles: 400, treeFiles: 10_000, memoryFiles: 40_000, memoryFlatFrom: 10_000 };

export function sizesFor({ quick }: Options): Sizes {
  return quick ? QUICK : FULL;
}

/** Everything that a row needs in order to measure. */
export interface Bench {
  readonly options: Options;
  readonly sizes: Sizes;
  readonly scratch: Scratch;
  readonly program: Program;
  /** Ids of the rows that are measured. */
  readonly rowIds: readonly string[];
  /** Tells the person what is being done. */
  say(text: string): void;
}

/** One line of the table. */
export interface Line {
  readonly what: string;
  readonly ours: string;
  /** Absent where there is nobody to compare with. */
  readonly theirs?: string;
  readonly ratio?: string;
  readonly target: string;
  readonly met: boolean;
  /** What else a reader should know of this figure. */
  readonly note: string;
}

/** One row of the design's table of numbers; a row may have several lines. */
export interface Row {
  readonly id: string;
  /** How it is measured, in a sentence or two, for docs/performance.md. */
  readonly method: string;
  measure(bench: Bench): Promise<readonly Line[]>;
}

/** Something that several rows need and that is made once, by the first that asks for it. */
export function oncePer<T>(make: (bench: Bench) => Promise<T>): (bench: Bench) => Promise<T> {
  const made = new WeakMap<Bench, Promise<T>>();
  return (bench) => {
    const known = made.get(bench) ?? make(bench);
    made.set(bench, known);
    return known;
  };
}

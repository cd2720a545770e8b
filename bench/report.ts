import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Line, Row } from './bench.ts';
import { ROOT } from './program.ts';
import { cellsOf } from './table.ts';

/** What one run of the benchmark says of itself. */
export interface Run {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly command: string;
  readonly runs: number;
  readonly quick: boolean;
  /** A sentence, where other programs kept the machine busy. */
  readonly noise?: string | undefined;
}

export interface MeasuredRow extends Pick<Row, 'id' | 'method'> {
  readonly run: Run;
  readonly lines: readonly Line[];
}

export interface Report {
  readonly machine: readonly string[];
  readonly collection: string;
  readonly rows: readonly MeasuredRow[];
}

const FOLDER = join(ROOT, 'docs');
const PAGE = join(FOLDER, 'performance.md');
const FIGURES = join(FOLDER, 'performance.json');

/**
 * Writes docs/performance.md and the figures beside it, and returns the page's path. Rows that were not measured this time
 * keep what an earlier run found, with its date. `order`: ids of all rows.
 */
export async function writeReport(report: Report, order: readonly string[]): Promise<string> {
  const kept = (existsSync(FIGURES) ? (JSON.parse(readFileSync(FIGURES, 'utf8')) as Report).rows : []).filter(
    ({ id }) => !report.rows.some((row) => row.id === id),
  );
  const rows = [...kept, ...report.rows].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  mkdirSync(FOLDER, { recursive: true });
  await write(FIGURES, JSON.stringify({ ...report, rows }), 'json');
  await write(PAGE, markdownOf({ ...report, rows }), 'markdown');
  return PAGE;
}

async function write(file: string, text: string, parser: string): Promise<void> {
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser }));
}

function markdownOf({ machine, collection, rows }: Report): string {
  const [header = [], ...body] = cellsOf(rows.flatMap(({ lines }) => lines));
  return [
    '# Performance',
    'The numbers to hold, as the last runs of the benchmark found them. `npm run bench -- --write` writes this page; nothing in it is written by hand.',
    runsOf(rows).join('\n'),
    machine.map((line) => `- ${line}`).join('\n'),
    [header, header.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n'),
    '## How it is measured',
    'Figures are medians of the runs where nothing else is said. What is compared runs in turn, A B A B, and a ratio is the median of the ratios of neighbours. The page cache is warm for everybody: all files have been read just before. Between two runs the disk is given time to take what the first one wrote. Both sides do all of the work: the number of records that came out is checked every time.',
    `The mixed collection: ${collection}.`,
    rows.map(({ id, method }) => `- \`${id}\`: ${method}`).join('\n'),
    '## Notes to the figures',
    rows.flatMap(({ lines }) => lines.map(({ what, note }) => `- ${what}: ${note}.`)).join('\n'),
  ].join('\n\n');
}

/** A sentence for each run, with the rows that it measured. */
function runsOf(rows: readonly MeasuredRow[]): string[] {
  const idsOf = new Map<string, string[]>();
  for (const { id, run } of rows) {
    const told = JSON.stringify(run);
    idsOf.set(told, [...(idsOf.get(told) ?? []), `\`${id}\``]);
  }
  return [...idsOf].map(([told, ids]) => {
    const { date, command, runs, quick, noise } = JSON.parse(told) as Run;
    return [
      `- ${date}, \`${command}\`, ${runs.toString()} ${runs === 1 ? 'run' : 'runs'}: ${ids.join(', ')}.`,
      ...(quick ? ['**Small sizes (`--quick`): the figures say little.**'] : []),
      ...(noise === undefined ? [] : [`**${noise}**`]),
    ].join(' ');
  });
}

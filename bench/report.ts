import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Line, Row } from './bench.ts';
import { ROOT } from './program.ts';
import { cellsOf } from './table.ts';

export interface Report {
  readonly lines: readonly Line[];
  readonly rows: readonly Row[];
  readonly machine: readonly string[];
  readonly noise: string | undefined;
  readonly collection: string;
  readonly command: string;
  readonly runs: number;
  readonly quick: boolean;
  readonly date: Date;
}

const FILE = join(ROOT, 'docs', 'performance.md');

/** Writes docs/performance.md and returns its path. */
export async function writeReport(report: Report): Promise<string> {
  mkdirSync(dirname(FILE), { recursive: true });
  const options = await resolveConfig(FILE);
  writeFileSync(FILE, await format(markdownOf(report), { ...options, parser: 'markdown' }));
  return FILE;
}

function markdownOf({ lines, rows, machine, noise, collection, command, runs, quick, date }: Report): string {
  const [header = [], ...body] = cellsOf(lines);
  return [
    '# Performance',
    'The numbers to hold, as the last run of the benchmark found them. `npm run bench -- --write` writes this page; nothing in it is written by hand.',
    `Measured on ${date.toISOString().slice(0, 10)} with \`${command}\`:`,
    machine.map((line) => `- ${line}`).join('\n'),
    ...(quick ? ['**Small sizes (`--quick`): the figures say little.**'] : []),
    ...(noise === undefined ? [] : [`**${noise}**`]),
    [header, header.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n'),
    '## How it is measured',
    `Figures are medians of ${runs.toString()} ${runs === 1 ? 'run' : 'runs'} where nothing else is said. What is compared runs in turn, A B A B, and a ratio is the median of the ratios of neighbours. The page cache is warm for everybody: all files have been read just before. Between two runs the disk is given time to take what the first one wrote. Both sides do all of the work: the number of records that came out is checked every time.`,
    `The mixed collection: ${collection}.`,
    rows.map(({ id, method }) => `- \`${id}\`: ${method}`).join('\n'),
    '## Notes to the figures',
    lines.map(({ what, note }) => `- ${what}: ${note}.`).join('\n'),
  ].join('\n\n');
}

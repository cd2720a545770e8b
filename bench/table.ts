import type { Line } from './bench.ts';

const HEADER = ['What', 'Ours', 'Theirs', 'Ratio', 'Target', 'Met'];

export function cellsOf(lines: readonly Line[]): readonly (readonly string[])[] {
  return [
    HEADER,
    ...lines.map(({ what, ours, theirs, ratio, target, met }) => [
      what,
      ours,
      theirs ?? '–',
      ratio ?? '–',
      target,
      met ? 'met' : 'NOT MET',
    ]),
  ];
}

/** The lines as one table for a terminal, with their notes below. */
export function terminalTable(lines: readonly Line[]): string {
  const rows = cellsOf(lines);
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const inLine = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const [header = HEADER, ...body] = rows;
  const notes = lines.map(({ what, note }) => `  ${what}: ${note}`);
  return [inLine(header), rule, ...body.map(inLine), '', 'Notes', ...notes].join('\n');
}

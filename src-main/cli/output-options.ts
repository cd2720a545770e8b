import { extname, resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { OutcomeKind } from '../../src-protocol/model/record.ts';
import { OutcomeKind as OutcomeKindSchema } from '../../src-protocol/model/record.ts';
import { parseColumnChoice } from '../export/columns.ts';
import type { ExportSummary } from '../export/ports.ts';
import type { ExportFormat } from '../export/ports.ts';
import { exportRecords } from '../export/export-records.ts';
import { checkFileTarget } from '../export/file-sink.ts';
import type { ResultReader } from '../store/result-reader.ts';
import { CommandFault } from './exit.ts';

export interface OutputOptions {
  readonly output?: string;
  readonly format?: ExportFormat;
  readonly columns: string;
  readonly excel: boolean;
  readonly only?: string;
}

const FORMATS: readonly ExportFormat[] = ['jsonl', 'json', 'csv', 'tsv'];

export function addOutputOptions(command: Command): Command {
  return command
    .option('-o, --output <file>', 'where the results go; - is standard output')
    .addOption(
      new Option(
        '-f, --format <format>',
        'form of the results; by default what the file’s name says, else jsonl',
      ).choices(FORMATS),
    )
    .option('--columns <columns>', 'for csv and tsv: core, all, or names with commas between them', 'all')
    .option('--excel', 'for csv and tsv: open as it is in Excel, and run no cell as a formula', false)
    .option('--only <outcomes>', 'only files of these outcomes: extracted, no-metadata, failed, skipped');
}

/** Whether results are to go anywhere: with a format alone they go to standard output. */
export function wantsOutput({ output, format }: OutputOptions): boolean {
  return output !== undefined || format !== undefined;
}

/** Reports what is wrong with the options before the work begins, not after it. Faults: ExportFault, CommandFault. */
export async function checkOutput(options: OutputOptions): Promise<void> {
  parseColumnChoice(options.columns);
  parseOutcomes(options.only);
  formatOf(options);
  if (!goesToStdout(options)) await checkFileTarget(options.output ?? '', true);
}

/** Writes results as the options say. Faults: ExportFault, CommandFault. */
export async function writeOutput(
  results: ResultReader,
  options: OutputOptions,
  signal: AbortSignal,
): Promise<ExportSummary> {
  const outcomes = parseOutcomes(options.only);
  return exportRecords({
    source: { records: () => results.records(outcomes), nameLists: () => results.nameLists() },
    format: formatOf(options),
    columns: parseColumnChoice(options.columns),
    excel: options.excel,
    target: goesToStdout(options)
      ? { kind: 'stdout' }
      : { kind: 'file', path: resolve(options.output ?? ''), replace: true },
    signal,
  });
}

function goesToStdout({ output }: OutputOptions): boolean {
  return output === undefined || output === '-';
}

function formatOf({ output, format }: OutputOptions): ExportFormat {
  if (format !== undefined) return format;
  const extension = extname(output ?? '')
    .slice(1)
    .toLowerCase();
  return FORMATS.find((known) => known === extension) ?? 'jsonl';
}

function parseOutcomes(text: string | undefined): readonly OutcomeKind[] | undefined {
  if (text === undefined) return undefined;
  return text.split(',').map((part) => {
    const outcome = OutcomeKindSchema.safeParse(part.trim());
    if (!outcome.success)
      throw new CommandFault(`“${part.trim()}” is no outcome. Outcomes are ${OutcomeKindSchema.options.join(', ')}.`);
    return outcome.data;
  });
}

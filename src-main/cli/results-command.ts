import type { Command } from 'commander';
import { count } from '../../src-protocol/model/words.ts';
import { jobIdOf } from './job-id.ts';
import { atLeastOne, fromZero } from './option-values.ts';
import { print, printJson } from './print.ts';
import { addServerOptions, type ServerOptions } from './server-options.ts';
import { table } from './table.ts';
import { onOneLine } from './one-line.ts';
import { withClient } from './with-client.ts';

interface ResultsOptions extends ServerOptions {
  readonly limit: number;
  readonly offset: number;
  readonly columns: string;
  readonly search: string;
  readonly sort?: string;
  readonly descending: boolean;
}

const CELL_MAX = 60;

/** A look at results; whole files of them are what `export` is for. */
export function addResultsCommand(program: Command): void {
  const results = program
    .command('results')
    .description('Show results of a job as a table')
    .argument('<job>', 'its number', jobIdOf);
  addServerOptions(results)
    .option('--limit <n>', 'how many rows', atLeastOne, 20)
    .option('--offset <n>', 'leave out so many before', fromZero, 0)
    .option(
      '--columns <columns>',
      'fields and tags, with commas between them',
      'relativePath,format,capturedAt,make,model,outcome',
    )
    .option('--search <words>', 'only files in whose path or texts all of these occur', '')
    .option('--sort <column>', 'by which column; by default as the files were found')
    .option('--descending', 'the largest first', false)
    .addHelpText(
      'after',
      '\nExample:\n  metaextract results 12 --columns relativePath,iso,IFD0:Artist --sort iso --descending',
    )
    .action(async (id: number, options: ResultsOptions) => {
      const columns = options.columns.split(',').map((column) => column.trim());
      const { sort, descending, limit, offset, search } = options;
      const page = await withClient(options, (client) =>
        client.results.page({
          id,
          columns,
          limit: Math.min(limit, 1_000),
          offset,
          filter: { search, conditions: [] },
          ...(sort === undefined ? {} : { sort: { column: sort, descending } }),
        }),
      );
      if (options.json) {
        printJson(page);
        return;
      }
      const rows = page.rows.map(({ cells }) => cells.map((cell) => onOneLine(String(cell ?? '')).slice(0, CELL_MAX)));
      print(table(columns, rows));
      print(`${count(page.rows.length)} of ${count(page.total)}`);
    });
}

import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { LogLine } from '../../src-protocol/model/log-line.ts';
import { count } from '../../src-protocol/model/words.ts';
import { isAtLeast, LOG_LEVELS } from '../log/read-log.ts';
import { atLeastOne } from './option-values.ts';
import { showLogLine } from './log-lines.ts';
import { print, printJson } from './print.ts';
import { addServerOptions, type ServerOptions } from './server-options.ts';
import { withClient, withLiveServer } from './with-client.ts';

/** Commands about the processes and the log of a server. */
export function addClusterCommands(program: Command): void {
  const scale = program
    .command('scale')
    .description('How many local worker processes there may be')
    .argument('<range>', 'a number, or the least and the most: 1-4', rangeOf);
  addServerOptions(scale)
    .addHelpText('after', '\nExamples:\n  metaextract scale 4\n  metaextract scale 0-8')
    .action(async (runtimes: { minRuntimes: number; maxRuntimes: number }, options: ServerOptions) => {
      const status = await withClient(options, (client) => client.cluster.scale(runtimes));
      if (options.json) printJson(status);
      else
        print(`${count(status.wanted)} worker processes are wanted, ${count(status.runtimes)} run. ${status.reason}`);
    });

  addServerOptions(program.command('logs').description('The last lines of the log'))
    .option('--follow', 'and those that come, until Ctrl-C', false)
    .option('--limit <n>', 'how many', atLeastOne, 50)
    .option('--level <level>', 'debug, info, warn or error, and worse', levelOf, 'info')
    .addHelpText('after', '\nExample:\n  metaextract logs --follow --level warn')
    .action(async (options: ServerOptions & { follow: boolean; limit: number; level: LogLine['level'] }) => {
      const show = (line: LogLine) => {
        showLogLine(line, options.json);
      };
      const ask = options.follow ? withLiveServer : withClient;
      await ask(options, async (client) => {
        const events = options.follow ? await client.events.subscribe({ kinds: ['log'] }) : undefined;
        const { limit, level } = options;
        for (const line of (await client.system.logs({ limit, level })).lines) show(line);
        for await (const event of events ?? []) {
          if (event.kind === 'log' && isAtLeast(event.line.level, level)) show(event.line);
        }
      });
    });
}

function rangeOf(text: string): { minRuntimes: number; maxRuntimes: number } {
  const parts = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(text);
  const min = Number(parts?.[1]);
  const max = Number(parts?.[2] ?? parts?.[1]);
  if (parts === null || max < 1 || max > 256 || min > max)
    throw new InvalidArgumentError('It must be a number from 1 to 256, or a range such as 1-4.');
  return { minRuntimes: min, maxRuntimes: max };
}

function levelOf(text: string): LogLine['level'] {
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined) throw new InvalidArgumentError(`Allowed choices are ${LOG_LEVELS.join(', ')}.`);
  return level;
}

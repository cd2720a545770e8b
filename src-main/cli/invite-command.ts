import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { MetaExtractClient } from '../../src-client/client.ts';
import { CommandFault } from './exit.ts';
import { collect, wholeNumberIn } from './option-values.ts';
import { print, printJson } from './print.ts';
import { addServerOptions, type ServerOptions } from './server-options.ts';
import { serverOf, withClient } from './with-client.ts';

interface InviteOptions extends ServerOptions {
  readonly host: readonly string[];
  readonly uses: number;
  readonly valid: number;
}

/** As the contract has it. */
const USES_MAX = 100;
const LOOK_INTERVAL_MS = 500;
const DEFAULT_MINUTES = 10;
const LONGEST_MINUTES = 7 * 24 * 60;
const MINUTES_OF: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };

export function addInviteCommand(workers: Command): void {
  addServerOptions(
    workers.command('invite').description('Make a code with which other computers dial in and work for this one'),
  )
    .option(
      '--host <name>',
      'at which they reach this computer; by default its addresses; may be repeated',
      collect,
      [],
    )
    .option('--uses <n>', 'so many may join with it', wholeNumberIn(1, USES_MAX), 1)
    .addOption(
      new Option('--valid <time>', 'how long it is good, such as 30m, 24h or 7d')
        .argParser(minutesOf)
        .default(DEFAULT_MINUTES, '10m'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  metaextract workers invite\n  metaextract workers invite --uses 8 --valid 24h',
    )
    .action(async (options: InviteOptions) => {
      const isServed = (await serverOf(options)) !== undefined;
      await withClient(options, async (client) => {
        const before = await pairings(client);
        const invitation = await client.machines.invite({
          ...(options.host.length === 0 ? {} : { hosts: [...options.host] }),
          uses: options.uses,
          validMinutes: options.valid,
        });
        if (options.json) printJson(invitation);
        else print(wordsOf(invitation.code));
        if (!isServed) await untilJoined(client, before, options.uses, Date.parse(invitation.expiresAt));
      });
    });
}

function wordsOf(code: string): string {
  return `On the other computer run\n\n  metaextract worker --join '${code}'\n`;
}

/** Without a server this process is the only one that knows of the code. */
async function untilJoined(
  client: MetaExtractClient,
  before: ReadonlyMap<string, string>,
  uses: number,
  untilMs: number,
): Promise<void> {
  process.stderr.write('Waiting for it here, as no server runs (Ctrl-C ends that).\n');
  const joined = new Set<string>();
  while (joined.size < uses && Date.now() <= untilMs) {
    await sleep(LOOK_INTERVAL_MS);
    for (const [pairing, name] of await pairings(client)) {
      if (before.has(pairing) || joined.has(pairing)) continue;
      joined.add(pairing);
      process.stderr.write(`${name} has joined, and works for this computer whenever there is work.\n`);
    }
  }
  if (joined.size === 0) throw new CommandFault('Nobody has joined by this code, and it is not good any more.');
}

/** The names of the computers that are paired; one that is paired anew keeps its id. */
async function pairings(client: MetaExtractClient): Promise<ReadonlyMap<string, string>> {
  const { machines } = await client.machines.list();
  return new Map(machines.map(({ id, pairedAt, name }) => [`${id} ${pairedAt}`, name]));
}

function minutesOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([mhd])$/.exec(text.trim()) ?? [];
  const minutes = Number(number) * (MINUTES_OF[unit] ?? NaN);
  if (!(minutes >= 1 && minutes <= LONGEST_MINUTES))
    throw new InvalidArgumentError('It must be a time from 1m to 7d, such as 24h.');
  return minutes;
}

import type { Command } from 'commander';
import type { MetaExtractClient } from '../../src-client/client.ts';
import type { Machine } from '../../src-protocol/contract/machines.ts';
import type { WorkerView } from '../../src-protocol/contract/workers.ts';
import { bytes, count } from '../../src-protocol/model/words.ts';
import { readPairingCode } from '../../src-protocol/model/pairing-code.ts';
import { CommandFault } from './exit.ts';
import { addInviteCommand } from './invite-command.ts';
import { atLeastOne, slotCount, wholeNumberIn } from './option-values.ts';
import { showLogLine } from './log-lines.ts';
import { machineNamed, machineTable, oneMachine } from './machine-words.ts';
import { addMapCommands } from './map-commands.ts';
import { print, printJson } from './print.ts';
import { addServerOptions, type ServerOptions } from './server-options.ts';
import { table } from './table.ts';
import { withClient, withLiveServer } from './with-client.ts';

/** Commands about the workers of this computer, and about other computers that work for it. */
export function addWorkersCommands(program: Command): void {
  const workers = program
    .command('workers')
    .description('The workers with what they do; other computers that work for this one')
    .addHelpText('after', EXAMPLES);

  addServerOptions(
    workers.command('list', { isDefault: true }).description('Workers, and other computers (the default)'),
  )
    .addHelpText('after', '\nExample:\n  metaextract workers')
    .action(async (options: ServerOptions) => {
      await withClient(options, async (client) => {
        const [{ workers: all }, { machines }] = await Promise.all([client.workers.list(), client.machines.list()]);
        if (options.json) printJson({ workers: all, machines });
        else print([workerTable(all), ...(machines.length === 0 ? [] : ['', machineTable(machines)])].join('\n'));
      });
    });

  addServerOptions(
    workers
      .command('add')
      .description('Pair with another computer, by the code that “metaextract worker” shows there')
      .argument('<code>'),
  )
    .addHelpText('after', "\nExample:\n  metaextract workers add 'metaextract-pair:1?…'")
    .action(async (code: string, options: ServerOptions) => {
      const read = readPairingCode(code);
      if (!read.ok) throw new CommandFault(read.reason);
      const machine = await withClient(options, (client) => client.machines.pair({ code }));
      if (options.json) printJson(machine);
      else print(`${machine.name} is paired with this computer, and works for it from now on.`);
    });

  addInviteCommand(workers);
  addDiscoverCommand(workers);
  addActCommands(workers);
  addLimitsCommand(workers);
  addMapCommands(workers);

  addServerOptions(
    workers.command('log').description('The last lines of the log of another computer').argument('<name>', NAME),
  )
    .option('--limit <n>', 'how many', atLeastOne, 50)
    .addHelpText('after', '\nExample:\n  metaextract workers log attic')
    .action(async (name: string, options: ServerOptions & { limit: number }) => {
      const { lines } = await withLiveServer(options, async (client) => {
        const { id } = await machineNamed(client, name);
        return client.machines.log({ id, limit: options.limit });
      });
      for (const line of lines) showLogLine(line, options.json);
    });
}

const NAME = 'its name or id';

const EXAMPLES = `
Examples:
  metaextract workers
  metaextract workers add 'metaextract-pair:1?…'     the other computer shows it: metaextract worker
  metaextract workers invite                         the other computer takes it: metaextract worker --join <code>
  metaextract workers map add /photos /mnt/photos --worker attic`;

function addDiscoverCommand(workers: Command): void {
  addServerOptions(workers.command('discover').description('Workers that announce themselves on the network'))
    .addHelpText('after', '\nExample:\n  metaextract workers discover')
    .action(async (options: ServerOptions) => {
      const discovery = await withClient(options, (client) => client.machines.discover());
      if (options.json) {
        printJson(discovery);
        return;
      }
      const { found, message } = discovery;
      const rows = found.map(({ name, host, port, program, isPaired }) => [
        name,
        `${host}:${port.toString()}`,
        program,
        isPaired ? 'paired' : '',
      ]);
      if (rows.length > 0) print(table(['Name', 'Address', 'Version', ''], rows));
      else print(message ?? 'No worker announces itself. Pair with one by its code: metaextract workers add <code>');
    });
}

const ACTS = {
  pause: 'Give it no more files; what it has is finished',
  resume: 'Give it files again',
  drain: 'Let it finish what it has, and end its processes',
} as const;

function addActCommands(workers: Command): void {
  for (const verb of ['pause', 'resume', 'drain'] as const) {
    addServerOptions(
      workers.command(verb).description(ACTS[verb]).argument('<name>', 'of a computer, or the id of one worker'),
    )
      .addHelpText('after', `\nExample:\n  metaextract workers ${verb} attic`)
      .action(async (name: string, options: ServerOptions) => {
        const ask = verb === 'drain' ? withLiveServer : withClient; // without one there are no processes that could end
        const done = await ask(options, (client) => act(client, verb, name));
        if (options.json) printJson(done);
        else print('workers' in done ? oneMachine(done) : `${done.id} is ${done.state}.`);
      });
  }

  addServerOptions(
    workers
      .command('remove')
      .description('Forget another computer; what it has is given to others')
      .argument('<name>', NAME),
  )
    .addHelpText('after', '\nExample:\n  metaextract workers remove attic')
    .action(async (name: string, options: ServerOptions) => {
      const machine = await withClient(options, async (client) => {
        const found = await machineNamed(client, name);
        await client.machines.remove({ id: found.id });
        return found;
      });
      if (options.json) printJson({ id: machine.id, name: machine.name });
      else print(`${machine.name} is forgotten.`);
    });
}

/** A worker is named by its id; whatever is no worker's is a computer's. */
async function act(
  client: MetaExtractClient,
  verb: 'pause' | 'resume' | 'drain',
  name: string,
): Promise<Machine | WorkerView> {
  const { workers } = await client.workers.list();
  if (workers.some(({ id }) => id === name)) return client.workers[verb]({ id: name });
  return client.machines[verb]({ id: (await machineNamed(client, name)).id });
}

interface LimitOptions extends ServerOptions {
  readonly slots?: number;
  readonly maxMemory?: number;
}

const BYTES_PER_MB = 1_000_000;
/** As the contract has it. */
const MEMORY_MB_MIN = 100;

function addLimitsCommand(workers: Command): void {
  addServerOptions(
    workers
      .command('limits')
      .description('How much of another computer is used; without options all that it offers')
      .argument('<name>', NAME),
  )
    .option('--slots <n>', 'files that it reads at the same time', slotCount)
    .option('--max-memory <MB>', 'replace a process of it that has grown over this', wholeNumberIn(MEMORY_MB_MIN))
    .addHelpText('after', '\nExample:\n  metaextract workers limits attic --slots 4')
    .action(async (name: string, { slots, maxMemory, ...options }: LimitOptions) => {
      const limits = {
        ...(slots === undefined ? {} : { slots }),
        ...(maxMemory === undefined ? {} : { memoryLimitBytes: maxMemory * BYTES_PER_MB }),
      };
      const machine = await withClient(options, async (client) => {
        const { id } = await machineNamed(client, name);
        return client.machines.setLimits({ id, limits });
      });
      if (options.json) printJson(machine);
      else print(oneMachine(machine));
    });
}

function workerTable(workers: readonly WorkerView[]): string {
  if (workers.length === 0) return 'No workers are running; they start when there is something to read.';
  const rows = workers.map((worker) => [
    worker.id,
    worker.state,
    `${count(worker.slots.filter(({ lease }) => lease !== undefined).length)}/${count(worker.slots.length)}`,
    count(worker.filesPerS),
    bytes(worker.rssBytes),
    count(worker.filesDone),
    count(worker.failures),
    count(worker.restarts),
  ]);
  return table(
    ['Worker', 'State', 'Slots', 'Files/s', 'Memory', 'Done', 'Failed', 'Restarts'],
    rows,
    [2, 3, 4, 5, 6, 7],
  );
}

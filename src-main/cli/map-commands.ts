import type { Command } from 'commander';
import { Option } from 'commander';
import type { PathMapping } from '../../src-protocol/model/path-mapping.ts';
import { PathMapping as PathMappingSchema } from '../../src-protocol/model/path-mapping.ts';
import { CommandFault } from './exit.ts';
import { machineNamed } from './machine-words.ts';
import { print, printJson } from './print.ts';
import { addServerOptions, type ServerOptions } from './server-options.ts';
import { sourcePath } from './source-path.ts';
import { table } from './table.ts';
import { withClient, withLiveServer } from './with-client.ts';

type Scope = Pick<PathMapping, 'worker' | 'platform'>;

/** Commands about where folders of this computer are at others. */
export function addMapCommands(workers: Command): void {
  const map = workers
    .command('map')
    .description('Where folders of this computer are at others')
    .addHelpText('after', EXAMPLES);

  addServerOptions(map.command('list', { isDefault: true }).description('The mappings that there are (the default)'))
    .addHelpText('after', '\nExample:\n  metaextract workers map')
    .action(async (options: ServerOptions) => {
      const mappings = await withClient(options, async (client) => (await client.settings.get()).machines.mappings);
      say(options, mappings);
    });

  addScope(
    addServerOptions(
      map
        .command('add')
        .description('Whatever begins with the one folder here begins with the other there')
        .argument('<from>', 'a folder of this computer')
        .argument('<to>', 'where it is at the others'),
    ),
  )
    .addHelpText('after', '\nExample:\n  metaextract workers map add /photos /mnt/photos --worker attic')
    .action(async (from: string, to: string, options: ServerOptions & Scope) => {
      const added = { ...mappingOf(from, to, options), ...scopeOf(options) };
      say(
        options,
        await changeMappings(options, (before) => [...before.filter((each) => !isSame(each, added)), added]),
      );
    });

  addScope(
    addServerOptions(
      map.command('remove').description('Forget the mapping of a folder').argument('<from>', 'as “map list” shows it'),
    ),
  )
    .addHelpText('after', '\nExample:\n  metaextract workers map remove /photos --worker attic')
    .action(async (from: string, options: ServerOptions & Scope) => {
      const removed = { from, ...scopeOf(options) };
      const after = await changeMappings(options, (before) => {
        const kept = before.filter((each) => !isSame(each, removed));
        if (kept.length === before.length)
          throw new CommandFault(`There is no such mapping of ${from}. “metaextract workers map list” lists all.`);
        return kept;
      });
      say(options, after);
    });

  addServerOptions(
    map
      .command('test')
      .description('Whether a computer sees the files of a folder, by their content')
      .argument('<name>', 'its name or id')
      .argument('<folder>', 'a folder or file of this computer'),
  )
    .option('--to <path>', 'where it is there, to be tried; by default by the mappings that there are')
    .addHelpText('after', '\nExample:\n  metaextract workers map test attic /photos --to /mnt/photos')
    .action(async (name: string, folder: string, { to, ...options }: ServerOptions & { readonly to?: string }) => {
      const here = sourcePath(folder, options.server);
      const access = await withLiveServer(options, async (client) => {
        const { id } = await machineNamed(client, name);
        const mapping = to === undefined ? {} : { mapping: { from: here, to } };
        return client.machines.testMapping({ id, folder: here, ...mapping });
      });
      if (options.json) printJson(access);
      else print([WAYS[access.way], access.path, access.message].filter((part) => part !== undefined).join(': '));
    });
}

const WAYS = {
  'same-path': 'It sees the files under the same path',
  mapped: 'It sees the files under another path',
  sent: 'It does not see the files, which are sent to it',
  unknown: 'It could not be found out',
} as const;

const EXAMPLES = `
Examples:
  metaextract workers map add /photos /mnt/photos --worker attic
  metaextract workers map test attic /photos`;

function addScope(command: Command): Command {
  return command
    .option('--worker <name>', 'only at this computer')
    .addOption(
      new Option('--platform <platform>', 'only at computers of this system').choices(
        PathMappingSchema.shape.platform.unwrap().options,
      ),
    );
}

function mappingOf(from: string, to: string, { server }: ServerOptions): PathMapping {
  return { from: sourcePath(from, server), to };
}

function scopeOf({ worker, platform }: Scope): Scope {
  return { ...(worker === undefined ? {} : { worker }), ...(platform === undefined ? {} : { platform }) };
}

function isSame(a: Omit<PathMapping, 'to'>, b: Omit<PathMapping, 'to'>): boolean {
  return a.from === b.from && a.worker === b.worker && a.platform === b.platform;
}

function changeMappings(
  options: ServerOptions,
  change: (before: readonly PathMapping[]) => PathMapping[],
): Promise<readonly PathMapping[]> {
  return withClient(options, async (client) => {
    const { machines } = await client.settings.get();
    const changed = await client.settings.change({ machines: { mappings: change(machines.mappings) } });
    return changed.machines.mappings;
  });
}

function say({ json }: ServerOptions, mappings: readonly PathMapping[]): void {
  if (json) printJson(mappings);
  else if (mappings.length === 0) print('There are no mappings: folders are looked for under the same path.');
  else {
    const rows = mappings.map(({ from, to, worker, platform }) => [from, to, worker ?? platform ?? 'all']);
    print(table(['Here', 'There', 'At'], rows));
  }
}

import { mkdirSync } from 'node:fs';
import type { Command } from 'commander';
import { Option } from 'commander';
import { Role } from '../../src-protocol/model/role.ts';
import { TokenStore } from '../api/auth/token-store.ts';
import { CommandFault } from './exit.ts';
import { print, printJson } from './print.ts';
import type { DataOptions } from './run-options.ts';
import { addDataOptions, dataFolderOf } from './run-options.ts';
import { table } from './table.ts';

interface TokenOptions extends DataOptions {
  readonly json: boolean;
}

/** Who may call the server of this data folder; a server that is running takes changes over by itself. */
export function addTokenCommands(program: Command): void {
  const token = program
    .command('token')
    .description('Let other computers call this server, or no longer')
    .addHelpText('after', '\nExamples:\n  metaextract token create laptop --role viewer\n  metaextract token list');

  addDataOptions(token.command('create').description('Make a token, which is shown this once').argument('<name>'))
    .addOption(new Option('--role <role>', 'a viewer changes nothing').choices(Role.options).default('admin'))
    .option('--json', 'answer in JSON', false)
    .addHelpText('after', '\nExample:\n  metaextract token create laptop --role viewer')
    .action((name: string, options: TokenOptions & { role: Role }) => {
      const made = storeOf(options).create(name, options.role);
      if (options.json) {
        printJson(made);
        return;
      }
      print(made.secret);
      process.stderr.write('Keep it: it is not shown again. Callers send it as “Authorization: Bearer <token>”.\n');
    });

  addDataOptions(token.command('list').description('The tokens that there are'))
    .option('--json', 'answer in JSON', false)
    .addHelpText('after', '\nExample:\n  metaextract token list')
    .action((options: TokenOptions) => {
      const tokens = storeOf(options).list();
      if (options.json) printJson(tokens);
      else if (tokens.length === 0) print('There are no tokens: only this computer may call the server.');
      else {
        const rows = tokens.map(({ id, name, role, createdAt, lastUsedAt }) => [
          id,
          name,
          role,
          createdAt.slice(0, 10),
          lastUsedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
        ]);
        print(table(['Token', 'Name', 'Role', 'Made', 'Last used'], rows));
      }
    });

  addDataOptions(token.command('rotate').description('Give a token a new secret').argument('<token>'))
    .addHelpText('after', '\nExample:\n  metaextract token rotate 3f9ac27d')
    .action((id: string, options: DataOptions) => {
      const made = storeOf(options).rotate(id);
      if (made === undefined) throw noToken(id);
      print(made.secret);
    });

  addDataOptions(token.command('revoke').description('Take a token back').argument('<token>'))
    .addHelpText('after', '\nExample:\n  metaextract token revoke 3f9ac27d')
    .action((id: string, options: DataOptions) => {
      if (!storeOf(options).revoke(id)) throw noToken(id);
      process.stderr.write(`Token ${id} is revoked.\n`);
    });
}

function noToken(id: string): CommandFault {
  return new CommandFault(`There is no token ${id}. “metaextract token list” lists all.`);
}

function storeOf(options: DataOptions): TokenStore {
  const dataFolder = dataFolderOf(options);
  mkdirSync(dataFolder, { recursive: true });
  return new TokenStore(dataFolder);
}

import type { Command } from 'commander';
import { type DataOptions, addDataOptions } from './run-options.ts';

export interface ServerOptions extends DataOptions {
  readonly server?: string;
  readonly token?: string;
  readonly json: boolean;
}

/** Of commands that ask a server, or the data folder itself where none runs. */
export function addServerOptions(command: Command): Command {
  return addServerOption(addDataOptions(command));
}

/** The same without the data folder, for commands that have that option already. */
export function addServerOption(command: Command): Command {
  return command
    .option('--server <url>', 'ask this server; by default the one that has the data folder, or the folder itself')
    .option('--token <token>', 'what the server knows you by; METAEXTRACT_TOKEN says it too')
    .option('--json', 'answer in JSON', false);
}

export function tokenOf({ token }: ServerOptions): string | undefined {
  return token ?? process.env['METAEXTRACT_TOKEN'];
}

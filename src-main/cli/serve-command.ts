import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openBrowser } from '../api/open-browser.ts';
import { EXIT } from './exit.ts';
import { collect, portOf } from './option-values.ts';
import { withPortWords } from './port-words.ts';
import type { DataOptions } from './run-options.ts';
import { addDataOptions, addLogLevel, dataFolderOf } from './run-options.ts';
import { serve, untilAsked } from './serve.ts';
import type { LogLevel } from '../log/file-log.ts';

interface ServeOptions extends DataOptions {
  readonly host: string;
  readonly port: number;
  readonly root: readonly string[];
  readonly allowHost: readonly string[];
  readonly tokenRequired: boolean;
  readonly open: boolean;
  readonly logLevel: LogLevel;
}

const DEFAULT_PORT = 7_460;

export function addServeCommand(program: Command, exit: (code: number) => void): void {
  const command = addDataOptions(
    program.command('serve').description('Serve the web page and the API, and work on jobs'),
  )
    .option('--host <address>', 'where to listen; any but this computer’s own address needs tokens', '127.0.0.1')
    .option('--port <n>', 'the port; 0 takes a free one', portOf, DEFAULT_PORT)
    .option('--root <folder>', 'only files below it may be read; may be repeated', collect, [])
    .option('--allow-host <name>', 'a name under which the server is reached; may be repeated', collect, [])
    .option('--token-required', 'ask callers of this computer for a token too', false)
    .option('--open', 'open the web page in the browser', false);
  addLogLevel(command)
    .addHelpText('after', EXAMPLES)
    .action(async (options: ServeOptions) => {
      const serving = serve({
        dataFolder: dataFolderOf(options),
        host: options.host,
        port: options.port,
        roots: options.root.length === 0 ? null : options.root.map((root) => resolve(root)),
        allowedHosts: options.allowHost,
        tokenRequired: options.tokenRequired,
        logLevel: options.logLevel,
      });
      const served = await withPortWords(serving, options.port, '--port');
      process.stderr.write(`MetaExtract is at ${served.url} (Ctrl-C ends it)\n`);
      if (options.open) await openBrowser(served.url);
      await untilAsked(served);
      exit(EXIT.complete);
    });
}

const EXAMPLES = `
Examples:
  metaextract serve
  metaextract serve --host 0.0.0.0 --root /photos --allow-host nas.local
  metaextract token create laptop`;

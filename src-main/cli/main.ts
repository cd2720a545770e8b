import { createRequire } from 'node:module';
import { Command } from 'commander';
import { addCacheCommands } from './cache-commands.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { EXIT } from './exit.ts';
import { addExtractCommand } from './extract-command.ts';
import { addJobsCommands } from './jobs-commands.ts';
import { addResumeCommand } from './resume-command.ts';
import { addStartPageCommand } from './start-page-command.ts';

const exit = (code: number) => {
  process.exitCode = code;
};

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

const program = new Command('metaextract')
  .description('Extracts all the metadata from large collections of files')
  .version(version)
  .showHelpAfterError('(metaextract --help, or metaextract <command> --help, tells more)')
  .configureHelp({ showGlobalOptions: true });

addExtractCommand(program, exit);
addResumeCommand(program, exit);
addJobsCommands(program, exit);
addCacheCommands(program);
addDoctorCommand(program, exit);
addStartPageCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`metaextract: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = EXIT.couldNotRun;
}

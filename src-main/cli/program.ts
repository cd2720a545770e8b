import { Command } from 'commander';
import { addCacheCommands } from './cache-commands.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { addExtractCommand } from './extract-command.ts';
import { addJobsCommands } from './jobs-commands.ts';
import { addRestoreCommand } from './restore-command.ts';
import { addResumeCommand } from './resume-command.ts';
import { addClusterCommands } from './cluster-commands.ts';
import { addQueueCommands } from './queue-commands.ts';
import { addResultsCommand } from './results-command.ts';
import { addServeCommand } from './serve-command.ts';
import { addTokenCommands } from './token-command.ts';
import { programVersion } from './version.ts';
import { addWorkerCommand } from './add-worker-command.ts';
import { addWorkersCommands } from './workers-commands.ts';
import { addStartPageCommand } from './start-page-command.ts';

/** The command with all its subcommands; each says by `exit` with which code the process is to end. */
export function createProgram(exit: (code: number) => void): Command {
  const program = new Command('metaextract')
    .description('Extracts all the metadata from large collections of files')
    .version(programVersion())
    .showHelpAfterError('(metaextract --help, or metaextract <command> --help, tells more)')
    .addHelpText('after', EXAMPLES);
  addExtractCommand(program, exit);
  addResumeCommand(program, exit);
  addJobsCommands(program, exit);
  addCacheCommands(program);
  addServeCommand(program, exit);
  addQueueCommands(program, exit);
  addResultsCommand(program);
  addClusterCommands(program);
  addWorkersCommands(program);
  addWorkerCommand(program, exit);
  addTokenCommands(program);
  addRestoreCommand(program);
  addDoctorCommand(program, exit);
  addStartPageCommand(program);
  return program;
}

const EXAMPLES = `
Examples:
  metaextract extract ~/Pictures -o pictures.jsonl
  metaextract export 1 -o pictures.csv --columns core
  metaextract doctor

Exit codes: 0 complete; 2 complete, but some files failed; 1 could not run; 130 interrupted, can be resumed`;

import type { Command } from 'commander';
import { EXIT } from './exit.ts';
import type { WorkerOptions } from './worker-options.ts';
import { addWorkerOptions } from './worker-options.ts';

export function addWorkerCommand(program: Command, exit: (code: number) => void): void {
  addWorkerOptions(program.command('worker').description('Work for other computers: read what they have to read'))
    .addHelpText('after', EXAMPLES)
    .action(async (options: WorkerOptions) => {
      const { runWorker } = await import('./worker-command.ts'); // most commands do without, and start sooner
      await runWorker(options);
      exit(EXIT.complete);
    });
}

const EXAMPLES = `
Examples:
  metaextract worker
  metaextract worker --name attic --labels raw,fast --schedule 22:00-06:00
  metaextract worker --join 'metaextract-pair:1?…'      a code of the other computer: metaextract workers invite`;

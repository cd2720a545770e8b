import type { Command } from 'commander';
import { openBrowser } from '../api/open-browser.ts';
import { serve, untilAsked } from './serve.ts';

/** What “npm start” opens where there is no desktop: the same page in the browser, until Ctrl-C. */
export function addStartPageCommand(program: Command): void {
  program
    .command('start-page', { hidden: true })
    .description('Serve the program on this computer and open it in the browser')
    .option('--no-open', 'do not open a browser')
    .action(async ({ open }: { open: boolean }) => {
      const served = await serve({ port: 0, leaveCores: 1 });
      process.stderr.write(`MetaExtract is at ${served.url} (Ctrl-C ends it)\n`);
      if (open) await openBrowser(served.url);
      await untilAsked(served);
    });
}

import type { Command } from 'commander';
import { openBrowser } from '../api/open-browser.ts';
import { serveStartPage } from '../api/start-page-server.ts';
import { PROGRAM_FILES } from './program-files.ts';

/** What “npm start” opens where there is no desktop: the start page in the browser, until Ctrl-C. */
export function addStartPageCommand(program: Command): void {
  program
    .command('start-page', { hidden: true })
    .description('Serve the start page on this computer and open it in the browser')
    .option('--no-open', 'do not open a browser')
    .action(async ({ open }: { open: boolean }) => {
      const page = await serveStartPage({ rendererFolder: PROGRAM_FILES.rendererFolder() });
      process.stderr.write(`MetaExtract is at ${page.url} (Ctrl-C ends it)\n`);
      if (open) await openBrowser(page.url);
      await new Promise<void>((resolve) => {
        process.once('SIGINT', resolve).once('SIGTERM', resolve);
      });
      await page.close();
    });
}

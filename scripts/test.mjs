// `npm test`: makes the clone ready, runs every test and ends with one line that counts them.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './find-browser.mjs';
import { findNamespaces } from './find-namespaces.mjs';
import { findWindow } from './find-window.mjs';
import { runPlaywright } from './run-playwright.mjs';
import { runVitest } from './run-vitest.mjs';
import { setUp } from './setup.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const filters = process.argv.slice(2);

await setUp(root);
const results = join(root, 'test-results');
mkdirSync(results, { recursive: true });

const engine = await runVitest({ root, projects: ['unit', 'renderer'], filters, report: join(results, 'engine.json') });

const hosts = findNamespaces();
if (hosts.missing !== undefined) process.stdout.write(`${hosts.what}: skipped, ${hosts.missing}\n`);
// beside each other, as both wait for what is said, and not for times
const [commands, network] = await Promise.all([
  runVitest({ root, projects: ['command'], filters, report: join(results, 'command.json') }),
  runVitest({ root, projects: ['network'], filters, report: join(results, 'network.json') }),
]);
const processes = await runVitest({ root, projects: ['process'], filters, report: join(results, 'process.json') });

const window = findWindow(root);
const browser = findBrowser(root);
const desktop = await runVitest({
  root,
  projects: ['desktop'],
  filters,
  report: join(results, 'desktop.json'),
  wrapper: window.wrapper,
  env: { TEST_ELECTRON: window.path, TEST_BROWSER: browser.path },
});

const screens = await runPlaywright({ root, filters, window, browser });

const runs = [engine, commands, network, processes, desktop, screens];
const failed = sumOf('failed');
process.exitCode = failed === 0 ? 0 : 1;
process.stdout.write(`${sumOf('passed')} passed, ${failed} failed, ${sumOf('skipped')} skipped\n`);

/** @param {'passed' | 'failed' | 'skipped'} what */
function sumOf(what) {
  return runs.reduce((sum, run) => sum + run[what], 0);
}

// `npm run e2e`: the end-to-end suite alone, or the specs that are named, with Playwright's own options. With `--pictures`
// all that it looks at is kept as pictures, in test-results/screens.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './find-browser.mjs';
import { findWindow } from './find-window.mjs';
import { runPlaywright } from './run-playwright.mjs';
import { setUp } from './setup.mjs';

const PICTURES = '--pictures';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
if (process.argv.includes(PICTURES)) process.env['TEST_PICTURES'] = 'all';
await setUp(root);
const { failed } = await runPlaywright({
  root,
  filters: process.argv.slice(2).filter((argument) => argument !== PICTURES),
  window: findWindow(root),
  browser: findBrowser(root),
});
process.exitCode = failed === 0 ? 0 : 1;

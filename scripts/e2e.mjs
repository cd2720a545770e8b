// `npm run e2e`: the end-to-end suite alone, or the specs that are named, with Playwright's own options.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './find-browser.mjs';
import { findWindow } from './find-window.mjs';
import { runPlaywright } from './run-playwright.mjs';
import { setUp } from './setup.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
await setUp(root);
const { failed } = await runPlaywright({
  root,
  filters: process.argv.slice(2),
  window: findWindow(root),
  browser: findBrowser(root),
});
process.exitCode = failed === 0 ? 0 : 1;

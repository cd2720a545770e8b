import { join } from 'node:path';
import { runTool } from './run-tool.mjs';

/**
 * Runs the end-to-end suite in the window and in the browser, as far as they are there, and counts what came of it. What
 * is missing is skipped, and counts as that.
 *
 * @param {object} run
 * @param {string} run.root
 * @param {readonly string[]} run.filters arguments for Playwright: parts of paths of specs, options
 * @param {Host & { wrapper?: string[] }} run.window
 * @param {Host} run.browser
 */
export async function runPlaywright({ root, filters, window, browser }) {
  for (const { what, missing } of [window, browser]) {
    if (missing !== undefined) process.stdout.write(`${what}: skipped, ${missing}\n`);
  }
  const { code, report } = await runTool({
    root,
    tool: ['playwright', 'cli.js'],
    toolArguments: [
      ...['test', '--config', join(root, 'e2e', 'playwright.config.ts'), '--pass-with-no-tests'],
      ...filters,
    ],
    report: join(root, 'test-results', 'e2e.json'),
    wrapper: window.wrapper ?? [],
    env: { TEST_ELECTRON: window.path, TEST_BROWSER: browser.path },
  });
  return count(/** @type {Report | undefined} */ (report), code);
}

/** @typedef {{ what: string, path?: string, missing?: string }} Host */

/**
 * @typedef {object} Report
 * @property {{ expected: number, unexpected: number, skipped: number }} stats
 * @property {unknown[]} errors
 */

/** @type {Report} */
const NOTHING = { stats: { expected: 0, unexpected: 0, skipped: 0 }, errors: [] };

/**
 * @param {Report | undefined} report
 * @param {number | null} code
 */
function count(report, code) {
  const { stats, errors } = report ?? NOTHING;
  const failed = stats.unexpected + errors.length;
  return {
    passed: stats.expected,
    failed: failed === 0 && code !== 0 ? 1 : failed, // an error outside any test
    skipped: stats.skipped,
  };
}

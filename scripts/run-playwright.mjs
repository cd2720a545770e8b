import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { goodNode, requiredNode } from '../bin/good-node.mjs';

/**
 * Runs the end-to-end suite in the window and in the browser, as far as they are there, and counts what came of it. What
 * is missing is skipped, and counts as that.
 *
 * @param {object} run
 * @param {string} run.root
 * @param {readonly string[]} run.filters arguments for Playwright: parts of paths of specs, options
 * @param {{ path?: string, wrapper?: string[] }} run.window
 * @param {{ path?: string }} run.browser
 */
export async function runPlaywright({ root, filters, window, browser }) {
  const node = goodNode(root);
  if (node === undefined) throw new Error(requiredNode());
  const report = join(root, 'test-results', 'e2e.json');
  rmSync(report, { force: true }); // an old one must not be counted when this run breaks off

  const [command = node, ...commandArguments] = [
    ...(window.wrapper ?? []),
    node,
    join(root, 'node_modules', 'playwright', 'cli.js'),
    ...['test', '--config', join(root, 'e2e', 'playwright.config.ts'), '--pass-with-no-tests'],
    ...filters,
  ];
  const env = { ...process.env, TEST_ELECTRON: window.path, TEST_BROWSER: browser.path };
  const child = spawn(command, commandArguments, { cwd: root, stdio: 'inherit', env });
  const [code] = await once(child, 'exit');
  return count(report, code);
}

/**
 * @param {string} report
 * @param {number | null} code
 */
function count(report, code) {
  const { stats, errors } = read(report);
  const failed = stats.unexpected + errors.length;
  if (stats.flaky > 0) process.stdout.write(`end to end: ${stats.flaky} passed only at the second try\n`);
  return {
    passed: stats.expected + stats.flaky,
    failed: failed === 0 && code !== 0 ? 1 : failed, // an error outside any test
    skipped: stats.skipped,
  };
}

/**
 * @typedef {object} Report
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {unknown[]} errors
 */

/**
 * @param {string} report
 * @returns {Report}
 */
function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] };
  }
}

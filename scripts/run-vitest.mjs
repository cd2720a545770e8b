import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { goodNode, requiredNode } from '../bin/good-node.mjs';

/**
 * Runs some of the test projects and counts what came of them.
 *
 * @param {object} run
 * @param {string} run.root
 * @param {readonly string[]} run.projects
 * @param {readonly string[]} run.filters only test files whose path contains one of these
 * @param {string} run.report where vitest writes its results
 * @param {readonly string[]} [run.wrapper] a program, with its arguments, under which to run
 * @param {NodeJS.ProcessEnv} [run.env]
 */
export async function runVitest({ root, projects, filters, report, wrapper = [], env = {} }) {
  const node = goodNode(root);
  if (node === undefined) throw new Error(requiredNode());
  rmSync(report, { force: true }); // an old one must not be counted when this run breaks off

  const [command = node, ...commandArguments] = [
    ...wrapper,
    node,
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ...filters,
  ];
  const child = spawn(command, commandArguments, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit');
  return count(report, code);
}

/**
 * @param {string} report
 * @param {number | null} code
 */
function count(report, code) {
  const { numPassedTests, numPendingTests, numTodoTests, numFailedTests, testResults } = read(report);
  // A file that cannot even be loaded holds no test, and must not pass for that.
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = numFailedTests + brokenFiles;
  return {
    passed: numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed, // an error outside any test
    skipped: numPendingTests + numTodoTests,
  };
}

/**
 * @typedef {object} Report
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults
 */

/**
 * @param {string} report
 * @returns {Report}
 */
function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  }
}

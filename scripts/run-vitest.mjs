import { runTool } from './run-tool.mjs';

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
  const { code, report: written } = await runTool({
    root,
    tool: ['vitest', 'vitest.mjs'],
    toolArguments: [
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      ...filters,
    ],
    report,
    wrapper,
    env,
  });
  return count(/** @type {Report | undefined} */ (written), code);
}

/**
 * @typedef {object} Report
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults
 */

/** @type {Report} */
const NOTHING = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

/**
 * @param {Report | undefined} report
 * @param {number | null} code
 */
function count(report, code) {
  const { numPassedTests, numPendingTests, numTodoTests, numFailedTests, testResults } = report ?? NOTHING;
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

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { goodNode, requiredNode } from '../bin/good-node.mjs';

/**
 * Runs a tool out of node_modules on the project's own Node, and gives its exit code with the report in JSON that it has
 * written; none where it broke off before.
 *
 * @param {object} run
 * @param {string} run.root
 * @param {readonly string[]} run.tool where its script is in node_modules
 * @param {readonly string[]} run.toolArguments
 * @param {string} run.report
 * @param {readonly string[]} [run.wrapper] a program, with its arguments, under which to run
 * @param {NodeJS.ProcessEnv} [run.env] added to our own
 * @returns {Promise<{ code: number | null, report: unknown }>}
 */
export async function runTool({ root, tool, toolArguments, report, wrapper = [], env = {} }) {
  const node = goodNode(root);
  if (node === undefined) throw new Error(requiredNode());
  rmSync(report, { force: true }); // an old one must not be counted when this run breaks off

  const script = join(root, 'node_modules', ...tool);
  const [command = node, ...commandArguments] = [...wrapper, node, script, ...toolArguments];
  const child = spawn(command, commandArguments, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit');
  return { code, report: read(report) };
}

/**
 * @param {string} report
 * @returns {unknown}
 */
function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return undefined;
  }
}

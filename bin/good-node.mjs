import { existsSync } from 'node:fs';
import { join } from 'node:path';

const oldestMajor = 22;

/**
 * The Node to run the program on: the one that a source clone installs for itself, which its tests run on as well, else
 * the one that runs this, when it is new enough.
 *
 * @param {string} root
 * @returns {string | undefined}
 */
export function goodNode(root) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = join(root, 'node_modules', 'node', 'bin', name);
  if (existsSync(own)) return own;
  return Number.parseInt(process.versions.node, 10) >= oldestMajor ? process.execPath : undefined;
}

/** What to tell a person who has no such Node. */
export function requiredNode() {
  return `Node ${oldestMajor} or newer is needed, and this is Node ${process.versions.node} (${process.execPath}).`;
}

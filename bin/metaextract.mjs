#!/usr/bin/env node
// The command. It runs on any Node that a computer is likely to have, makes a source clone ready, and hands over to a
// Node that is new enough. It writes to standard error only: standard output belongs to the command's results.
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { goodNode, requiredNode } from './good-node.mjs';
import { runChild } from './run-child.mjs';
import { runDesktop } from './run-desktop.mjs';

const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url)))); // npm links to this file from elsewhere
const commandArguments = process.argv.slice(2);

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`metaextract: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main() {
  const setup = join(root, 'scripts', 'setup.mjs');
  if (existsSync(setup)) {
    /** @type {typeof import('../scripts/setup.mjs')} */
    const { setUp } = await import(pathToFileURL(setup).href);
    await setUp(root);
  }
  const node = goodNode(root);
  if (node === undefined) throw new Error(requiredNode());

  const cli = join(root, 'out', 'main', 'cli.js');
  if (commandArguments.length === 0) return runDesktop({ root, node, cli });
  if (realpathSync(node) !== realpathSync(process.execPath)) return runChild(node, [cli, ...commandArguments]);

  // This is the good Node already. A second process would only cost its start-up.
  process.argv[1] = cli;
  await import(pathToFileURL(cli).href);
  return process.exitCode;
}

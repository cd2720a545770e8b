import { copyFileSync, cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { goodNode, requiredNode } from '../bin/good-node.mjs';
import { setUp } from '../scripts/setup.mjs';
import type { Scratch } from './scratch.ts';

export const ROOT = dirname(import.meta.dirname);

/** The built command: the Node that runs it, and its script. */
export interface Program {
  readonly node: string;
  readonly cli: string;
}

/** Builds the command if need be and pins a copy, so that a build that somebody else makes meanwhile changes nothing. */
export async function pinProgram(scratch: Scratch): Promise<Program> {
  await setUp(ROOT);
  const node = goodNode(ROOT);
  if (node === undefined) throw new Error(requiredNode());
  const folder = scratch.path('program');
  mkdirSync(folder);
  cpSync(join(ROOT, 'out'), join(folder, 'out'), { recursive: true });
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const shared of ['node_modules', 'resources']) symlinkSync(join(ROOT, shared), join(folder, shared), 'junction');
  return { node, cli: join(folder, 'out', 'main', 'cli.js') };
}

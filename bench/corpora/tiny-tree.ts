import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { oncePer } from '../bench.ts';
import { watchExtract } from '../extract.ts';
import { count } from '../measure.ts';
import { CACHE_FOLDER } from '../scratch.ts';
import { tinyPicture } from './tiny-picture.ts';

const FILES_PER_FOLDER = 1_000;
const FOLDERS_PER_FOLDER = 10;

/** Many tiny pictures, no two alike, in nested folders. */
export const tinyTree = oncePer((bench) => Promise.resolve(makeTree(bench)));

function makeTree(bench: Bench): string {
  const files = bench.sizes.treeFiles;
  const folder = join(CACHE_FOLDER, `tree-${files.toString()}`);
  if (existsSync(`${folder}.complete`)) return folder;
  bench.say(`writing a tree of ${count(files)} tiny files, once`);
  rmSync(folder, { recursive: true, force: true });
  for (let first = 0; first < files; first += FILES_PER_FOLDER) {
    const into = folderOf(folder, first / FILES_PER_FOLDER);
    mkdirSync(into, { recursive: true });
    for (let index = first; index < first + FILES_PER_FOLDER; index++) {
      writeFileSync(join(into, `picture ${index.toString().padStart(6, '0')}.gif`), tinyPicture(index));
    }
  }
  writeFileSync(`${folder}.complete`, '');
  return folder;
}

function folderOf(tree: string, index: number): string {
  const name = (part: number) => part.toString().padStart(2, '0');
  return join(
    tree,
    `year ${name(Math.floor(index / FOLDERS_PER_FOLDER))}`,
    `event ${name(index % FOLDERS_PER_FOLDER)}`,
  );
}

/** The one job in the data folder that `extractedTree` copies. */
export const TREE_JOB = 1;

/**
 * A data folder in which the whole tree has been extracted, in a copy of its own for the caller. The extraction is done
 * once and kept; it is done again where the program would not use it any more.
 */
export async function extractedTree(bench: Bench): Promise<string> {
  const data = bench.scratch.path('data');
  cpSync(await keptData(bench), data, { recursive: true });
  return data;
}

const keptData = oncePer(async (bench) => {
  const tree = await tinyTree(bench);
  const kept = `${tree}.data`;
  // what is kept may have been made by a program that stored things differently
  if (existsSync(kept) && (await servesTree(bench, tree, kept).catch(() => false))) return kept;
  rmSync(kept, { recursive: true, force: true });
  bench.say(`extracting the tree of ${count(bench.sizes.treeFiles)} files, once`);
  const part = bench.scratch.path('data');
  await watchExtract(bench, { args: [tree, '--data-dir', part] });
  renameSync(part, kept);
  if (await servesTree(bench, tree, kept)) return kept;
  throw new Error('A second run over the unchanged tree reads files again.');
});

/** Whether a run over the tree starts no extractor. */
async function servesTree(bench: Bench, tree: string, kept: string): Promise<boolean> {
  const data = bench.scratch.path('data');
  cpSync(kept, data, { recursive: true });
  const run = await watchExtract(bench, { args: [tree, '--data-dir', data] });
  bench.scratch.drop(data);
  const end = run.seen.at(-1)?.progress;
  return end?.leased === 0 && end.counts.fromCache === bench.sizes.treeFiles;
}

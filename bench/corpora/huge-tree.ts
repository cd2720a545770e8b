import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { oncePer } from '../bench.ts';
import { count } from '../measure.ts';
import { CACHE_FOLDER } from '../scratch.ts';
import { tinyPicture } from './tiny-picture.ts';

const FILES_PER_FOLDER = 1_000;
/** ext4 allows 65,000 names for one file. */
const NAMES_PER_FILE = 50_000;
const EXTENSIONS = ['jpg', 'jpg', 'jpg', 'jpg', 'jpg', 'jpg', 'heic', 'png', 'mp4', 'pdf'];

/** So many names that only the way they are handled counts; many of them are of one file. */
export const hugeTree = oncePer((bench) => Promise.resolve(makeTree(bench)));

/** Folders of the tree with so many files together, of a thousand each. */
export function hugeTreeFolders(tree: string, files: number): string[] {
  return Array.from({ length: Math.ceil(files / FILES_PER_FOLDER) }, (_, at) => folderOf(tree, at));
}

function folderOf(tree: string, at: number): string {
  return join(tree, `folder ${at.toString().padStart(4, '0')}`);
}

function makeTree(bench: Bench): string {
  const files = bench.sizes.memoryFiles;
  const folder = join(CACHE_FOLDER, `pictures-${files.toString()}`);
  if (existsSync(`${folder}.complete`)) return folder;
  bench.say(`writing a tree of ${count(files)} names, once`);
  rmSync(folder, { recursive: true, force: true });
  let linked = '';
  for (let index = 0; index < files; index++) {
    const into = folderOf(folder, Math.floor(index / FILES_PER_FOLDER));
    if (index % FILES_PER_FOLDER === 0) mkdirSync(into, { recursive: true });
    const extension = EXTENSIONS[index % EXTENSIONS.length] ?? 'jpg';
    const path = join(into, `IMG_${index.toString().padStart(7, '0')}.${extension}`);
    if (index % NAMES_PER_FILE === 0) {
      writeFileSync(path, tinyPicture(index));
      linked = path;
    } else {
      linkSync(linked, path);
    }
  }
  writeFileSync(`${folder}.complete`, '');
  return folder;
}

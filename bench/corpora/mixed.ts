import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { writeCollection } from '../../test/fixtures/collection.ts';
import type { Bench } from '../bench.ts';
import { oncePer } from '../bench.ts';
import { CACHE_FOLDER } from '../scratch.ts';

/** A folder with files of many kinds. */
export interface Collection {
  readonly folder: string;
  /** Absolute paths, sorted; no line breaks in them, as ExifTool's lists of arguments have one per line. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** For docs/performance.md. */
  readonly description: string;
}

/** The collection that nearly everything is measured on. */
export const mixedCollection = oncePer((bench) => makeCollection(bench, 1));

/** Other files of the same kinds. */
export const secondCollection = oncePer((bench) => makeCollection(bench, 2));

async function makeCollection(bench: Bench, seed: number): Promise<Collection> {
  const { collectionFiles } = bench.sizes;
  bench.say(`making collection ${seed.toString()} of ${collectionFiles.toString()} files or more`);
  if (bench.options.corpus !== undefined) return replicate(resolve(bench.options.corpus), collectionFiles, seed);
  const folder = join(CACHE_FOLDER, `collection-${seed.toString()}-${collectionFiles.toString()}`);
  await writeCollection({ folder, count: collectionFiles, seed });
  return describe(folder, 'distinct generated files');
}

/**
 * Copies a folder so often that there are enough files. Every copy has a time of its own: files of one size, time and
 * content would be taken for one file that was moved, and not be read again.
 */
function replicate(corpus: string, least: number, seed: number): Collection {
  const originals = regularFiles(corpus);
  if (originals.length === 0) throw new Error(`There are no files in ${corpus}.`);
  const copies = Math.ceil(least / originals.length);
  const key = JSON.stringify([corpus, copies, seed, originals.map((file) => [file, lstatSync(file).size])]);
  const folder = join(CACHE_FOLDER, `copies-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`);
  const marker = `${folder}.complete`;
  if (!existsSync(marker)) {
    rmSync(folder, { recursive: true, force: true });
    for (let copy = 1; copy <= copies; copy++) copyAll(corpus, originals, folder, copy, seed);
    writeFileSync(marker, '');
  }
  return describe(folder, `copies of ${originals.length.toString()} files of ${corpus}`);
}

function copyAll(corpus: string, originals: readonly string[], folder: string, copy: number, seed: number): void {
  const number = copy.toString().padStart(2, '0');
  for (const [index, original] of originals.entries()) {
    const relative = original.slice(corpus.length + 1);
    const parts = relative.split('/');
    // in front of the name, so that a file and its sidecar still belong together
    const target = join(folder, `copy ${number}`, ...parts.slice(0, -1), `${number}-${parts.at(-1) ?? ''}`);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(original, target);
    const modifiedS = 1_500_000_000 + seed * 10_000_000 + copy * 10_000 + index;
    utimesSync(target, modifiedS, modifiedS);
  }
}

function describe(folder: string, kind: string): Collection {
  const files = regularFiles(folder);
  let bytes = 0;
  for (const file of files) bytes += readFileSync(file).length; // reading them also warms the page cache for everybody
  const formats = new Set(files.map((file) => file.split('.').at(-1)?.toLowerCase()));
  const size = `${(bytes / 1e6).toFixed(0)} MB`;
  return {
    folder,
    files,
    bytes,
    description: `${files.length.toString()} ${kind}, ${size}, ${formats.size.toString()} kinds of names`,
  };
}

function regularFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[\n\r\ufffd]/.test(join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

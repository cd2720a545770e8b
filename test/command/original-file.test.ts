import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeBroken } from '../fixtures/broken.ts';
import { writeCollection } from '../fixtures/collection.ts';
import { FIXTURE_FORMATS } from '../fixtures/formats.ts';
import type { ExtractionOptions } from '../../src-protocol/model/extraction.ts';
import type { ExtractionFile, FileExtraction } from '../../src-worker/extractors/extractor.ts';
import { createExifToolExtractor } from '../../src-worker/extractors/exiftool/exiftool-extractor.ts';

const OPTIONS: ExtractionOptions = { profile: 'complete', hashes: [], timeoutMs: 60_000 };
const ODD_NAMES = ['a b|c.jpg', '100%.jpg', 'new\nline.jpg', 'ends with newline.jpg\n', '日本語 é.jpg'];
/** Another time than that of any original. */
const COPIED_AT_S = 1_234_567_890;

let folder: string;
let originals: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metaextract-original-'));
  const from = join(folder, 'photos');
  await writeCollection({ folder: from, count: 2 * FIXTURE_FORMATS.length, seed: 7, paddingScale: 0 });
  const jpeg = (await filesOf(from)).find((name) => name.toLowerCase().endsWith('.jpg')) ?? '';
  await writeBroken(join(from, 'broken'));
  for (const name of ODD_NAMES) await copyFile(jpeg, join(from, name));
  originals = await filesOf(from);
}, 60_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a copy under another name, with other times and mode, gives the record of its original', async () => {
  const copies = join(folder, 'copies');
  await mkdir(copies);
  const files: ExtractionFile[] = [];
  for (const [itemId, path] of originals.entries()) {
    const copy = join(copies, `${itemId.toString()}${extname(path).trimEnd()}`);
    await copyFile(path, copy);
    const { size, mtimeMs, atimeMs, ctimeMs, mode } = await stat(path); // to copy it was an access to it
    await chmod(copy, 0o600);
    await utimes(copy, COPIED_AT_S, COPIED_AT_S);
    const times = { modifiedMs: mtimeMs, accessedMs: atimeMs, changedMs: ctimeMs, mode };
    files.push({ itemId, path: copy, sizeBytes: size, original: { path, stat: times } });
  }
  // the originals after the copies: reading them may change when they were last accessed
  const ofCopies = await read(files);
  const ofOriginals = await read(
    files.map(({ itemId, sizeBytes }) => ({ itemId, path: originals[itemId] ?? '', sizeBytes })),
  );
  expect(ofCopies.size).toBe(originals.length);
  expect(originals.length).toBeGreaterThan(30);
  for (const [itemId, path] of originals.entries())
    expect(withoutDuration(ofCopies.get(itemId)), path).toEqual(withoutDuration(ofOriginals.get(itemId)));
});

test('a file under another path is said to be where its original is, with its own times', async () => {
  const [path = ''] = originals;
  const { size } = await stat(path);
  const [mapped] = (
    await read([{ itemId: 1, path, sizeBytes: size, original: { path: '/volumes/photos/b.jpg' } }])
  ).values();
  const [local] = (await read([{ itemId: 1, path, sizeBytes: size }])).values();
  expect(tag(mapped, 'System:Directory')).toBe('"/volumes/photos"');
  expect(tag(mapped, 'System:FileName')).toBe('"b.jpg"');
  expect(tag(mapped, 'System:FileModifyDate')).toBe(tag(local, 'System:FileModifyDate'));
});

test('a path of Windows is cut where Windows cuts it, one of the root has the root as its folder', async () => {
  const [path = ''] = originals;
  const { size } = await stat(path);
  const readAs = async (original: string) =>
    (await read([{ itemId: 1, path, sizeBytes: size, original: { path: original } }])).get(1);
  const windows = await readAs('D:\\photos\\2020\\a.jpg');
  expect(tag(windows, 'System:Directory')).toBe(String.raw`"D:\\photos\\2020"`);
  expect(tag(windows, 'System:FileName')).toBe('"a.jpg"');
  expect(tag(await readAs('/a.jpg'), 'System:Directory')).toBe('"/"');
});

async function read(files: readonly ExtractionFile[]): Promise<Map<number, FileExtraction>> {
  await using extractor = createExifToolExtractor();
  await extractor.start();
  const results = new Map<number, FileExtraction>();
  for await (const result of extractor.extract({ files, options: OPTIONS }, new AbortController().signal))
    results.set(result.itemId, result);
  return results;
}

function withoutDuration(extraction: FileExtraction | undefined): object {
  return { ...extraction, durationMs: 0 };
}

function tag(extraction: FileExtraction | undefined, name: string): string | undefined {
  const at = extraction?.tags.names.split('\n').indexOf(name) ?? -1;
  return extraction?.tags.values.split('\n')[at]?.split('\t')[0];
}

async function filesOf(parent: string): Promise<string[]> {
  const entries = await readdir(parent, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { exiftoolPath } from 'exiftool-vendored';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROKEN_FIXTURES, writeBroken } from '../fixtures/broken.ts';
import { writeCollection } from '../fixtures/collection.ts';
import { EXPECTED_TOLERANCE, expectedTags } from '../fixtures/expected.ts';
import { FIXTURE_FORMATS, type FixtureFormat } from '../fixtures/formats.ts';
import { subjectOf } from '../fixtures/subject.ts';

type Tags = Readonly<Record<string, unknown>>;

const run = promisify(execFile);
/** Every kind of maker note, with and without position and offset; see the first test. */
const SEEDS = [0, 1, 3, 4, 7, 8, 9, 17];
const PADDING_BYTES = 3_000;
const EXIFTOOL_TIMEOUT_MS = 60_000;
const NEEDS_ARCHIVE_ZIP = 'Install Archive::Zip to decode compressed ZIP information';

let folder: string;
let brokenPaths: readonly string[];
const tagsByPath = new Map<string, Tags>();

function pathOf(format: FixtureFormat, seed: number): string {
  return join(folder, `${format.name}-${seed.toString()}.${format.extension}`);
}

function tagsOf(path: string): Tags {
  const tags = tagsByPath.get(path);
  if (tags === undefined) throw new Error(`ExifTool said nothing of ${path}.`);
  return tags;
}

/** One process for all files; it ends with 1 where a file is broken, and writes its output all the same. */
async function readTags(paths: readonly string[]): Promise<void> {
  const list = join(folder, 'paths.txt');
  await writeFile(list, paths.join('\n'));
  const args = ['-j', '-G1', '-a', '-n', '-struct', '-charset', 'filename=utf8', '-@', list];
  const output = await run(await exiftoolPath(), args, { maxBuffer: 2 ** 28, timeout: EXIFTOOL_TIMEOUT_MS }).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { readonly stdout: string }).stdout,
  );
  for (const tags of JSON.parse(output) as Tags[]) tagsByPath.set(join(String(tags['SourceFile'])), tags);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixtures-'));
  const built = FIXTURE_FORMATS.flatMap((format) =>
    SEEDS.map((seed) => ({ format, seed, path: pathOf(format, seed) })),
  );
  await Promise.all(
    built.map(({ format, seed, path }) => writeFile(path, format.build(subjectOf(seed), PADDING_BYTES))),
  );
  brokenPaths = await writeBroken(join(folder, 'broken'));
  await readTags([...built.map(({ path }) => path), ...brokenPaths]);
}, EXIFTOOL_TIMEOUT_MS);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('subjects', () => {
  test('the seeds of these tests cover every maker note, with and without position and offset', () => {
    const subjects = SEEDS.map(subjectOf);
    expect(new Set(subjects.map(({ makerNote }) => makerNote)).size).toBe(5);
    expect(subjects.some(({ position }) => position === undefined)).toBe(true);
    expect(subjects.some(({ position }) => position !== undefined)).toBe(true);
    expect(subjects.some(({ offsetMinutes }) => offsetMinutes === undefined)).toBe(true);
  });

  test('a seed always gives the same subject, and a thousand seeds give a thousand different ones in all quadrants', () => {
    expect(subjectOf(5)).toEqual(subjectOf(5));
    const subjects = Array.from({ length: 1_000 }, (_, seed) => subjectOf(seed));
    expect(new Set(subjects.map(({ uniqueId }) => uniqueId)).size).toBe(1_000);
    const quadrants = subjects.flatMap(({ position }) => (position === undefined ? [] : [quadrantOf(position)]));
    expect(new Set(quadrants).size).toBe(4);
  });

  function quadrantOf({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }): string {
    return `${latitude < 0 ? 'S' : 'N'}${longitude < 0 ? 'W' : 'E'}`;
  }
});

describe.each(FIXTURE_FORMATS)('$name', (format) => {
  test('is the same for the same seed, and different for each other seed', () => {
    const builds = SEEDS.map((seed) => Buffer.from(format.build(subjectOf(seed), PADDING_BYTES)));
    const again = SEEDS.map((seed) => Buffer.from(format.build(subjectOf(seed), PADDING_BYTES)));
    expect(again.map(base64)).toEqual(builds.map(base64));
    expect(new Set(builds.map(base64)).size).toBe(SEEDS.length);
  });

  test.each(SEEDS)('gives the values of subject %i back through ExifTool, without error or warning', (seed) => {
    const tags = tagsOf(pathOf(format, seed));
    expect(tags['ExifTool:Error']).toBeUndefined();
    if (tags['ExifTool:Warning'] === NEEDS_ARCHIVE_ZIP) {
      // Without this Perl module ExifTool sees only the archive.
      expect([format.fileType, 'ZIP']).toContain(tags['File:FileType']);
      return;
    }
    expect(tags['ExifTool:Warning']).toBeUndefined();
    expect(tags['File:FileType']).toBe(format.fileType);
    for (const [name, value] of Object.entries(expectedTags(format.name, subjectOf(seed), PADDING_BYTES)))
      expectTag(tags, name, value);
  });

  function base64(bytes: Buffer): string {
    return bytes.toString('base64');
  }

  function expectTag(tags: Tags, name: string, value: unknown): void {
    if (typeof value !== 'number') expect([name, asList(tags[name], value)]).toEqual([name, value]);
    else
      expect(
        Math.abs(Number(tags[name]) - value),
        `${name}: ${String(tags[name])}, not ${value.toString()}`,
      ).toBeLessThan(EXPECTED_TOLERANCE);
  }

  /** ExifTool writes some lists of one item as the item. */
  function asList(actual: unknown, expected: unknown): unknown {
    return Array.isArray(expected) && !Array.isArray(actual) ? [actual] : actual;
  }
});

test.each(SEEDS)('the jpeg of subject %i has as many tags as a camera writes', (seed) => {
  const jpeg = FIXTURE_FORMATS.find(({ name }) => name === 'jpeg');
  const tags = jpeg === undefined ? {} : tagsOf(pathOf(jpeg, seed));
  expect(Object.keys(tags).length).toBeGreaterThan(150);
  expect(tags['XMP-xmpMM:History']).toEqual(expect.arrayContaining([expect.objectContaining({ Action: 'saved' })]));
});

test.each(BROKEN_FIXTURES)('broken: $name gives $complaint', ({ fileName, complaint }) => {
  const tags = tagsOf(join(folder, 'broken', fileName));
  expect(tags['ExifTool:Error'] === undefined).toBe(complaint !== 'error');
  expect(tags['ExifTool:Warning'] === undefined).toBe(complaint !== 'warning');
});

describe('writeCollection', () => {
  const COUNT = 150;

  async function contentsOf(files: readonly string[]): Promise<Map<string, string>> {
    const contents = await Promise.all(files.map((file) => readFile(file, 'base64')));
    return new Map(files.map((file, index) => [file, contents[index] ?? '']));
  }

  test('writes different files, and the same ones to another folder; a smaller collection is a part of a larger', async () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    const { files } = await writeCollection({ folder: one, count: COUNT, seed: 3, paddingScale: 0.02 });
    const { files: fewer } = await writeCollection({ folder: two, count: 100, seed: 3, paddingScale: 0.02 });
    expect(files).toHaveLength(COUNT);
    const contents = await contentsOf(files);
    expect(new Set(contents.values()).size).toBe(COUNT);
    expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(COUNT);
    for (const [file, content] of await contentsOf(fewer))
      expect(contents.get(join(one, relative(two, file)))).toBe(content);
  });

  test('leaves a complete folder alone, and writes a changed one anew', async () => {
    const request = { folder: join(folder, 'again'), count: 20, seed: 1, paddingScale: 0 };
    const [first] = (await writeCollection(request)).files;
    if (first === undefined) throw new Error('No file was written.');
    const before = await stat(first);
    await writeCollection(request);
    expect((await stat(first)).ctimeMs).toBe(before.ctimeMs);
    const { files } = await writeCollection({ ...request, count: 5 });
    expect(files).toHaveLength(5);
    expect((await stat(first)).ctimeMs).toBeGreaterThan(before.ctimeMs);
  });

  test('keeps to the formats it is given', async () => {
    const formats = FIXTURE_FORMATS.filter(({ name }) => name === 'png' || name === 'mp3');
    const { files } = await writeCollection({
      folder: join(folder, 'two formats'),
      count: 30,
      seed: 1,
      formats,
      paddingScale: 0,
    });
    expect(files.every((file) => /\.(png|mp3)$/.test(file))).toBe(true);
  });

  test('does not touch a folder that it did not write', async () => {
    await expect(writeCollection({ folder: join(folder, 'broken'), count: 1, seed: 1 })).rejects.toThrow('not empty');
    expect(await stat(brokenPaths[0] ?? '')).toBeDefined();
  });
});

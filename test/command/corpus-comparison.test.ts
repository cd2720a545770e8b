import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeBroken } from '../fixtures/broken.ts';
import { writeCollection } from '../fixtures/collection.ts';
import { FIXTURE_FORMATS } from '../fixtures/formats.ts';
import { buildAwkwardPng } from '../process/support/awkward-png.ts';
import { PROJECT_ROOT, temporaryFolders } from '../process/support/run-cli.ts';
import type { Profile, Records, Tags } from '../process/support/tag-comparison.ts';
import { differencesOf, extractRecords, filesBelow, readWithExifTool } from '../process/support/tag-comparison.ts';

const CORPUS = join(PROJECT_ROOT, '..', 'shared', 'corpus');
const CORPUS_TAGS_MIN = 20_000;
/** Enough for every kind of camera, place and maker note in most formats. */
const FILES_PER_FORMAT = 6;
const TIMEOUT_MS = 240_000;
const SHOWN_DIFFERENCES = 20;
/** Neither UTC nor whole hours off it: a time that is shifted somewhere cannot hide. */
const ENV = { TZ: 'Asia/Kathmandu' };

const temporaryFolder = temporaryFolders();

const hasCorpus = existsSync(CORPUS);
if (!hasCorpus) process.stdout.write(`corpus comparison: skipped, there is no ${CORPUS}\n`);

describe.skipIf(!hasCorpus)('in the corpus of real files', () => {
  compare('corpus', () => Promise.resolve(CORPUS), CORPUS_TAGS_MIN);
});

describe('in generated files of every format, whole and broken', () => {
  compare('generated', writeFixtures, FIXTURE_FORMATS.length * FILES_PER_FORMAT * 10);
});

/** Every test reads all files anew, without what an earlier one has kept. */
function compare(name: string, makeFolder: () => Promise<string>, tagsMin: number): void {
  let folder: string;
  let files: readonly string[];
  const records = new Map<Profile, Records>();

  beforeAll(async () => {
    folder = await makeFolder();
    files = await filesBelow(folder);
  }, TIMEOUT_MS);

  test.each(['complete', 'fast'] as const)(
    'every tag of profile %s equals what ExifTool prints',
    { timeout: TIMEOUT_MS },
    async (profile) => {
      const temporary = await temporaryFolder('comparison');
      const list = join(temporary, 'files.txt');
      const [ours, theirs] = await Promise.all([
        extractRecords({ folder, dataFolder: join(temporary, 'data'), profile, env: ENV }),
        readWithExifTool(files, profile, list, { env: ENV }),
      ]);
      records.set(profile, ours);
      expect([...ours.tags.keys()].sort(), 'one record for every file').toEqual(files);
      expect([...theirs.keys()].sort(), 'ExifTool has seen every file').toEqual(files);
      const readAlone = await readAgainWhereDifferent(ours.tags, theirs, (file) =>
        readWithExifTool([file], profile, list, { env: ENV }),
      );

      const differences = files.flatMap((file) =>
        differencesOf(ours.tags.get(file), theirs.get(file)).map((words) => `${file}: ${words}`),
      );
      const compared = [...theirs.values()].reduce((sum, { size }) => sum + size, 0);
      process.stdout.write(
        `${name}, ${profile}: ${files.length} files, ${compared} tags compared, ${differences.length} differences ` +
          `(compared with an ExifTool of their own: ${describeNames(readAlone)})\n`,
      );
      expect(differences.slice(0, SHOWN_DIFFERENCES)).toEqual([]);
      expect(compared).toBeGreaterThan(tagsMin);
    },
  );

  test('the core fields of both profiles are the same', () => {
    const [complete, fast] = [records.get('complete')?.core, records.get('fast')?.core];
    expect(complete?.size).toBe(files.length);
    expect(fast).toEqual(complete);
  });
}

/**
 * What ExifTool has read before, in the same process, changes what it says of some files: it takes the byte order of one file
 * over to the next and then reads some formats wrongly (the corpus has an AAC file for that; our extractor sets it back), and
 * it gives the Composite tags of every module that it has loaded so far (an XMP file that ExifTool wrote has the groups of
 * cameras). So a file that differs is compared with what an ExifTool says of it that has read nothing else. Returns these
 * files.
 */
async function readAgainWhereDifferent(
  ours: ReadonlyMap<string, Tags>,
  theirs: Map<string, Tags>,
  readAlone: (file: string) => Promise<Map<string, Tags>>,
): Promise<string[]> {
  const different = [...theirs.keys()].filter((file) => differencesOf(ours.get(file), theirs.get(file)).length > 0);
  for (const file of different) {
    for (const [path, tags] of await readAlone(file)) theirs.set(path, tags);
  }
  return different;
}

function describeNames(files: readonly string[]): string {
  return files.length === 0 ? 'none' : `${files.length}, ${files.map((file) => basename(file)).join(', ')}`;
}

async function writeFixtures(): Promise<string> {
  const folder = join(await temporaryFolder('fixtures'), 'files');
  await mkdir(folder);
  for (const format of FIXTURE_FORMATS) {
    await writeCollection({
      folder: join(folder, format.name),
      count: FILES_PER_FORMAT,
      seed: 5,
      formats: [format],
      paddingScale: 0.1,
    });
  }
  await writeBroken(join(folder, 'broken'));
  await writeFile(join(folder, 'awkward.png'), buildAwkwardPng());
  return folder;
}

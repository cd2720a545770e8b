import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noise } from '../../test/fixtures/blocks/noise.ts';
import { writeBroken } from '../../test/fixtures/broken.ts';
import { writeCollection } from '../../test/fixtures/collection.ts';
import { FIXTURE_FORMATS, QUICK_FORMATS } from '../../test/fixtures/formats.ts';
import { subjectOf } from '../../test/fixtures/subject.ts';
import { buildJpeg } from '../../test/fixtures/builders/jpeg.ts';

export interface Collection {
  readonly folder: string;
  /** Absolute paths. */
  readonly files: readonly string[];
}

const LIBRARY_FILES = 60;
const SLOW_FILES = 120;

export const LONG_NAME = `${'a very long name that goes on and on '.repeat(6)}end.jpg`;
export const RIGHT_TO_LEFT_NAME = 'תמונה מהחוף 2024.jpg';
const ODD_NAMES = [
  LONG_NAME,
  RIGHT_TO_LEFT_NAME,
  'صورة (1).jpg',
  '写真 🌊.jpg',
  '-execute.jpg',
  ...(process.platform === 'win32' ? [] : ['two\nlines.jpg']),
];

/** A folder as people have them: photos with places, films, documents, every format once, broken files, odd names. */
export async function writeMixedCollection(folder: string): Promise<Collection> {
  const { files } = await writeLibrary(join(folder, 'Library'), LIBRARY_FILES);
  const groups = await Promise.all([
    writeEach(
      join(folder, 'Formats'),
      FIXTURE_FORMATS.map(({ extension, name, build }, index) => [
        `${name}.${extension}`,
        build(subjectOf(900 + index)),
      ]),
    ),
    writeBroken(join(folder, 'Broken')),
    writeEach(join(folder, 'Unknown'), [['mystery.qqq', noise(3, 2_000)]]),
    writeEach(
      join(folder, 'Names'),
      ODD_NAMES.map((name, index) => [name, buildJpeg(subjectOf(800 + index))]),
    ),
  ]);
  return { folder, files: [...files, ...groups.flat()] };
}

/** Files that ExifTool reads in no time, and some photos: what slow-extractor.mjs makes last as long as a test needs. */
export async function writeSlowCollection(folder: string): Promise<Collection> {
  const photos = FIXTURE_FORMATS.filter(({ name }) => name === 'jpeg').map((jpeg) => ({ ...jpeg, sharePercent: 0.6 }));
  return { folder, ...(await writeLibrary(folder, SLOW_FILES, [...QUICK_FORMATS, ...photos])) };
}

async function writeLibrary(folder: string, count: number, formats = FIXTURE_FORMATS) {
  const written = await writeCollection({ folder, count, seed: 4, formats, paddingScale: 0 });
  await rm(`${folder}.fixtures.json`); // what is written beside the folder would be one file more
  return written;
}

async function writeEach(folder: string, files: readonly (readonly [string, Uint8Array])[]): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    files.map(async ([name, content]) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    }),
  );
}

import { createHash } from 'node:crypto';
import type { CoreFields } from '../../src-protocol/model/core-fields.ts';
import type { FileExtraction } from '../../src-worker/extractors/extractor.ts';

/** Kinds of files that the results look like: each has its own list of tags, as each model of camera has. */
const KINDS = 40;
const TAGS_MIN = 30;
const TAGS_PER_KIND = 2;
const FORMATS = ['JPEG', 'JPEG', 'JPEG', 'HEIC', 'CR3'];
const FIRST_PICTURE_MS = Date.UTC(2019, 0, 1);
const NAMES = Array.from({ length: KINDS }, (_, kind) => namesOf(kind));

/** What an extractor might have found in a file, as large as what real ones find: 30 to 108 tags. */
export function fakeExtraction(itemId: number): FileExtraction {
  return { ...resultOf(itemId, NAMES[itemId % KINDS] ?? []), itemId };
}

function namesOf(kind: number): string[] {
  return Array.from(
    { length: TAGS_MIN + kind * TAGS_PER_KIND },
    (_, tag) => `Group${(tag % 7).toString()}:TagOfKind${kind.toString()}Number${tag.toString()}`,
  );
}

/** As varied as a library is, and more so: each file is of a camera of its own, which makes the dictionaries large. */
function coreOf(itemId: number, digest: string): CoreFields {
  return {
    mediaKind: 'image',
    format: FORMATS[itemId % FORMATS.length] ?? 'JPEG',
    mimeType: 'image/jpeg',
    width: 3_000 + (itemId % 7) * 500,
    height: 3_000,
    make: 'Canon',
    model: digest,
    lens: `Lens ${digest.slice(0, 2)}`,
    iso: 100 * 2 ** (itemId % 7),
    fNumber: 1.4 + (itemId % 9),
    exposureS: 1 / (30 + (itemId % 1_000)),
    capturedAt: {
      local: new Date(FIRST_PICTURE_MS + itemId * 97_000).toISOString().slice(0, 19),
      source: 'ExifIFD:DateTimeOriginal',
    },
  };
}

function resultOf(itemId: number, names: readonly string[]): Omit<FileExtraction, 'itemId'> {
  const digest = createHash('md5').update(itemId.toString()).digest('hex');
  return {
    found: 'metadata',
    tags: {
      names: names.join('\n'),
      values: names
        .map((_, tag) =>
          tag % 3 === 0 ? `"1/${tag.toString()}"\t0.0${tag.toString()}` : `"${digest.slice(tag % 20)}"`,
        )
        .join('\n'),
    },
    core: coreOf(itemId, digest),
    warnings: [],
    durationMs: 3 + (itemId % 5),
  };
}

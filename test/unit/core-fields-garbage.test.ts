import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CORE_FIELD_NAMES, CoreFields, type CoreDate } from '../../src-protocol/model/core-fields.ts';
import { deriveCore } from '../../src-worker/extractors/exiftool/core/derive-core.ts';

/** One of each way through the derivation. */
const FORMATS: readonly (readonly [string, string])[] = [
  ['JPEG', 'image/jpeg'],
  ['TIFF', 'image/tiff'],
  ['NEF', 'image/x-nikon-nef'],
  ['HEIC', 'image/heic'],
  ['MP4', 'video/mp4'],
  ['MP3', 'audio/mpeg'],
  ['WAV', 'audio/x-wav'],
  ['PDF', 'application/pdf'],
  ['XMP', 'application/rdf+xml'],
  ['TTF', 'application/font-ttf'],
];

function coreOf(lines: ReadonlyMap<string, string>): CoreFields {
  return deriveCore({ names: [...lines.keys()], get: (name) => lines.get(name) });
}

/** Every name that the derivation ever asks for, from what it asks of files in which everything is useless. */
function askedNames(): readonly string[] {
  const asked = new Set<string>();
  for (const [format, mimeType] of FORMATS) {
    for (const useless of [undefined, '""', '"x"', '-1', '[]']) {
      const known = new Map([
        ['File:FileType', JSON.stringify(format)],
        ['File:MIMEType', JSON.stringify(mimeType)],
      ]);
      deriveCore({
        names: ['Track1:ImageWidth', 'Track2:AudioFormat'],
        get: (name) => {
          asked.add(name);
          return known.get(name) ?? useless;
        },
      });
    }
  }
  return [...asked].filter((name) => name !== 'File:FileType' && name !== 'File:MIMEType');
}

const NAMES = askedNames();

const pad = (value: number): string => value.toString().padStart(2, '0');
/** Dates that look right and mostly are not. */
const dateLike = fc
  .tuple(
    fc.integer({ min: 0, max: 9999 }),
    fc.array(fc.integer({ min: 0, max: 61 }), { minLength: 5, maxLength: 5 }),
    fc.constantFrom('', '.5', '.000', 'Z', '+02:00', '-1159', '+99:99', ' '),
  )
  .map(([year, [month = 0, day = 0, hour = 0, minute = 0, second = 0], end]) => {
    const date = `${year.toString().padStart(4, '0')}:${pad(month)}:${pad(day)}`;
    return `${date} ${pad(hour)}:${pad(minute)}:${pad(second)}${end}`;
  });
const numberLike = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-1, 0, 1, 2, 3, 6, 8, 255, 65535, 1e308, -1e308, 5e-324),
);
const textLike = fc.oneof(
  fc.string({ unit: 'binary' }),
  dateLike,
  fc.constantFrom(
    'undef',
    'inf',
    '-inf',
    'nan',
    'S',
    'W',
    '1 of 2',
    '0 1 0 -1 0 0 0 0 1',
    '8 8 8',
    '47.5 8.5 1e999',
    '\0',
  ),
);
const scalar = fc.oneof(numberLike, textLike, fc.boolean());
const json = fc.oneof(
  { weight: 4, arbitrary: scalar.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 4 }).map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.json() },
  // What is no JSON at all: a line cut off, numbers beyond all bounds.
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.constantFrom('', '"', '"\\', '[', '{', '[{', '1e999', '-', 'NaN', 'null', '[["a"],{}]') },
);
const line = fc.oneof(
  json,
  fc.tuple(json, json).map((both) => both.join('\t')),
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...NAMES) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...NAMES), fc.nat(20))
      .map(([known, copy]) => known.replace(':', `:Copy${copy.toString()}:`)),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.nat().map((track) => `Track${track.toString()}:ImageWidth`) },
);
const tags = fc
  .tuple(fc.constantFrom(...FORMATS), fc.array(fc.tuple(name, line), { maxLength: 120 }))
  .map(([[format, mimeType], lines]) => {
    const all = new Map(lines);
    all.set('File:FileType', JSON.stringify(format));
    all.set('File:MIMEType', JSON.stringify(mimeType));
    return all;
  });

function expectSound(core: CoreFields): void {
  expect(CoreFields.parse(core)).toEqual(core);
  expect(JSON.parse(JSON.stringify(core))).toEqual(core); // no undefined, no -0, nothing that JSON cannot say
  expect(Object.keys(core)).toEqual(CORE_FIELD_NAMES.filter((field) => Object.hasOwn(core, field)));
  for (const value of Object.values(core).flat()) {
    if (typeof value === 'string') expect(value).toMatch(/^[^\s\0]([^]*[^\s\0])?$/);
  }
  for (const field of [
    'width',
    'height',
    'durationS',
    'iso',
    'fNumber',
    'exposureS',
    'pageCount',
    'bitRate',
  ] as const) {
    expect(core[field] ?? 1, field).toBeGreaterThan(0);
  }
  expect(core.orientation ?? 1).toBeOneOf([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(Math.abs(core.latitude ?? 0)).toBeLessThanOrEqual(90);
  expect(Math.abs(core.longitude ?? 0)).toBeLessThanOrEqual(180);
  expect(core.latitude === undefined).toBe(core.longitude === undefined);
  expect(new Set(core.keywords).size).toBe(core.keywords?.length ?? 0);
  for (const date of [core.capturedAt, core.createdAt]) if (date !== undefined) expectSoundDate(date);
}

function expectSoundDate(date: CoreDate): void {
  expect(date.local).toMatch(/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?)?)?$/);
  expect(date.utc === undefined).toBe(date.offsetMinutes === undefined);
  expect(date.utc === undefined).toBe(date.offsetSource === undefined);
  const [local, fraction = ''] = date.local.split('.');
  const localMs = Date.parse(`${local ?? ''}${date.local.includes('T') ? 'Z' : ''}`);
  expect(localMs).not.toBeNaN();
  if (date.utc === undefined || date.offsetMinutes === undefined) return;
  const [utc, utcFraction = 'Z'] = date.utc.split('.');
  expect(utcFraction).toBe(`${fraction}Z`);
  expect(Date.parse(`${(utc ?? '').replace('Z', '')}Z`)).toBe(localMs - date.offsetMinutes * 60_000);
}

describe('whatever the values are', () => {
  test('the names that are asked for are many, none of them Composite', () => {
    expect(NAMES.length).toBeGreaterThan(300);
    expect(NAMES.filter((asked) => asked.startsWith('Composite:'))).toEqual([]);
  });

  test('a bit rate of nearly nothing is none', () => {
    const film = [
      ['File:FileType', '"MP4"'],
      ['File:MIMEType', '"video/mp4"'],
    ] as const;
    expect(coreOf(new Map([...film, ['Flash:VideoBitrate', '5e-324']])).bitRate).toBeUndefined();
    expect(coreOf(new Map([...film, ['Flash:VideoBitrate', '800000']])).bitRate).toBe(800_000);
  });

  test('deriving never throws, and what comes out satisfies the schema', () => {
    fc.assert(
      fc.property(tags, (lines) => {
        expectSound(coreOf(lines));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(['1e308', '-1e308', `"${'9'.repeat(400)}"`, '"1e308 1e308"', '5e-324', 'true', '[1e308,1e308]'])(
    'all names at once may hold %s',
    (value) => {
      for (const [format, mimeType] of FORMATS) {
        const lines = new Map(NAMES.map((asked) => [asked, value]));
        lines.set('QuickTime:Copy1:MediaDataSize', value);
        lines.set('File:FileType', JSON.stringify(format));
        lines.set('File:MIMEType', JSON.stringify(mimeType));
        expectSound(coreOf(lines));
      }
    },
  );

  test('every single name may hold any single value', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FORMATS), fc.constantFrom(...NAMES), line, ([format, mimeType], asked, value) => {
        const lines = new Map([
          ['File:FileType', JSON.stringify(format)],
          ['File:MIMEType', JSON.stringify(mimeType)],
          [asked, value],
        ]);
        expectSound(coreOf(lines));
      }),
      { numRuns: 5_000 },
    );
  });

  test('a valid date and its parts agree', () => {
    fc.assert(
      fc.property(dateLike, fc.constantFrom('+01:00', '-09:30', 'Z', 'nonsense'), (date, offset) => {
        const lines = new Map([
          ['File:FileType', '"JPEG"'],
          ['File:MIMEType', '"image/jpeg"'],
          ['ExifIFD:DateTimeOriginal', JSON.stringify(date)],
          ['ExifIFD:OffsetTimeOriginal', JSON.stringify(offset)],
        ]);
        expectSound(coreOf(lines));
      }),
      { numRuns: 5_000 },
    );
  });
});

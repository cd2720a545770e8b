import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exiftoolPath } from 'exiftool-vendored';
import { beforeAll, describe, expect, test } from 'vitest';
import { CoreFields } from '../../src-protocol/model/core-fields.ts';
import { deriveCore } from '../../src-worker/extractors/exiftool/core/derive-core.ts';

/** Real files beside the project, never copied into it: see shared/corpus/README.md. */
const CORPUS = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const EXIFTOOL_TIMEOUT_MS = 120_000;

type Lines = ReadonlyMap<string, string>;
type Files = ReadonlyMap<string, Lines>;

/** One process for all files, with the output that the extractor's own is compared with: printed and raw values. */
async function readWithExifTool(options: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Files> {
  const entries = await readdir(CORPUS, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const child = spawn(
    await exiftoolPath(),
    ['-j', '-a', '-G1:4', '-struct', '-l', ...options, '-charset', 'filename=UTF8', '-@', '-'],
    { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'ignore'], timeout: EXIFTOOL_TIMEOUT_MS },
  );
  child.stdin.end(paths.sort().join('\n'));
  let output = '';
  for await (const piece of child.stdout.setEncoding('utf8')) output += String(piece);
  const files = JSON.parse(output) as Record<string, unknown>[];
  return new Map(files.map((file) => [relative(CORPUS, String(file['SourceFile'])), linesOf(file)]));
}

function linesOf(file: Record<string, unknown>): Lines {
  const lines = new Map<string, string>();
  for (const [name, value] of Object.entries(file)) {
    if (name === 'SourceFile') continue;
    const { val, num } = value as { val: unknown; num?: unknown };
    lines.set(name, JSON.stringify(val) + (num === undefined ? '' : `\t${JSON.stringify(num)}`));
  }
  return lines;
}

function coreOf(lines: Lines): CoreFields {
  return deriveCore({ names: [...lines.keys()], get: (name) => lines.get(name) });
}

/** Verified by hand against what ExifTool 13.59 prints of these files. `toMatchObject`: what is not named is not looked at. */
const EXPECTED: Readonly<Record<string, CoreFields>> = {
  'exiftool/Canon1DmkIII.jpg': {
    mediaKind: 'image',
    format: 'JPEG',
    mimeType: 'image/jpeg',
    width: 8,
    height: 8,
    orientation: 1,
    bitsPerSample: 8,
    colorSpace: 'sRGB',
    capturedAt: { local: '2007-02-22T17:02:42.81', source: 'ExifIFD:DateTimeOriginal' },
    createdAt: { local: '2007-02-22T17:02:42.81', source: 'ExifIFD:CreateDate' },
    make: 'Canon',
    model: 'Canon EOS-1D Mark III',
    lens: 'EF16-35mm f/2.8L II USM',
    serialNumber: '500292',
    iso: 3200,
    fNumber: 5.6,
    exposureS: 0.008,
    focalLengthMm: 35,
    flashFired: true,
  },
  'exiftool/NikonD70.jpg': {
    width: 71,
    height: 47,
    colorSpace: 'Adobe RGB', // Uncalibrated and R03
    capturedAt: { local: '2005-01-14T08:57:59.20', source: 'ExifIFD:DateTimeOriginal' },
    lens: '18-70mm f/3.5-4.5',
    serialNumber: 'No= 20025585',
    iso: 200, // of the maker notes
    flashFired: true,
    focalLength35Mm: 84,
    software: 'Ver.1.02',
  },
  'exiftool/Ricoh2.jpg': {
    make: 'RICOH',
    model: 'Caplio Pro G3',
    latitude: 42.034575,
    longitude: -0.507502777777778,
    altitudeM: 117,
    copyright: '(C) by Caplio Pro G3 User',
  },
  'exiftool/GoPro.jpg': {
    model: 'HERO6 Black',
    latitude: 40.6584191999722,
    longitude: -73.9933542999722,
    altitudeM: -3.983,
    flashFired: false,
    serialNumber: 'C3221324657219',
  },
  'exiftool/Google.jpg': {
    capturedAt: {
      local: '2023-10-06T22:53:51.724',
      offsetMinutes: 120,
      utc: '2023-10-06T20:53:51.724Z',
      source: 'ExifIFD:DateTimeOriginal',
      offsetSource: 'ExifIFD:OffsetTimeOriginal',
    },
    lens: 'Pixel 8 Pro back camera 6.9mm f/1.68',
    iso: 1160,
    fNumber: 1.68,
    latitude: 40.4000694444444,
    longitude: -3.71464722222222,
    altitudeM: 634,
  },
  'exiftool/FLIR.jpg': {
    make: 'FLIR Systems AB',
    model: 'FLIR_i7',
    serialNumber: '470023842',
    exposureS: 0.03134796238,
  },
  'exif-samples/heic/IMG_5195.HEIC': {
    format: 'HEIC',
    width: 2566,
    height: 3313,
    orientation: 1,
    colorSpace: 'Display P3',
    capturedAt: {
      local: '2021-04-11T15:47:53.054',
      offsetMinutes: -300,
      utc: '2021-04-11T20:47:53.054Z',
      source: 'ExifIFD:DateTimeOriginal',
      offsetSource: 'ExifIFD:OffsetTimeOriginal',
    },
    latitude: 39.0513444444444,
    longitude: -94.2887722222222,
    altitudeM: 260.5606383,
  },
  // EXIF says 1, the item's own rotation 90° clockwise.
  'exif-samples/heic/mobile/HMD_Nokia_8.3_5G.heif': {
    orientation: 6,
    capturedAt: {
      local: '2022-02-03T14:44:09',
      offsetMinutes: 0,
      utc: '2022-02-03T14:44:09Z',
      source: 'GPS:GPSDateStamp',
      offsetSource: 'GPS:GPSTimeStamp',
    },
    latitude: 40.78868522,
    longitude: -4.00514085,
  },
  'exif-samples/heic/mobile/iphone_13_pro_max.HEIC': { width: 4032, height: 3024, orientation: 6, focalLength35Mm: 26 },
  'exif-samples/jpg/gps/DSCN0010.jpg': {
    width: 640,
    height: 480,
    capturedAt: { local: '2008-10-22T16:28:39', source: 'ExifIFD:DateTimeOriginal' },
    latitude: 43.4674483333333,
    longitude: 11.8851266666639,
    focalLength35Mm: 112,
  },
  'exif-samples/jpg/xmp/no_exif.jpg': {
    title: 'Der Goalie bin ig',
    description: 'Der Goalie bin ig',
    keywords: ['tag'],
    creator: 'CREDIT',
    createdAt: {
      local: '2013-09-23T10:09:46',
      offsetMinutes: 120,
      utc: '2013-09-23T08:09:46Z',
      source: 'XMP-xmp:CreateDate',
      offsetSource: 'XMP-xmp:CreateDate',
    },
  },
  'exif-samples/jpg/tests/42_IndexError.jpg': {
    lens: 'OLYMPUS M.14-42mm F3.5-5.6 II R',
    serialNumber: 'B9V508278',
    iso: 1600,
    flashFired: false,
  },
  'exif-samples/jpg/orientation/landscape_6.jpg': { width: 450, height: 600, orientation: 6 },
  'exiftool/DNG.dng': {
    width: 3516,
    height: 2328,
    bitsPerSample: 16,
    lens: '18.0-55.0 mm',
    serialNumber: '012345678',
    capturedAt: { local: '2005-08-03T18:59:18', source: 'ExifIFD:DateTimeOriginal' },
  },
  'exiftool/Nikon.nef': { width: 3040, height: 2014, bitsPerSample: 12, iso: 200, lens: '18-70mm f/3.5-4.5' },
  'exiftool/CanonRaw.cr2': { width: 3456, height: 2304, iso: 400, serialNumber: '0123456789' },
  'exiftool/CanonRaw.cr3': {
    mediaKind: 'image',
    width: 6000,
    height: 4000,
    lens: 'EF-M15-45mm f/3.5-6.3 IS STM',
    serialNumber: '613040000565',
    rating: 0,
  },
  'exiftool/CanonRaw.crw': {
    width: 3072,
    height: 2048,
    iso: 100,
    capturedAt: { local: '2003-11-10T17:39:26', source: 'CanonRaw:DateTimeOriginal' },
  },
  'exiftool/FujiFilm.raf': { width: 4256, height: 1424, model: 'FinePix S5Pro' },
  'exiftool/Panasonic.rw2': { width: 3648, height: 2736, bitsPerSample: 12, iso: 80 },
  'exiftool/PhaseOne.iiq': { width: 7320, height: 5484, lens: 'Mamiya LS 80mm f/2.8 D', serialNumber: 'LD001055' },
  'exiftool/Photoshop.psd': {
    mediaKind: 'image',
    width: 8,
    height: 8,
    bitsPerSample: 8,
    colorSpace: 'Apple RGB',
    title: 'Test Picture',
    creator: 'Phil Harvey',
    copyright: 'Free for all',
  },
  'exiftool/PNG.png': { width: 16, height: 16, bitsPerSample: 1, creator: 'Phil Harvey' },
  'exiftool/DICOM.dcm': {
    mediaKind: 'image',
    width: 256,
    height: 256,
    capturedAt: { local: '2001-03-16T14:34:15', source: 'DICOM:AcquisitionDate' },
    make: 'GE Medical Systems',
    model: 'SIGNA',
  },
  'exiftool/QuickTime.mov': {
    mediaKind: 'video',
    width: 320,
    height: 240,
    orientation: 1,
    durationS: 4.96666666666667,
    frameRate: 30,
    videoCodec: 'jpeg',
    audioCodec: 'raw',
    channels: 1,
    sampleRateHz: 7875,
    bitsPerSample: 8,
    createdAt: { local: '2005-08-11T14:03:54', source: 'QuickTime:CreateDate' },
    artist: 'årtist',
    album: 'ålbum',
    track: '1/2',
    genre: 'Genré',
  },
  'exiftool/Matroska.mkv': {
    width: 704,
    height: 576,
    durationS: 148.608,
    frameRate: 25,
    videoCodec: 'V_MPEG4/ISO/AVC',
    audioCodec: 'A_MPEG/L3',
    channels: 2,
    sampleRateHz: 48000,
  },
  'exiftool/RIFF.avi': {
    width: 320,
    height: 240,
    videoCodec: 'mjpg',
    audioCodec: 'Microsoft PCM',
    capturedAt: { local: '2003-03-10T15:04:43', source: 'RIFF:DateTimeOriginal' },
  },
  'exiftool/ASF.wmv': { width: 160, height: 120, durationS: 94.132, channels: 2, sampleRateHz: 22050 },
  'exiftool/M2TS.mts': {
    width: 1920,
    height: 1080,
    make: 'Canon',
    exposureS: 0.04,
    capturedAt: {
      local: '2008-12-31T23:16:24',
      offsetMinutes: 60,
      utc: '2008-12-31T22:16:24Z',
      source: 'H264:DateTimeOriginal',
      offsetSource: 'H264:DateTimeOriginal',
    },
  },
  'exiftool/MP3.mp3': {
    mediaKind: 'audio',
    title: 'ExifTool Test',
    artist: 'Phil Harvey',
    album: "Phil's Greatest Hits",
    track: '1/5',
    genre: 'Testing',
    bitRate: 128000,
    channels: 2,
    sampleRateHz: 44100,
  },
  'exiftool/Vorbis.ogg': { title: 'A 4s sample for testing embedded cover art', track: '1', bitRate: 32000 },
  'exiftool/APE.ape': { channels: 2, bitsPerSample: 16, artist: 'Kraftwerk', album: 'Cover Art Test' },
  'exiftool/AIFF.aif': { channels: 1, bitsPerSample: 8, sampleRateHz: 22050, title: 'ExifTool test AIFF' },
  'exiftool/QuickTime.m4a': { mediaKind: 'audio', durationS: 29.055, audioCodec: 'mp4a', track: '1/2' },
  'exiftool/RIFF.wav': {
    capturedAt: { local: '2005-08-08T16:23:35', source: 'RIFF:DateCreated' },
    make: 'PENTAX Corporation',
    model: 'PENTAX Optio WP',
  },
  'exiftool/PDF.pdf': {
    mediaKind: 'document',
    pageCount: 1,
    title: 'Test IPTC picture',
    creator: 'Phil Harvey',
    keywords: ['ExifTool', 'Test', 'XMP'],
    software: 'Adobe Photoshop 7.0',
    createdAt: {
      local: '2005-07-18T14:30:45',
      offsetMinutes: -240,
      utc: '2005-07-18T18:30:45Z',
      source: 'PDF:CreateDate',
      offsetSource: 'PDF:CreateDate',
    },
  },
  'exiftool/FlashPix.ppt': { title: 'title', creator: 'author', description: 'comments', pageCount: 1 },
  'exiftool/Palm.mobi': { title: 'El Diezmo Continua Vigente', creator: 'Mike Peralta' },
  'exiftool/FITS.fits': {
    mediaKind: 'image',
    capturedAt: { local: '1996-12-09T11:56:26', source: 'FITS:ObservationDate' },
    bitsPerSample: 8,
  },
  'exiftool/EXE.exe': {
    mediaKind: 'program',
    createdAt: {
      local: '2008-09-08T12:01:24',
      offsetMinutes: 0,
      utc: '2008-09-08T12:01:24Z',
      source: 'EXE:TimeStamp',
      offsetSource: 'EXE:TimeStamp',
    },
  },
  'exiftool/Font.ttf': { mediaKind: 'font', title: 'Raanana' },
  'exiftool/ZIP.zip': { mediaKind: 'archive' },
  'exiftool/VCard.vcf': { mediaKind: 'data' },
};

/** What no file can be beyond; wide enough for what the broken ones among them say. */
const RANGES: Readonly<Partial<Record<keyof CoreFields, readonly [number, number]>>> = {
  width: [1, 100_000],
  height: [1, 100_000],
  orientation: [1, 8],
  durationS: [1e-6, 1e6],
  frameRate: [0.1, 1_000],
  bitRate: [1_000, 1e9],
  channels: [1, 64],
  sampleRateHz: [1_000, 1e6],
  bitsPerSample: [1, 64],
  iso: [1, 1e7],
  fNumber: [0.5, 200],
  exposureS: [1e-6, 10_000],
  focalLengthMm: [0.5, 5_000],
  focalLength35Mm: [1, 20_000],
  latitude: [-90, 90],
  longitude: [-180, 180],
  altitudeM: [-12_000, 100_000],
  rating: [-1, 5],
  pageCount: [1, 100_000],
};

const hasCorpus = existsSync(CORPUS);

if (!hasCorpus) {
  test('the core of real files', ({ skip }) => {
    skip(`there is no corpus at ${CORPUS}`);
  });
}

describe.runIf(hasCorpus)('the core of real files', () => {
  let complete: Files;
  let fast: Files;
  let elsewhere: Files;

  beforeAll(async () => {
    [complete, fast, elsewhere] = await Promise.all([
      readWithExifTool([]),
      readWithExifTool(['-e']),
      // POSIX: five hours and a half behind UTC, which is no zone that a file here would have by itself.
      readWithExifTool([], { TZ: 'XXX5:30' }),
    ]);
  }, EXIFTOOL_TIMEOUT_MS);

  test('satisfies the schema, within plausible ranges', () => {
    expect(complete.size).toBeGreaterThan(280);
    for (const [path, lines] of complete) {
      const core = coreOf(lines);
      expect(CoreFields.parse(core), path).toEqual(core);
      for (const [field, [least, most]] of Object.entries(RANGES)) {
        const value = core[field as keyof CoreFields];
        if (value === undefined) continue;
        expect(value, `${path}: ${field}`).toBeGreaterThanOrEqual(least);
        expect(value, `${path}: ${field}`).toBeLessThanOrEqual(most);
      }
    }
  });

  test('is the same without Composite tags', () => {
    for (const [path, lines] of complete) {
      const without = new Map([...lines].filter(([name]) => !name.startsWith('Composite:')));
      expect(coreOf(without), path).toEqual(coreOf(lines));
    }
  });

  test('is the same in the fast profile, where ExifTool numbers copies otherwise', () => {
    const differing = [...complete].filter(([path, lines]) => lines.size !== fast.get(path)?.size);
    expect(differing.length).toBeGreaterThan(100);
    for (const [path, lines] of complete) expect(coreOf(fast.get(path) ?? new Map()), path).toEqual(coreOf(lines));
  });

  test("does not depend on the computer's own time zone", () => {
    const linked = (files: Files) => files.get('exiftool/EXE.exe')?.get('EXE:TimeStamp');
    expect(linked(elsewhere)).toContain('-05:30');
    expect(linked(elsewhere)).not.toBe(linked(complete));
    for (const [path, lines] of complete) expect(coreOf(elsewhere.get(path) ?? new Map()), path).toEqual(coreOf(lines));
  });

  test.each(Object.entries(EXPECTED))('%s', (path, expected) => {
    const lines = complete.get(path);
    expect(lines).toBeDefined();
    expect(coreOf(lines ?? new Map())).toMatchObject(expected);
  });
});

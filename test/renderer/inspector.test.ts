import { describe, expect, test } from 'vitest';
import {
  compare,
  comparisonTsv,
  matchingRows,
  outliers,
} from '../../src-renderer/src/features/inspector/comparison.ts';
import { factSections } from '../../src-renderer/src/features/inspector/facts.ts';
import { type FileRecord, folderOf, nameOf } from '../../src-renderer/src/features/inspector/file-record.ts';
import { momentText, zoneText } from '../../src-renderer/src/features/inspector/moment.ts';
import { mapLink, placeOf } from '../../src-renderer/src/features/inspector/place.ts';
import { recordJson, recordText } from '../../src-renderer/src/features/inspector/record-text.ts';
import { groupTags, matchingTags, tagsOf } from '../../src-renderer/src/features/inspector/tags.ts';
import { valueText } from '../../src-renderer/src/features/inspector/value-text.ts';

const PHOTO: FileRecord = {
  path: '/archive/2024/alps/R5_4831.CR3',
  relativePath: '2024/alps/R5_4831.CR3',
  size: 41_000_000,
  outcome: 'extracted',
  fromCache: false,
  core: {
    mediaKind: 'image',
    format: 'CR3',
    width: 8192,
    height: 5464,
    model: 'Canon EOS R5',
    exposureS: 0.002,
    fNumber: 4,
    capturedAt: { local: '2024-04-12T13:23:07.42', offsetMinutes: 60, source: 'ExifIFD:DateTimeOriginal' },
    latitude: 46.5583,
    longitude: 8.5614,
    altitudeM: 936,
  },
  tags: {
    'IFD0:Make': 'Canon',
    'IFD0:Orientation': { value: 1, text: 'Horizontal (normal)' },
    'Canon:AFAreaMode': { value: 3, text: 'Zone AF' },
    'XMP-dc:Subject': ['alps', 'snow'],
  },
  modules: { exiftool: { version: '13.59', durationMs: 7.2 } },
};

function photo(change: Partial<FileRecord>): FileRecord {
  return { ...PHOTO, ...change };
}

describe('values of tags', () => {
  test('a list stands on one line', () => {
    expect(valueText(['alps', 'snow', 2])).toBe('alps, snow, 2');
  });

  test('of a structure every field has a line, and what is inside of it stands further in', () => {
    const text = valueText({ Run: { Track: { Latitude: 43.6, Longitude: -79.5 } }, Version: 1 });
    expect(text).toBe('Run:\n  Track:\n    Latitude: 43.6\n    Longitude: -79.5\nVersion: 1');
  });

  test('a list of structures has a mark before each', () => {
    expect(valueText([{ Action: 'saved', When: 'today' }, { Action: 'opened' }])).toBe(
      '• Action: saved\n  When: today\n• Action: opened',
    );
  });

  test('a tag has its raw value only where it is another than the printed one', () => {
    const [make, orientation] = tagsOf(PHOTO.tags);
    expect(make).toMatchObject({ group: 'IFD0', name: 'Make', printed: 'Canon', raw: undefined });
    expect(orientation).toMatchObject({ name: 'Orientation', printed: 'Horizontal (normal)', raw: '1' });
    expect(orientation?.scalar).toEqual({ printed: 'Horizontal (normal)', raw: 1 });
  });

  test('the copy number of a duplicate stays with its name', () => {
    expect(tagsOf({ 'IFD0:Copy1:Make': 'X' })[0]).toMatchObject({ group: 'IFD0', name: 'Copy1:Make' });
  });

  test('files cannot be filtered by a list', () => {
    expect(tagsOf(PHOTO.tags).find(({ name }) => name === 'Subject')?.scalar).toBeUndefined();
  });

  test('groups come in the order in which they first occur', () => {
    expect(groupTags(tagsOf(PHOTO.tags)).map(({ name, tags }) => [name, tags.length])).toEqual([
      ['IFD0', 2],
      ['Canon', 1],
      ['XMP-dc', 1],
    ]);
  });

  test('a search finds by group, name, printed and raw value, and wants all of its words', () => {
    const find = (search: string) => matchingTags(tagsOf(PHOTO.tags), search).map(({ name }) => name);
    expect(find('canon')).toEqual(['Make', 'AFAreaMode']);
    expect(find('ZONE canon')).toEqual(['AFAreaMode']);
    expect(find('snow')).toEqual(['Subject']);
    expect(find('ifd0 1')).toEqual(['Orientation']);
    expect(find('  ')).toHaveLength(4);
  });
});

describe('when and where', () => {
  test('a time keeps its fraction, and its offset is said to be of the file', () => {
    const date = { local: '2024-04-12T13:23:07.42', offsetMinutes: -210, source: 'ExifIFD:DateTimeOriginal' };
    expect(momentText(date)).toMatch(/2024, 13:23:07\.42$/);
    expect(zoneText(date)).toBe('offset -03:30 from the file');
  });

  test('without evidence the time zone is unknown, and a day alone has none', () => {
    expect(zoneText({ local: '2024-04-12T13:23:07', source: 'x' })).toBe('time zone unknown');
    expect(zoneText({ local: '2004-02-26', source: 'x' })).toBeUndefined();
    expect(momentText({ local: '2010', source: 'x' })).toBe('2010');
  });

  test('a date that cannot be is shown as the file has it', () => {
    expect(momentText({ local: '0000-00-00T00:00:00', source: 'x' })).toBe('0000-00-00, 00:00:00');
  });

  test('a place is written with its hemispheres and its altitude', () => {
    expect(placeOf(PHOTO.core)?.text).toBe('46.5583 N, 8.5614 E, 936 m');
    expect(placeOf({ latitude: -33.86, longitude: -0.5 })?.text).toBe('33.8600 S, 0.5000 W');
    expect(placeOf({ latitude: 1 })).toBeUndefined();
  });

  test('the map in a browser has a mark at the place', () => {
    const url = new URL(mapLink({ latitude: -33.86, longitude: 151.2, text: '' }));
    expect(url.searchParams.get('mlat')).toBe('-33.86');
    expect(url.searchParams.get('mlon')).toBe('151.2');
  });
});

describe('facts', () => {
  test('the value behind the words is there where these have other digits', () => {
    const camera = factSections(PHOTO).find(({ title }) => title === 'Camera')?.facts;
    expect(camera).toContainEqual({ title: 'Exposure', text: '1/500', raw: '0.002' });
    expect(camera).toContainEqual({ title: 'Aperture', text: 'ƒ/4', raw: undefined });
  });

  test('the section of the content is named for its kind, and empty ones are left out', () => {
    const titles = (record: FileRecord) => factSections(record).map(({ title }) => title);
    expect(titles(PHOTO)).toEqual(['Camera', 'Picture', 'File']);
    expect(titles(photo({ core: { mediaKind: 'audio', durationS: 61, album: 'Hejira' } }))).toEqual([
      'Audio',
      'Description',
      'File',
    ]);
  });

  test('a file in the source itself is shown with its whole folder', () => {
    expect(nameOf(PHOTO)).toBe('R5_4831.CR3');
    expect(folderOf(PHOTO)).toBe('2024/alps');
    expect(folderOf(photo({ relativePath: 'R5_4831.CR3' }))).toBe('/archive/2024/alps');
  });
});

describe('copies', () => {
  test('the text has the facts first, then all tags under their groups', () => {
    const text = recordText(PHOTO);
    expect(text.startsWith('R5_4831.CR3\n/archive/2024/alps/R5_4831.CR3\n\nWhen and where\nCaptured: ')).toBe(true);
    expect(text).toContain('Place: 46.5583 N, 8.5614 E, 936 m\n');
    expect(text).toContain('\n[IFD0]\nMake: Canon\nOrientation: Horizontal (normal) (1)\n');
    expect(text).toContain('\n[XMP-dc]\nSubject: alps, snow\n');
  });

  test('the text of a failed file says why', () => {
    const error = { code: 'corrupt', message: 'The file is cut off', attempts: 1 } as const;
    expect(recordText(photo({ outcome: 'failed', error }))).toContain('The content is damaged\nThe file is cut off\n');
  });

  test('the JSON is the record', () => {
    expect(JSON.parse(recordJson(PHOTO))).toEqual(PHOTO);
  });
});

describe('comparison', () => {
  const other = photo({
    path: '/archive/2024/alps/R5_4832.CR3',
    core: { ...PHOTO.core, fNumber: 8 },
    tags: { 'IFD0:Make': 'Canon', 'IFD0:Software': 'Firmware\t1.8' },
  });

  test('has a row for everything that any file has, and knows what differs', () => {
    const rows = new Map(compare([PHOTO, other]).map((row) => [row.column, row]));
    expect(rows.get('fNumber')).toMatchObject({ title: 'Aperture', values: ['ƒ/4', 'ƒ/8'], differs: true });
    expect(rows.get('model')).toMatchObject({ values: ['Canon EOS R5', 'Canon EOS R5'], differs: false });
    expect(rows.get('IFD0:Software')).toMatchObject({ values: [undefined, 'Firmware\t1.8'], differs: true });
    expect(rows.get('Canon:AFAreaMode')).toMatchObject({ values: ['Zone AF', undefined], differs: true });
    expect(rows.get('IFD0:Make')?.differs).toBe(false);
    expect(rows.has('iso')).toBe(false);
  });

  test('marks the value that most files do not have, and none where no value is usual', () => {
    const rows = compare([PHOTO, PHOTO, other]);
    const row = rows.find(({ column }) => column === 'fNumber');
    expect(row && outliers(row)).toEqual([false, false, true]);
    const two = compare([PHOTO, other]).find(({ column }) => column === 'fNumber');
    expect(two && outliers(two)).toEqual([false, false]);
  });

  test('is searched by names and values', () => {
    const rows = compare([PHOTO, other]);
    expect(matchingRows(rows, 'aperture').map(({ column }) => column)).toEqual(['fNumber']);
    expect(matchingRows(rows, 'zone af').map(({ column }) => column)).toEqual(['Canon:AFAreaMode']);
  });

  test('is copied with a column for each file, and no value breaks its line', () => {
    const rows = matchingRows(compare([PHOTO, other]), 'software');
    expect(comparisonTsv([PHOTO, other], rows)).toBe(
      'Property\tR5_4831.CR3\tR5_4832.CR3\nIFD0:Software\t\tFirmware 1.8',
    );
  });
});

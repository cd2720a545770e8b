import { describe, expect, test } from 'vitest';
import { CoreFields, type CoreDate } from '../../src-protocol/model/core-fields.ts';
import { parseDate, parseOffset } from '../../src-worker/extractors/exiftool/core/core-date.ts';
import { deriveCore } from '../../src-worker/extractors/exiftool/core/derive-core.ts';

function coreOf(tags: Readonly<Record<string, unknown>>): CoreFields {
  const lines = new Map(Object.entries(tags).map(([name, value]) => [name, JSON.stringify(value)]));
  return CoreFields.parse(deriveCore({ names: [...lines.keys()], get: (name) => lines.get(name) }));
}

describe('parseDate', () => {
  test.each([
    ['2020:05:01 10:00:00', '2020-05-01T10:00:00', undefined],
    ['2020:05:01 10:00:00.120', '2020-05-01T10:00:00.120', undefined],
    ['2020:05:01 10:00:00+02:00', '2020-05-01T10:00:00', 120],
    ['2020:05:01 10:00:00.5-0330', '2020-05-01T10:00:00.5', -210],
    ['2020-05-01T10:00:00Z', '2020-05-01T10:00:00', 0],
    ['2020:05:01 10:00', '2020-05-01T10:00', undefined],
    ['2020:05:01 10:00+01:00', '2020-05-01T10:00', 60],
    ['2020:05:01', '2020-05-01', undefined],
    ['2020:05', '2020-05', undefined],
    ['2020', '2020', undefined],
    ['2020:02:29 00:00:00', '2020-02-29T00:00:00', undefined],
    ['2000:02:29', '2000-02-29', undefined],
    ['1503:01:01', '1503-01-01', undefined],
    [' 2020:05:01 10:00:00 ', '2020-05-01T10:00:00', undefined],
  ])('%s', (text, local, offsetMinutes) => {
    expect(parseDate(text)).toEqual({ local, offsetMinutes });
  });

  test.each([
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    '',
    '2020:13:01 10:00:00',
    '2020:00:10 10:00:00',
    '2020:02:30 10:00:00',
    '2021:02:29 10:00:00',
    '1900:02:29',
    '2020:04:31',
    '2020:05:00',
    '2020:05:01 24:00:00',
    '2020:05:01 10:60:00',
    '2020:05:01 10:00:60',
    '1904:01:01 00:00:00',
    '1970:01:01 00:00:00',
    '0001:01:01 00:00:00Z',
    'Sat Sep  4 16:12:41 2004',
    '7/18/05 2:33 PM',
    '20200501',
    '2020:5:1',
  ])('“%s” is no date', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });

  test('a date with a zone that cannot be keeps its local time', () => {
    expect(parseDate('2020:05:01 10:00:00+23:00')).toEqual({ local: '2020-05-01T10:00:00', offsetMinutes: undefined });
  });
});

test.each([
  ['+02:00', 120],
  ['-05:30', -330],
  ['+0930', 570],
  ['+01', 60],
  ['Z', 0],
  ['-00:00', 0],
  [' +02:00 ', 120],
  ['+17:00', undefined],
  ['+02:75', undefined],
  ['   :  ', undefined],
  ['CEST', undefined],
  ['2', undefined],
])('offset “%s”', (text, minutes) => {
  expect(parseOffset(text)).toBe(minutes);
});

const JPEG = { 'File:FileType': 'JPEG', 'File:MIMEType': 'image/jpeg' };
const MP4 = { 'File:FileType': 'MP4', 'File:MIMEType': 'video/mp4' };
const TAKEN = '2020:05:01 10:00:00';

interface Case {
  readonly name: string;
  readonly tags: Readonly<Record<string, unknown>>;
  readonly capturedAt?: CoreDate;
}

describe('capturedAt', () => {
  test.each<Case>([
    { name: 'nothing', tags: JPEG },
    {
      name: 'EXIF without evidence of an offset',
      tags: { ...JPEG, 'ExifIFD:DateTimeOriginal': TAKEN, 'ExifIFD:SubSecTimeOriginal': 7 },
      capturedAt: { local: '2020-05-01T10:00:00.7', source: 'ExifIFD:DateTimeOriginal' },
    },
    {
      name: 'sub-seconds that are none',
      tags: { ...JPEG, 'ExifIFD:DateTimeOriginal': TAKEN, 'ExifIFD:SubSecTimeOriginal': '-1' },
      capturedAt: { local: '2020-05-01T10:00:00', source: 'ExifIFD:DateTimeOriginal' },
    },
    {
      name: 'an offset across the end of the year',
      tags: { ...JPEG, 'ExifIFD:DateTimeOriginal': '2020:12:31 23:30:00', 'ExifIFD:OffsetTimeOriginal': '-01:00' },
      capturedAt: {
        local: '2020-12-31T23:30:00',
        offsetMinutes: -60,
        utc: '2021-01-01T00:30:00Z',
        source: 'ExifIFD:DateTimeOriginal',
        offsetSource: 'ExifIFD:OffsetTimeOriginal',
      },
    },
    {
      name: 'the offset of ModifyDate, written at the same moment',
      tags: {
        ...JPEG,
        'ExifIFD:DateTimeOriginal': TAKEN,
        'IFD0:ModifyDate': TAKEN,
        'ExifIFD:OffsetTime': '+09:00',
      },
      capturedAt: {
        local: '2020-05-01T10:00:00',
        offsetMinutes: 540,
        utc: '2020-05-01T01:00:00Z',
        source: 'ExifIFD:DateTimeOriginal',
        offsetSource: 'ExifIFD:OffsetTime',
      },
    },
    {
      name: 'the offset of ModifyDate, written at another moment',
      tags: {
        ...JPEG,
        'ExifIFD:DateTimeOriginal': TAKEN,
        'IFD0:ModifyDate': '2020:06:01 10:00:00',
        'ExifIFD:OffsetTime': '+09:00',
      },
      capturedAt: { local: '2020-05-01T10:00:00', source: 'ExifIFD:DateTimeOriginal' },
    },
    {
      name: 'hours of TIFF/EP',
      tags: { ...JPEG, 'ExifIFD:DateTimeOriginal': TAKEN, 'ExifIFD:TimeZoneOffset': '-5 -4' },
      capturedAt: {
        local: '2020-05-01T10:00:00',
        offsetMinutes: -300,
        utc: '2020-05-01T15:00:00Z',
        source: 'ExifIFD:DateTimeOriginal',
        offsetSource: 'ExifIFD:TimeZoneOffset',
      },
    },
    {
      name: 'TIFF/EP: the date in IFD0, the rest in the EXIF directory',
      tags: { ...JPEG, 'IFD0:DateTimeOriginal': TAKEN, 'ExifIFD:SubSecTimeOriginal': '00' },
      capturedAt: { local: '2020-05-01T10:00:00.00', source: 'IFD0:DateTimeOriginal' },
    },
    {
      name: 'an EXIF date that was never set makes way for XMP',
      tags: {
        ...JPEG,
        'ExifIFD:DateTimeOriginal': '0000:00:00 00:00:00',
        'XMP-exif:DateTimeOriginal': '2005:08:03 18:59:18.25-04:00',
      },
      capturedAt: {
        local: '2005-08-03T18:59:18.25',
        offsetMinutes: -240,
        utc: '2005-08-03T22:59:18.25Z',
        source: 'XMP-exif:DateTimeOriginal',
        offsetSource: 'XMP-exif:DateTimeOriginal',
      },
    },
    {
      name: 'the zone that an editor gave to the same moment is no evidence for EXIF',
      tags: {
        ...JPEG,
        'ExifIFD:DateTimeOriginal': TAKEN,
        'XMP-exif:DateTimeOriginal': '2020:05:01 10:00:00-07:00',
      },
      capturedAt: { local: '2020-05-01T10:00:00', source: 'ExifIFD:DateTimeOriginal' },
    },
    {
      name: 'IPTC date and time',
      tags: { ...JPEG, 'IPTC:DateCreated': '1992:01:01', 'IPTC:TimeCreated': '02:11:11+01:00' },
      capturedAt: {
        local: '1992-01-01T02:11:11',
        offsetMinutes: 60,
        utc: '1992-01-01T01:11:11Z',
        source: 'IPTC:DateCreated',
        offsetSource: 'IPTC:TimeCreated',
      },
    },
    {
      name: 'IPTC date alone: no time is invented',
      tags: { ...JPEG, 'IPTC:DateCreated': '2004:02:26', 'IPTC:TimeCreated': '99:00:00' },
      capturedAt: { local: '2004-02-26', source: 'IPTC:DateCreated' },
    },
    {
      name: 'a painting',
      tags: { ...JPEG, 'XMP-photoshop:DateCreated': 1503 },
      capturedAt: { local: '1503', source: 'XMP-photoshop:DateCreated' },
    },
    {
      name: 'GPS is UTC, and the last choice',
      tags: { ...JPEG, 'GPS:GPSDateStamp': '2016:09:28', 'GPS:GPSTimeStamp': '17:17:58.65' },
      capturedAt: {
        local: '2016-09-28T17:17:58.65',
        offsetMinutes: 0,
        utc: '2016-09-28T17:17:58.65Z',
        source: 'GPS:GPSDateStamp',
        offsetSource: 'GPS:GPSTimeStamp',
      },
    },
    {
      name: 'GPS beside a date',
      tags: {
        ...JPEG,
        'ExifIFD:DateTimeOriginal': TAKEN,
        'GPS:GPSDateStamp': '2020:05:01',
        'GPS:GPSTimeStamp': '08:00:00',
      },
      capturedAt: { local: '2020-05-01T10:00:00', source: 'ExifIFD:DateTimeOriginal' },
    },
    {
      name: 'dates of creation and modification are no capture',
      tags: {
        ...JPEG,
        'ExifIFD:CreateDate': TAKEN,
        'IFD0:ModifyDate': TAKEN,
        'XMP-xmp:CreateDate': TAKEN,
        'System:FileModifyDate': TAKEN,
      },
    },
    {
      name: 'a film: the value with a zone goes before EXIF without',
      tags: {
        ...MP4,
        'ExifIFD:DateTimeOriginal': TAKEN,
        'Keys:CreationDate': '2020:05:01 10:00:00+05:45',
        'QuickTime:CreateDate': '2020:05:01 04:15:00',
      },
      capturedAt: {
        local: '2020-05-01T10:00:00',
        offsetMinutes: 345,
        utc: '2020-05-01T04:15:00Z',
        source: 'Keys:CreationDate',
        offsetSource: 'Keys:CreationDate',
      },
    },
    {
      name: "a film: ©day of a phone, not of a shop; the container's date is no capture",
      tags: {
        ...MP4,
        'ItemList:ContentCreateDate': '2009:05:08 07:00:00Z',
        'UserData:ContentCreateDate': '2012:01:02 03:04:05+01:00',
        'QuickTime:CreateDate': '2012:01:02 02:04:05',
      },
      capturedAt: {
        local: '2012-01-02T03:04:05',
        offsetMinutes: 60,
        utc: '2012-01-02T02:04:05Z',
        source: 'UserData:ContentCreateDate',
        offsetSource: 'UserData:ContentCreateDate',
      },
    },
    { name: 'a film: a year is no capture', tags: { ...MP4, 'ItemList:ContentCreateDate': 2010 } },
  ])('$name', ({ tags, capturedAt }) => {
    expect(coreOf(tags).capturedAt).toEqual(capturedAt);
  });

  test('a moment outside the years 1 to 9999 has no UTC', () => {
    const tags = { ...JPEG, 'XMP-photoshop:DateCreated': '9999:12:31 23:59:59-01:00' };
    expect(coreOf(tags).capturedAt).toEqual({ local: '9999-12-31T23:59:59', source: 'XMP-photoshop:DateCreated' });
  });
});

describe('createdAt', () => {
  test("QuickTime's date is neither taken for UTC nor for the computer's zone", () => {
    expect(coreOf({ ...MP4, 'QuickTime:CreateDate': TAKEN }).createdAt).toEqual({
      local: '2020-05-01T10:00:00',
      source: 'QuickTime:CreateDate',
    });
  });

  test('where ExifTool itself knows it to be UTC (CR3), the computer’s zone is taken off again', () => {
    expect(coreOf({ ...MP4, 'QuickTime:CreateDate': '2018:02:21 07:08:56-05:00' }).createdAt).toEqual({
      local: '2018-02-21T12:08:56',
      offsetMinutes: 0,
      utc: '2018-02-21T12:08:56Z',
      source: 'QuickTime:CreateDate',
      offsetSource: 'QuickTime:CreateDate',
    });
  });

  test('the zero of the Unix clock is none, whatever the zone', () => {
    const tags = { 'File:FileType': 'Torrent', 'File:MIMEType': 'application/x-bittorrent' };
    expect(coreOf({ ...tags, 'Torrent:CreateDate': '1970:01:01 01:00:00+01:00' }).createdAt).toBeUndefined();
  });

  test('EXIF’s digitised date has its own sub-seconds and offset', () => {
    const tags = {
      ...JPEG,
      'ExifIFD:CreateDate': TAKEN,
      'ExifIFD:SubSecTimeDigitized': '05',
      'ExifIFD:OffsetTimeDigitized': 'Z',
      'ExifIFD:TimeZoneOffset': 3,
    };
    expect(coreOf(tags).createdAt).toEqual({
      local: '2020-05-01T10:00:00.05',
      offsetMinutes: 0,
      utc: '2020-05-01T10:00:00.05Z',
      source: 'ExifIFD:CreateDate',
      offsetSource: 'ExifIFD:OffsetTimeDigitized',
    });
  });
});

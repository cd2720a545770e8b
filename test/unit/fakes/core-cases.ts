import { expect, test } from 'vitest';
import { CoreFields } from '../../../src-protocol/model/core-fields.ts';
import { deriveCore } from '../../../src-worker/extractors/exiftool/core/derive-core.ts';

/** A printed value with a raw one that differs from it. */
class Both {
  readonly printed: unknown;
  readonly raw: unknown;
  constructor(printed: unknown, raw: unknown) {
    this.printed = printed;
    this.raw = raw;
  }
}
export const both = (printed: unknown, raw: unknown): Both => new Both(printed, raw);

export type Tags = Readonly<Record<string, unknown>>;

export function linesOf(tags: Tags): Map<string, string> {
  const line = (value: unknown) =>
    value instanceof Both ? `${JSON.stringify(value.printed)}\t${JSON.stringify(value.raw)}` : JSON.stringify(value);
  return new Map(Object.entries(tags).map(([name, value]) => [name, line(value)]));
}

export function coreOfLines(lines: Map<string, string>): CoreFields {
  return CoreFields.parse(deriveCore({ names: [...lines.keys()], get: (name) => lines.get(name) }));
}

/** The core without what every file has: its kind, format and MIME type. */
export function coreOf(tags: Tags): CoreFields {
  const { mediaKind: _kind, format: _format, mimeType: _type, ...core } = coreOfLines(linesOf(tags));
  return core;
}

export const file = (format: string, mimeType: string) => ({ 'File:FileType': format, 'File:MIMEType': mimeType });
export const JPEG = file('JPEG', 'image/jpeg');
export const MP4 = file('MP4', 'video/mp4');
export const MP3 = file('MP3', 'audio/mpeg');
export const PDF = file('PDF', 'application/pdf');

interface Case {
  readonly name: string;
  readonly tags: Tags;
  readonly core: CoreFields;
}
/** One test for each case. */
export const each = (cases: readonly Case[]) => {
  test.each(cases)('$name', ({ tags, core }) => {
    expect(coreOf(tags)).toEqual(core);
  });
};

export const EXIF_PHOTO: Tags = {
  'File:ImageWidth': 6000,
  'File:ImageHeight': 4000,
  'File:BitsPerSample': 8,
  'IFD0:Make': 'NIKON CORPORATION',
  'IFD0:Model': 'NIKON Z 6',
  'IFD0:Orientation': both('Rotate 90 CW', 6),
  'IFD0:Software': 'Ver.01.10',
  'IFD0:ModifyDate': '2020:05:01 10:00:00',
  'ExifIFD:ExposureTime': both('1/200', 0.005),
  'ExifIFD:FNumber': both('4.0', 4),
  'ExifIFD:ISO': 100,
  'ExifIFD:DateTimeOriginal': '2020:05:01 10:00:00',
  'ExifIFD:CreateDate': '2020:05:01 10:00:01',
  'ExifIFD:SubSecTimeOriginal': '012',
  'ExifIFD:SubSecTimeDigitized': '50',
  'ExifIFD:OffsetTimeOriginal': '+02:00',
  'ExifIFD:Flash': both('Off, Did not fire', 16),
  'ExifIFD:FocalLength': both('50.0 mm', 50),
  'ExifIFD:FocalLengthIn35mmFormat': both('75 mm', 75),
  'ExifIFD:ColorSpace': both('sRGB', 1),
  'ExifIFD:LensModel': 'NIKKOR Z 50mm f/1.8 S',
  'ExifIFD:SerialNumber': '0006012345',
  'ExifIFD:ExifImageWidth': 100,
  'ExifIFD:ExifImageHeight': 100,
  'GPS:GPSLatitude': both('33 deg 51\' 36.00"', 33.86),
  'GPS:GPSLatitudeRef': both('South', 'S'),
  'GPS:GPSLongitude': both('70 deg 38\' 24.00"', 70.64),
  'GPS:GPSLongitudeRef': both('West', 'W'),
  'GPS:GPSAltitude': both('12.5 m', 12.5),
  'GPS:GPSAltitudeRef': both('Below Sea Level', 1),
};

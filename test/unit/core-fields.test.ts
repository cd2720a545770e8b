import { describe, expect, test } from 'vitest';
import { CORE_FIELD_NAMES, CoreFields } from '../../src-protocol/model/core-fields.ts';
import { deriveCore } from '../../src-worker/extractors/exiftool/core/derive-core.ts';

/** A printed value with a raw one that differs from it. */
class Both {
  readonly printed: unknown;
  readonly raw: unknown;
  constructor(printed: unknown, raw: unknown) {
    this.printed = printed;
    this.raw = raw;
  }
}
const both = (printed: unknown, raw: unknown): Both => new Both(printed, raw);

type Tags = Readonly<Record<string, unknown>>;

function linesOf(tags: Tags): Map<string, string> {
  const line = (value: unknown) =>
    value instanceof Both ? `${JSON.stringify(value.printed)}\t${JSON.stringify(value.raw)}` : JSON.stringify(value);
  return new Map(Object.entries(tags).map(([name, value]) => [name, line(value)]));
}

function coreOfLines(lines: Map<string, string>): CoreFields {
  return CoreFields.parse(deriveCore({ names: [...lines.keys()], get: (name) => lines.get(name) }));
}

/** The core without what every file has: its kind, format and MIME type. */
function coreOf(tags: Tags): CoreFields {
  const { mediaKind: _kind, format: _format, mimeType: _type, ...core } = coreOfLines(linesOf(tags));
  return core;
}

const file = (format: string, mimeType: string) => ({ 'File:FileType': format, 'File:MIMEType': mimeType });
const JPEG = file('JPEG', 'image/jpeg');
const MP4 = file('MP4', 'video/mp4');
const MP3 = file('MP3', 'audio/mpeg');
const PDF = file('PDF', 'application/pdf');

interface Case {
  readonly name: string;
  readonly tags: Tags;
  readonly core: CoreFields;
}
const each = (cases: readonly Case[]) => {
  test.each(cases)('$name', ({ tags, core }) => {
    expect(coreOf(tags)).toEqual(core);
  });
};

describe('media kinds', () => {
  test.each([
    ['JPEG', 'image/jpeg', 'image'],
    ['Extended WEBP', 'image/webp', 'image'],
    ['PSD', 'application/vnd.adobe.photoshop', 'image'],
    ['EPS', 'application/postscript', 'image'],
    ['DICOM', 'application/dicom', 'image'],
    ['MIE', 'image/x-mie-jpeg', 'image'],
    ['PFM', 'image/x-pfm', 'image'],
    ['MP4', 'video/mp4', 'video'],
    ['MXF', 'application/mxf', 'video'],
    ['RMVB', 'application/vnd.rn-realmedia-vbr', 'video'],
    ['MP3', 'audio/mpeg', 'audio'],
    ['PDF', 'application/pdf', 'document'],
    ['DOCX', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'document'],
    ['ODT', 'application/vnd.oasis.opendocument.text-template', 'document'],
    ['XLS', 'application/vnd.ms-excel', 'document'],
    ['EPUB', 'application/epub+zip', 'document'],
    ['DJVU (multi-page)', 'image/vnd.djvu', 'document'],
    ['HTML', 'text/html', 'document'],
    ['TXT', 'text/plain', 'document'],
    ['ZIP', 'application/zip', 'archive'],
    ['ISO', 'application/x-iso9660-image', 'archive'],
    ['TTF', 'application/font-ttf', 'font'],
    ['PFM', 'application/x-font-type1', 'font'],
    ['WOFF2', 'font/woff2', 'font'],
    ['DWG', 'image/vnd.dwg', 'model'],
    ['DWF', 'model/vnd.dwf', 'model'],
    ['Win64 EXE', 'application/octet-stream', 'program'],
    ['Mach-O dynamic link library', 'application/octet-stream', 'program'],
    ['ELF shared library', 'application/octet-stream', 'program'],
    ['python script', 'text/x-python', 'program'],
    ['XMP', 'application/rdf+xml', 'data'],
    ['CSV', 'text/csv', 'data'],
    ['VCard', 'text/vcard', 'data'],
    ['MIE', 'application/x-mie', 'data'],
    ['Something new', 'application/unknown', 'data'],
  ])('%s, %s: %s', (format, mimeType, mediaKind) => {
    const lines = linesOf(file(format, mimeType));
    expect(coreOfLines(lines)).toMatchObject({ mediaKind, format, mimeType });
  });

  test('a file that ExifTool does not recognise has no kind', () => {
    expect(coreOfLines(linesOf({ 'ExifTool:Error': 'Unknown file type' }))).toEqual({});
  });
});

describe('names and values', () => {
  each([
    {
      name: 'a tag is found by its copy number when a Composite tag has taken the plain name',
      tags: {
        ...JPEG,
        'GPS:Copy1:GPSLatitude': both('33 deg', 33.86),
        'GPS:GPSLatitudeRef': both('South', 'S'),
        'GPS:Copy1:GPSLongitude': both('151 deg', 151.2),
        'GPS:GPSLongitudeRef': both('East', 'E'),
        'Composite:GPSLatitude': both('33 deg S', -33.86),
      },
      core: { latitude: -33.86, longitude: 151.2 },
    },
    {
      name: 'the plain name is taken before copies, and of copies the highest number',
      tags: {
        ...JPEG,
        'IFD0:Copy1:Make': 'old',
        'IFD0:Make': 'new',
        'IFD0:Copy2:Model': 'first',
        'IFD0:Copy10:Model': 'last',
        'IFD0:Copy3:Model': 'second',
      },
      core: { make: 'new', model: 'last' },
    },
    {
      name: 'Copyright is not a copy',
      tags: { ...JPEG, 'IFD0:Copyright': 'Me', 'IFD0:Copy1:Copyright': 'You' },
      core: { copyright: 'Me' },
    },
    {
      name: 'a title in one language alone is the title',
      tags: { ...JPEG, 'XMP-dc:Title-de': 'Berge', 'XMP-dc:Title-fr': 'Monts', 'XMP-dc:Description-en-US': 'Hills' },
      core: { title: 'Berge', description: 'Hills' },
    },
    {
      name: 'the default language goes before the others',
      tags: { ...JPEG, 'XMP-dc:Title-de': 'Berge', 'XMP-dc:Title': 'Mountains' },
      core: { title: 'Mountains' },
    },
    {
      name: 'text is trimmed of white space and NULs; nothing, binary data and structures are no text',
      tags: {
        ...JPEG,
        'IFD0:Make': '  Canon \0\0',
        'IFD0:Model': '   ',
        'XMP-tiff:Model': 'EOS',
        'IFD0:Software': '(Binary data 20 bytes, use -b option to extract)',
        'XMP-dc:Title': { a: 1 },
      },
      core: { make: 'Canon', model: 'EOS' },
    },
    {
      name: 'a zero, what is not finite and what is not a number are no settings',
      tags: {
        ...JPEG,
        'ExifIFD:FNumber': 0,
        'ExifIFD:ExposureTime': both('undef', 'undef'),
        'ExifIFD:FocalLength': both('inf mm', 'inf'),
        'ExifIFD:ISO': 0,
        'ExifIFD:FocalLengthIn35mmFormat': both('0 mm', 0),
        'ExifIFD:Flash': both('Unknown', 'undef'),
      },
      core: {},
    },
  ]);

  test('a number in a text field keeps its digits', () => {
    const lines = linesOf(JPEG);
    lines.set('XMP-dc:Title', '2.10');
    lines.set('XMP-dc:Subject', '[2020,"a","1.50",1.50,true,""]');
    expect(coreOfLines(lines)).toMatchObject({ title: '2.10', keywords: ['2020', 'a', '1.50', 'true'] });
  });

  test('a number with more than 15 digits is quoted by ExifTool and read all the same', () => {
    const lines = linesOf(JPEG);
    lines.set('ExifIFD:ExposureTime', '"1/250"\t"0.0040000001899898052216"');
    expect(coreOfLines(lines).exposureS).toBeCloseTo(0.004, 8);
  });

  test('fields come in the order of the schema', () => {
    const core = coreOf({
      ...JPEG,
      ...EXIF_PHOTO,
      'XMP-dc:Title': 't',
      'XMP-dc:Subject': ['k'],
      'XMP-xmp:Rating': 3,
      'File:PageCount': 2,
    });
    expect(Object.keys(core)).toEqual(CORE_FIELD_NAMES.filter((name) => Object.hasOwn(core, name)));
  });
});

const EXIF_PHOTO: Tags = {
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

describe('photographs', () => {
  each([
    {
      name: 'EXIF in a JPEG',
      tags: { ...JPEG, ...EXIF_PHOTO },
      core: {
        width: 6000,
        height: 4000,
        orientation: 6,
        bitsPerSample: 8,
        colorSpace: 'sRGB',
        capturedAt: {
          local: '2020-05-01T10:00:00.012',
          offsetMinutes: 120,
          utc: '2020-05-01T08:00:00.012Z',
          source: 'ExifIFD:DateTimeOriginal',
          offsetSource: 'ExifIFD:OffsetTimeOriginal',
        },
        createdAt: { local: '2020-05-01T10:00:01.50', source: 'ExifIFD:CreateDate' },
        make: 'NIKON CORPORATION',
        model: 'NIKON Z 6',
        lens: 'NIKKOR Z 50mm f/1.8 S',
        serialNumber: '0006012345',
        iso: 100,
        fNumber: 4,
        exposureS: 0.005,
        focalLengthMm: 50,
        focalLength35Mm: 75,
        flashFired: false,
        latitude: -33.86,
        longitude: -70.64,
        altitudeM: -12.5,
        software: 'Ver.01.10',
      },
    },
    {
      name: 'the same in XMP alone',
      tags: {
        ...file('XMP', 'application/rdf+xml'),
        'XMP-tiff:Make': 'Canon',
        'XMP-tiff:Model': 'EOS R5',
        'XMP-tiff:Orientation': both('Rotate 270 CW', 8),
        'XMP-exif:ISO': [400],
        'XMP-exif:ExposureTime': both('1/15', 0.0666666666666667),
        'XMP-exif:FNumber': both('8.0', 8),
        'XMP-exif:FocalLength': both('55.0 mm', 55),
        'XMP-exif:Flash': both({ Fired: true, Mode: 'On' }, { Fired: true, Mode: 1 }),
        'XMP-exif:ExifImageWidth': 8192,
        'XMP-exif:ExifImageHeight': 5464,
        'XMP-exif:GPSLatitude': both('33 deg S', -33.86),
        'XMP-exif:GPSLongitude': both('70 deg W', -70.64),
        'XMP-exif:GPSAltitude': both('5 m', 5),
        'XMP-exif:GPSAltitudeRef': both('Above Sea Level', 0),
        'XMP-aux:Lens': 'RF50mm F1.2 L USM',
        'XMP-aux:SerialNumber': '012021001234',
      },
      core: {
        width: 8192,
        height: 5464,
        orientation: 8,
        make: 'Canon',
        model: 'EOS R5',
        lens: 'RF50mm F1.2 L USM',
        serialNumber: '012021001234',
        iso: 400,
        fNumber: 8,
        exposureS: 0.0666666666666667,
        focalLengthMm: 55,
        flashFired: true,
        latitude: -33.86,
        longitude: -70.64,
        altitudeM: 5,
      },
    },
    {
      name: 'lens and serial number from maker notes; unknown lenses and unset numbers are none',
      tags: {
        ...JPEG,
        'ExifIFD:LensModel': '----',
        'ExifIFD:SerialNumber': '0000000000',
        'Canon:LensType': both('Unknown (65535)', 65535),
        'Pentax:LensType': both('smc PENTAX-DA 35mm F2.4 AL', '7 230'),
        'Canon:SerialNumber': both('0560018150', 560018150),
        'Canon:InternalSerialNumber': 'G002669',
      },
      core: { lens: 'smc PENTAX-DA 35mm F2.4 AL', serialNumber: '0560018150' },
    },
    {
      name: 'an internal serial number is another number',
      tags: { ...JPEG, 'Panasonic:InternalSerialNumber': '(F35) 2008:07:01 no. 0058' },
      core: {},
    },
    {
      name: 'a sensitivity beyond 16 bits; several in one tag; APEX where the plain tags are missing',
      tags: {
        ...JPEG,
        'ExifIFD:ISO': 65535,
        'ExifIFD:RecommendedExposureIndex': 102400,
        'ExifIFD:ShutterSpeedValue': both('1/60', 0.0166666666666667),
        'ExifIFD:ApertureValue': both('2.8', 2.8),
      },
      core: { iso: 102400, fNumber: 2.8, exposureS: 0.0166666666666667 },
    },
    { name: 'several sensitivities', tags: { ...JPEG, 'ExifIFD:ISO': '200, 400' }, core: { iso: 200 } },
    {
      name: 'sensitivity from maker notes is the printed one',
      tags: { ...JPEG, 'Nikon:ISO': both(200, '0 200') },
      core: { iso: 200 },
    },
    {
      name: "Canon's automatic sensitivity",
      tags: { ...JPEG, 'Canon:CameraISO': both('Auto', 15), 'Canon:BaseISO': 200, 'Canon:AutoISO': 150 },
      core: { iso: 300 },
    },
    {
      name: 'flash: bit 0 is the firing',
      tags: { ...JPEG, 'ExifIFD:Flash': both('Auto, Fired, Red-eye reduction', 89) },
      core: { flashFired: true },
    },
    { name: 'flash: more bits than there are', tags: { ...JPEG, 'ExifIFD:Flash': both('Unknown', 9969) }, core: {} },
    {
      name: 'Adobe RGB by the rules of DCF; a profile says more',
      tags: {
        ...JPEG,
        'ExifIFD:ColorSpace': both('Uncalibrated', 65535),
        'InteropIFD:InteropIndex': both('R03 - DCF option file (Adobe RGB)', 'R03'),
      },
      core: { colorSpace: 'Adobe RGB' },
    },
    {
      name: 'an embedded profile',
      tags: { ...JPEG, 'ExifIFD:ColorSpace': both('sRGB', 1), 'ICC_Profile:ProfileDescription': 'Display P3' },
      core: { colorSpace: 'Display P3' },
    },
    {
      name: 'an uncalibrated image without more',
      tags: { ...JPEG, 'ExifIFD:ColorSpace': both('Uncalibrated', 65535) },
      core: {},
    },
  ]);
});

describe('position', () => {
  const at = (latitude: number, longitude: number, more: Tags = {}): Tags => ({
    ...JPEG,
    'GPS:GPSLatitude': both('printed', latitude),
    'GPS:GPSLatitudeRef': both('North', 'N'),
    'GPS:GPSLongitude': both('printed', longitude),
    'GPS:GPSLongitudeRef': both('East', 'E'),
    ...more,
  });
  each([
    { name: 'zero degrees are a place', tags: at(0, 0), core: { latitude: 0, longitude: 0 } },
    {
      name: 'zero degrees without a measurement are none',
      tags: at(0, 0, { 'GPS:GPSStatus': both('Measurement Void', 'V'), 'GPS:GPSAltitude': both('0 m', 0) }),
      core: {},
    },
    {
      name: 'the last known place of an interrupted measurement stands',
      tags: at(47.5, 8.5, { 'GPS:GPSStatus': both('Measurement Void', 'V') }),
      core: { latitude: 47.5, longitude: 8.5 },
    },
    {
      name: 'without a reference the hemisphere is unknown',
      tags: { ...JPEG, 'GPS:GPSLatitude': 47.5, 'GPS:GPSLongitude': 8.5, 'GPS:GPSLatitudeRef': both('North', 'N') },
      core: {},
    },
    {
      name: 'an empty reference is none',
      tags: at(47.5, 8.5, { 'GPS:GPSLongitudeRef': both('Unknown ()', '') }),
      core: {},
    },
    {
      name: 'undefined coordinates fall back on XMP',
      tags: {
        ...at(0, 0, { 'GPS:GPSLatitude': '', 'GPS:GPSLongitude': '' }),
        'XMP-exif:GPSLatitude': both('1 deg N', 1.5),
        'XMP-exif:GPSLongitude': both('2 deg E', 2.5),
      },
      core: { latitude: 1.5, longitude: 2.5 },
    },
    { name: 'beyond the pole', tags: at(91, 8.5), core: {} },
    { name: 'beyond the date line', tags: at(9, 180.5), core: {} },
    {
      name: 'a height without a place is none',
      tags: { ...JPEG, 'GPS:GPSAltitude': both('10 m', 10), 'GPS:GPSAltitudeRef': both('Above Sea Level', 0) },
      core: {},
    },
    {
      name: 'a height without reference is above sea level',
      tags: at(1, 2, { 'GPS:GPSAltitude': both('10 m', 10) }),
      core: { latitude: 1, longitude: 2, altitudeM: 10 },
    },
    {
      name: 'below the ellipsoid (Exif 3.0)',
      tags: at(1, 2, { 'GPS:GPSAltitude': both('10 m', 10), 'GPS:GPSAltitudeRef': both('Negative', 3) }),
      core: { latitude: 1, longitude: 2, altitudeM: -10 },
    },
    {
      name: 'above the ellipsoid (Exif 3.0)',
      tags: at(1, 2, { 'GPS:GPSAltitude': both('10 m', 10), 'GPS:GPSAltitudeRef': both('Positive', 2) }),
      core: { latitude: 1, longitude: 2, altitudeM: 10 },
    },
    {
      name: 'a height that was not measured',
      tags: at(1, 2, { 'GPS:GPSAltitude': 'undef' }),
      core: { latitude: 1, longitude: 2 },
    },
    {
      name: 'an iPhone film',
      tags: { ...MP4, 'Keys:GPSCoordinates': both('33 deg S, 70 deg W, 5 m Below', '-33.86 -70.64 -5.5') },
      core: { latitude: -33.86, longitude: -70.64, altitudeM: -5.5 },
    },
    {
      name: 'a film with a place alone',
      tags: { ...MP4, 'UserData:GPSCoordinates': both('…', '47.3769 8.5417') },
      core: { latitude: 47.3769, longitude: 8.5417 },
    },
    {
      name: 'a 3GP film',
      tags: {
        ...MP4,
        'UserData:LocationInformation': '(none) Role=shooting Lat=-1.50000 Lon=2.25000 Alt=3.00 Body=earth',
      },
      core: { latitude: -1.5, longitude: 2.25, altitudeM: 3 },
    },
  ]);
});

describe('still image formats', () => {
  each([
    {
      name: 'PNG',
      tags: {
        ...file('PNG', 'image/png'),
        'PNG:ImageWidth': 16,
        'PNG:ImageHeight': 9,
        'PNG:BitDepth': 16,
        'PNG:SRGBRendering': both('Perceptual', 0),
        'PNG:Title': 'Title',
        'PNG:Description': 'Words',
        'PNG:Author': 'Me',
        'PNG:Copyright': '© Me',
        'PNG:Software': 'pngcrush',
        'PNG:CreationTime': '2020:05:01 10:00:00+02:00',
      },
      core: {
        width: 16,
        height: 9,
        bitsPerSample: 16,
        colorSpace: 'sRGB',
        createdAt: {
          local: '2020-05-01T10:00:00',
          offsetMinutes: 120,
          utc: '2020-05-01T08:00:00Z',
          source: 'PNG:CreationTime',
          offsetSource: 'PNG:CreationTime',
        },
        title: 'Title',
        description: 'Words',
        creator: 'Me',
        copyright: '© Me',
        software: 'pngcrush',
      },
    },
    {
      name: 'WebP',
      tags: { ...file('Extended WEBP', 'image/webp'), 'RIFF:ImageWidth': 10, 'RIFF:ImageHeight': 20 },
      core: { width: 10, height: 20 },
    },
    {
      name: 'an animated GIF',
      tags: {
        ...file('GIF', 'image/gif'),
        'GIF:ImageWidth': 10,
        'GIF:ImageHeight': 20,
        'GIF:Duration': both('1.50 s', 1.5),
      },
      core: { width: 10, height: 20, durationS: 1.5 },
    },
    {
      name: 'PSD',
      tags: {
        ...file('PSD', 'application/vnd.adobe.photoshop'),
        'Photoshop:ImageWidth': 8,
        'Photoshop:ImageHeight': 9,
        'Photoshop:BitDepth': 16,
        'Photoshop:ColorMode': both('CMYK', 4),
      },
      core: { width: 8, height: 9, bitsPerSample: 16, colorSpace: 'CMYK' },
    },
    {
      name: 'HEIC: the item is turned, EXIF does not say so',
      tags: {
        ...file('HEIC', 'image/heic'),
        'File:ImageWidth': 4032,
        'File:ImageHeight': 3024,
        'QuickTime:Rotation': both('Rotate 90 CW', 3),
        'QuickTime:ImagePixelDepth': '8 8 8',
        'IFD0:Orientation': both('Horizontal (normal)', 1),
      },
      core: { width: 4032, height: 3024, orientation: 6, bitsPerSample: 8 },
    },
    {
      name: 'AVIF of ten bits',
      tags: {
        ...file('AVIF', 'image/avif'),
        'File:ImageWidth': 4,
        'File:ImageHeight': 3,
        'QuickTime:ImagePixelDepth': '10 10 10',
        'QuickTime:ColorPrimaries': both('BT.2020, BT.2100', 9),
      },
      core: { width: 4, height: 3, bitsPerSample: 10, colorSpace: 'BT.2020, BT.2100' },
    },
    {
      name: 'SVG in user units, in pixels',
      tags: { ...file('SVG', 'image/svg+xml'), 'SVG:ImageWidth': 100.5, 'SVG:ImageHeight': '80px' },
      core: { width: 100.5, height: 80 },
    },
    {
      name: 'SVG in inches has no size in pixels',
      tags: { ...file('SVG', 'image/svg+xml'), 'SVG:ImageWidth': '4in', 'SVG:ImageHeight': '3in' },
      core: {},
    },
    {
      name: 'JPEG 2000',
      tags: {
        ...file('JP2', 'image/jp2'),
        'Jpeg2000:ImageWidth': 16,
        'Jpeg2000:ImageHeight': 8,
        'Jpeg2000:BitsPerComponent': both('12 Bits, Signed', 139),
        'Jpeg2000:ColorSpace': both('sRGB', 16),
        'IFD0:ImageWidth': 1,
        'IFD0:ImageHeight': 1,
      },
      core: { width: 16, height: 8, bitsPerSample: 12, colorSpace: 'sRGB' },
    },
    {
      name: 'TIFF of several pages',
      tags: {
        ...file('TIFF', 'image/tiff'),
        'IFD0:ImageWidth': 2480,
        'IFD0:ImageHeight': 3508,
        'IFD0:BitsPerSample': '8 8 8',
        'IFD0:PhotometricInterpretation': both('RGB', 2),
        'IFD1:ImageWidth': 3000,
        'IFD1:ImageHeight': 4000,
        'File:PageCount': 3,
      },
      core: { width: 2480, height: 3508, bitsPerSample: 8, colorSpace: 'RGB', pageCount: 3 },
    },
    {
      name: 'TIFF that begins with a reduced image',
      tags: {
        ...file('TIFF', 'image/tiff'),
        'IFD0:SubfileType': both('Reduced-resolution image', 1),
        'IFD0:ImageWidth': 160,
        'IFD0:ImageHeight': 120,
        'SubIFD:ImageWidth': 1600,
        'SubIFD:ImageHeight': 1200,
        'SubIFD:BitsPerSample': '16 16 16',
      },
      core: { width: 1600, height: 1200, bitsPerSample: 16 },
    },
    {
      name: 'channels of different depths have none in common',
      tags: { ...file('TIFF', 'image/tiff'), 'IFD0:BitsPerSample': '5 6 5' },
      core: {},
    },
    {
      name: 'raw: the largest directory, not the preview',
      tags: {
        ...file('NEF', 'image/x-nikon-nef'),
        'File:ImageWidth': 8,
        'File:ImageHeight': 8,
        'File:BitsPerSample': 8,
        'IFD0:ImageWidth': 160,
        'IFD0:ImageHeight': 120,
        'IFD0:BitsPerSample': '8 8 8',
        'IFD0:PhotometricInterpretation': both('RGB', 2),
        'SubIFD1:ImageWidth': 6064,
        'SubIFD1:ImageHeight': 4040,
        'SubIFD1:BitsPerSample': 14,
        'SubIFD1:PhotometricInterpretation': both('Color Filter Array', 32803),
      },
      core: { width: 6064, height: 4040, bitsPerSample: 14 },
    },
    {
      name: 'CR2 tells its size in EXIF, and the depth of its preview only',
      tags: {
        ...file('CR2', 'image/x-canon-cr2'),
        'IFD0:ImageWidth': 1536,
        'IFD0:ImageHeight': 1024,
        'IFD0:BitsPerSample': '8 8 8',
        'IFD0:Compression': both('JPEG (old-style)', 6),
        'ExifIFD:ExifImageWidth': 3456,
        'ExifIFD:ExifImageHeight': 2304,
      },
      core: { width: 3456, height: 2304 },
    },
    {
      name: 'RW2: what lies between the borders',
      tags: {
        ...file('RW2', 'image/x-panasonic-rw2'),
        'IFD0:SensorLeftBorder': 8,
        'IFD0:SensorRightBorder': 3656,
        'IFD0:SensorTopBorder': 6,
        'IFD0:SensorBottomBorder': 2742,
        'IFD0:BitsPerSample': 12,
      },
      core: { width: 3648, height: 2736, bitsPerSample: 12 },
    },
    {
      name: 'RAF',
      tags: {
        ...file('RAF', 'image/x-fujifilm-raf'),
        'RAF:RawImageCroppedSize': both('6240x4160', '6240 4160'),
        'File:ImageWidth': 1920,
        'File:ImageHeight': 1280,
      },
      core: { width: 6240, height: 4160 },
    },
    {
      name: 'DICOM',
      tags: {
        ...file('DICOM', 'application/dicom'),
        'DICOM:Columns': 256,
        'DICOM:Rows': 128,
        'DICOM:BitsStored': 12,
        'DICOM:PhotometricInterpretation': 'MONOCHROME2',
        'DICOM:AcquisitionDate': '2001:03:16',
        'DICOM:AcquisitionTime': '14:34:15.5',
        'DICOM:TimezoneOffsetFromUTC': '-0500',
        'DICOM:Manufacturer': 'GE Medical Systems',
        'DICOM:ManufacturersModelName': 'SIGNA',
        'DICOM:StudyDescription': 'BRAIN',
      },
      core: {
        width: 256,
        height: 128,
        bitsPerSample: 12,
        colorSpace: 'MONOCHROME2',
        capturedAt: {
          local: '2001-03-16T14:34:15.5',
          offsetMinutes: -300,
          utc: '2001-03-16T19:34:15.5Z',
          source: 'DICOM:AcquisitionDate',
          offsetSource: 'DICOM:TimezoneOffsetFromUTC',
        },
        make: 'GE Medical Systems',
        model: 'SIGNA',
        description: 'BRAIN',
      },
    },
    {
      name: 'FITS of today',
      tags: {
        ...file('FITS', 'image/fits'),
        'FITS:Naxis1': 1024,
        'FITS:Naxis2': 2048,
        'FITS:Bitpix': -32,
        'FITS:ObservationDate': '2020-05-01T10:00:00.5',
        'FITS:Timesys': 'UTC',
        'FITS:Object': 'M31',
      },
      core: {
        width: 1024,
        height: 2048,
        bitsPerSample: 32,
        capturedAt: {
          local: '2020-05-01T10:00:00.5',
          offsetMinutes: 0,
          utc: '2020-05-01T10:00:00.5Z',
          source: 'FITS:ObservationDate',
          offsetSource: 'FITS:Timesys',
        },
        title: 'M31',
      },
    },
    {
      name: 'FITS of the last century',
      tags: {
        ...file('FITS', 'image/fits'),
        'FITS:ObservationDate': '09/12/96',
        'FITS:ObservationTime': '11:56:26',
      },
      core: { capturedAt: { local: '1996-12-09T11:56:26', source: 'FITS:ObservationDate' } },
    },
  ]);
});

describe('words', () => {
  const ALL_THREE: Tags = {
    ...JPEG,
    'XMP-dc:Title': 'title in XMP',
    'XMP-dc:Description': 'caption in XMP',
    'XMP-dc:Subject': ['b', 'a', 'b', ' ', 'c'],
    'XMP-dc:Creator': ['One', 'Two'],
    'XMP-dc:Rights': 'rights in XMP',
    'IPTC:ObjectName': 'title in IPTC',
    'IPTC:Caption-Abstract': 'caption in IPTC',
    'IPTC:Keywords': 'Paris, France',
    'IPTC:By-line': 'by-line in IPTC',
    'IPTC:CopyrightNotice': 'rights in IPTC',
    'IFD0:ImageDescription': 'OLYMPUS DIGITAL CAMERA',
    'IFD0:Artist': 'artist in EXIF',
    'IFD0:Copyright': 'rights in EXIF',
  };
  const inIptc: CoreFields = {
    title: 'title in IPTC',
    description: 'caption in IPTC',
    keywords: ['Paris, France'],
    creator: 'by-line in IPTC',
    copyright: 'rights in IPTC',
  };
  const inXmp: CoreFields = {
    title: 'title in XMP',
    description: 'caption in XMP',
    keywords: ['b', 'a', 'c'],
    creator: 'One; Two',
    copyright: 'rights in XMP',
  };
  const without = (tags: Tags, start: string): Tags =>
    Object.fromEntries(Object.entries(tags).filter(([name]) => !name.startsWith(start)));
  each([
    { name: 'XMP goes before IPTC before EXIF; keywords once each, in their order', tags: ALL_THREE, core: inXmp },
    { name: 'IPTC goes before EXIF', tags: without(ALL_THREE, 'XMP'), core: inIptc },
    {
      name: 'IPTC that has been changed since XMP was written goes first',
      tags: { ...ALL_THREE, 'File:CurrentIPTCDigest': 'aa', 'Photoshop:IPTCDigest': 'bb' },
      core: inIptc,
    },
    {
      name: 'IPTC that is the same as when XMP was written',
      tags: { ...ALL_THREE, 'File:CurrentIPTCDigest': 'aa', 'Photoshop:IPTCDigest': 'aa' },
      core: inXmp,
    },
    {
      name: "Windows' own tags",
      tags: { ...JPEG, 'IFD0:XPTitle': 'T', 'IFD0:XPComment': 'C', 'IFD0:XPKeywords': 'a; b;a', 'IFD0:XPAuthor': 'Me' },
      core: { title: 'T', description: 'C', keywords: ['a', 'b'], creator: 'Me' },
    },
    { name: 'rejected', tags: { ...JPEG, 'XMP-xmp:Rating': -1 }, core: { rating: -1 } },
    { name: 'unrated', tags: { ...JPEG, 'XMP-xmp:Rating': 0 }, core: { rating: 0 } },
    {
      name: 'a percentage is another scale',
      tags: { ...JPEG, 'XMP-xmp:Rating': 99, 'IFD0:Rating': 4 },
      core: { rating: 4 },
    },
  ]);
});

describe('films', () => {
  each([
    {
      name: 'an iPhone film: tracks, rotation, rate of all media data',
      tags: {
        ...MP4,
        'QuickTime:CreateDate': '2021:06:01 08:00:00',
        'QuickTime:Duration': both('0:00:10', 10),
        'Track1:ImageWidth': 1920,
        'Track1:ImageHeight': 1080,
        'Track1:MatrixStructure': '0 1 0 -1 0 0 1080 0 1',
        'Track1:CompressorID': 'hvc1',
        'Track1:VideoFrameRate': both(29.97, 29.97002997003),
        'Track1:ColorPrimaries': both('BT.709', 1),
        'Track2:AudioFormat': 'mp4a',
        'Track2:AudioChannels': 2,
        'Track2:AudioBitsPerSample': 16,
        'Track2:AudioSampleRate': 44100,
        'Track3:Copy1:ImageWidth': 320,
        'Track3:Copy1:ImageHeight': 240,
        'Track3:MatrixStructure': '1 0 0 0 1 0 0 0 1',
        'QuickTime:MediaDataSize': 10_000_000,
        'QuickTime:Copy1:MediaDataSize': 2_500_000,
        'Keys:Make': 'Apple',
        'Keys:Model': 'iPhone 12',
        'Keys:Software': '14.6',
        'Keys:CreationDate': '2021:06:01 10:00:00+02:00',
      },
      core: {
        width: 1920,
        height: 1080,
        orientation: 6,
        durationS: 10,
        frameRate: 29.97002997003,
        videoCodec: 'hvc1',
        audioCodec: 'mp4a',
        bitRate: 10_000_000,
        channels: 2,
        sampleRateHz: 44100,
        colorSpace: 'BT.709',
        capturedAt: {
          local: '2021-06-01T10:00:00',
          offsetMinutes: 120,
          utc: '2021-06-01T08:00:00Z',
          source: 'Keys:CreationDate',
          offsetSource: 'Keys:CreationDate',
        },
        createdAt: { local: '2021-06-01T08:00:00', source: 'QuickTime:CreateDate' },
        make: 'Apple',
        model: 'iPhone 12',
        software: '14.6',
      },
    },
    {
      name: 'a preview before the film, a comment after the sound',
      tags: {
        ...MP4,
        'Track1:ImageWidth': 160,
        'Track1:ImageHeight': 90,
        'Track1:CompressorID': 'jpeg',
        'Track2:ImageWidth': 3840,
        'Track2:ImageHeight': 2160,
        'Track2:CompressorID': 'avc1',
        'Track3:AudioFormat': 'ac-3',
        'Track3:AudioChannels': 6,
        'Track4:AudioFormat': 'mp4a',
        'Track4:AudioChannels': 2,
      },
      core: { width: 3840, height: 2160, videoCodec: 'avc1', audioCodec: 'ac-3', channels: 6 },
    },
    {
      name: 'Matroska: DateUTC is when it was muxed',
      tags: {
        ...file('MKV', 'video/x-matroska'),
        'Info:Duration': both('0:02:29', 148.608),
        'Info:DateTimeOriginal': '2010:02:03 21:17:48Z',
        'Info:WritingApp': 'mkvmerge',
        'Track1:VideoCodecID': 'V_MPEG4/ISO/AVC',
        'Track1:VideoFrameRate': 25,
        'Track1:ImageWidth': 704,
        'Track1:ImageHeight': 576,
        'Track2:AudioCodecID': 'A_MPEG/L3',
        'Track2:AudioSampleRate': 48000,
        'Track2:AudioChannels': 2,
        'Matroska:Title': 'Film',
      },
      core: {
        width: 704,
        height: 576,
        durationS: 148.608,
        frameRate: 25,
        videoCodec: 'V_MPEG4/ISO/AVC',
        audioCodec: 'A_MPEG/L3',
        channels: 2,
        sampleRateHz: 48000,
        createdAt: {
          local: '2010-02-03T21:17:48',
          offsetMinutes: 0,
          utc: '2010-02-03T21:17:48Z',
          source: 'Info:DateTimeOriginal',
          offsetSource: 'Info:DateTimeOriginal',
        },
        title: 'Film',
        software: 'mkvmerge',
      },
    },
    {
      name: 'AVI of two pictures: the header counts the frames of both',
      tags: {
        ...file('AVI', 'video/x-msvideo'),
        'File:ImageWidth': 640,
        'File:ImageHeight': 480,
        'RIFF:FrameRate': 30,
        'RIFF:FrameCount': 600,
        'RIFF:VideoFrameRate': 30,
        'RIFF:VideoFrameCount': 300,
        'RIFF:VideoCodec': 'mjpg',
        'RIFF:AudioCodec': '',
        'RIFF:Encoding': both('Microsoft PCM', 1),
        'RIFF:NumChannels': 1,
        'RIFF:SampleRate': 11024,
        'RIFF:AvgBytesPerSec': 11024,
        'RIFF:BitsPerSample': 8,
        'RIFF:DateTimeOriginal': '2003:03:10 15:04:43',
      },
      core: {
        width: 640,
        height: 480,
        durationS: 10,
        frameRate: 30,
        videoCodec: 'mjpg',
        audioCodec: 'Microsoft PCM',
        channels: 1,
        sampleRateHz: 11024,
        bitsPerSample: 8,
        capturedAt: { local: '2003-03-10T15:04:43', source: 'RIFF:DateTimeOriginal' },
      },
    },
    {
      name: 'WMV: the preroll is not played',
      tags: { ...file('WMV', 'video/x-ms-wmv'), 'ASF:Duration': both('0:01:39', 99.132), 'ASF:Preroll': 5000 },
      core: { durationS: 94.132 },
    },
    ...(
      [
        ['1 0 0 0 1 0 0 0 1', 1],
        ['0 1 0 -1 0 0 0 0 1', 6],
        ['-1 0 0 0 -1 0 0 0 1', 3],
        ['0 -1 0 1 0 0 0 0 1', 8],
        ['-1 0 0 0 1 0 0 0 1', undefined],
        ['0.7 0.7 0 -0.7 0.7 0 0 0 1', undefined],
        ['damaged', undefined],
      ] as const
    ).map(([matrix, orientation]) => ({
      name: `the matrix ${matrix} is orientation ${String(orientation)}`,
      tags: { ...MP4, 'Track1:ImageWidth': 4, 'Track1:ImageHeight': 3, 'Track1:MatrixStructure': matrix },
      core: { width: 4, height: 3, ...(orientation === undefined ? {} : { orientation }) },
    })),
  ]);
});

describe('sound', () => {
  each([
    {
      name: 'MP3 of constant rate',
      tags: {
        ...MP3,
        'System:FileSize': both('1.6 MB', 1_600_500),
        'File:ID3Size': 500,
        'MPEG:MPEGAudioVersion': both(1, 3),
        'MPEG:AudioLayer': both(3, 1),
        'MPEG:AudioBitrate': both('128 kbps', 128000),
        'MPEG:SampleRate': both(44100, 0),
        'MPEG:ChannelMode': both('Joint Stereo', 1),
        'ID3v2_3:Title': 'Song',
        'ID3v2_3:Artist': 'Band',
        'ID3v2_3:Album': 'Record',
        'ID3v2_3:Track': '3/12',
        'ID3v2_3:Genre': 'Rock',
        'ID3v2_3:Copyright': '℗',
        'ID3v1:Title': 'Song cut at thirty characters',
        'ID3v1:Artist': 'Band cut at thirty characters',
      },
      core: {
        durationS: 100,
        audioCodec: 'MP3',
        bitRate: 128000,
        channels: 2,
        sampleRateHz: 44100,
        title: 'Song',
        copyright: '℗',
        artist: 'Band',
        album: 'Record',
        track: '3/12',
        genre: 'Rock',
      },
    },
    {
      name: 'MP3 of variable rate, one channel',
      tags: {
        ...MP3,
        'System:FileSize': both('1 MB', 1_000_000),
        'MPEG:MPEGAudioVersion': both(1, 3),
        'MPEG:AudioBitrate': both('32 kbps', 32000),
        'MPEG:SampleRate': both(48000, 1),
        'MPEG:ChannelMode': both('Single Channel', 3),
        'MPEG:VBRFrames': 1250,
        'MPEG:VBRBytes': 600_000,
      },
      core: { durationS: 30, audioCodec: 'MP3', bitRate: 160000, channels: 1, sampleRateHz: 48000 },
    },
    {
      name: 'FLAC',
      tags: {
        ...file('FLAC', 'audio/flac'),
        'FLAC:SampleRate': 96000,
        'FLAC:Channels': 2,
        'FLAC:BitsPerSample': 24,
        'FLAC:TotalSamples': 9_600_000,
        'Vorbis:Artist': ['One', 'Two'],
        'Vorbis:TrackNumber': 7,
        'Vorbis:Date': 2006,
      },
      core: {
        durationS: 100,
        audioCodec: 'FLAC',
        channels: 2,
        sampleRateHz: 96000,
        bitsPerSample: 24,
        artist: 'One; Two',
        track: '7',
      },
    },
    {
      name: 'Ogg Vorbis: a nominal rate gives no duration',
      tags: {
        ...file('OGG', 'audio/ogg'),
        'System:FileSize': both('1 MB', 1_000_000),
        'Vorbis:VorbisVersion': 0,
        'Vorbis:AudioChannels': 2,
        'Vorbis:SampleRate': 44100,
        'Vorbis:NominalBitrate': both('160 kbps', 160000),
      },
      core: { audioCodec: 'Vorbis', bitRate: 160000, channels: 2, sampleRateHz: 44100 },
    },
    {
      name: 'M4A: 16 bits beside AAC mean nothing, a shop’s date of release is no capture',
      tags: {
        ...file('M4A', 'audio/mp4'),
        'QuickTime:Duration': both('4.5 s', 4.5),
        'QuickTime:CreateDate': '2009:05:08 07:00:00',
        'Track1:AudioFormat': 'mp4a',
        'Track1:AudioChannels': 2,
        'Track1:AudioBitsPerSample': 16,
        'Track1:AudioSampleRate': 44100,
        'ItemList:ContentCreateDate': '2009:05:08 07:00:00Z',
        'ItemList:Artist': 'Band',
        'ItemList:TrackNumber': '1 of 12',
      },
      core: {
        durationS: 4.5,
        audioCodec: 'mp4a',
        channels: 2,
        sampleRateHz: 44100,
        createdAt: { local: '2009-05-08T07:00:00', source: 'QuickTime:CreateDate' },
        artist: 'Band',
        track: '1/12',
      },
    },
    {
      name: 'WAV of a camera',
      tags: {
        ...file('WAV', 'audio/x-wav'),
        'System:FileSize': both('88 kB', 88200),
        'RIFF:Encoding': both('Microsoft PCM', 1),
        'RIFF:NumChannels': 1,
        'RIFF:SampleRate': 44100,
        'RIFF:AvgBytesPerSec': 88200,
        'RIFF:BitsPerSample': 16,
        'RIFF:DateCreated': '2005:08:08',
        'RIFF:TimeCreated': '16:23:35',
        'RIFF:Make': 'PENTAX Corporation ',
      },
      core: {
        durationS: 1,
        audioCodec: 'Microsoft PCM',
        bitRate: 705600,
        channels: 1,
        sampleRateHz: 44100,
        bitsPerSample: 16,
        capturedAt: { local: '2005-08-08T16:23:35', source: 'RIFF:DateCreated' },
        createdAt: { local: '2005-08-08', source: 'RIFF:DateCreated' },
        make: 'PENTAX Corporation',
      },
    },
    {
      name: 'AAC with seven channels and one',
      tags: { ...file('AAC', 'audio/aac'), 'AAC:Channels': both('7+1', 7), 'AAC:SampleRate': 48000 },
      core: { audioCodec: 'AAC', channels: 8, sampleRateHz: 48000 },
    },
  ]);
});

describe('documents and the rest', () => {
  each([
    {
      name: 'PDF',
      tags: {
        ...PDF,
        'PDF:Title': 'Report',
        'PDF:Author': 'Me',
        'PDF:Subject': 'About it',
        'PDF:Keywords': ['a', 'b'],
        'PDF:Creator': 'Word',
        'PDF:Producer': 'Distiller',
        'PDF:CreateDate': '2005:07:18 14:30:45-04:00',
        'PDF:PageCount': 12,
      },
      core: {
        createdAt: {
          local: '2005-07-18T14:30:45',
          offsetMinutes: -240,
          utc: '2005-07-18T18:30:45Z',
          source: 'PDF:CreateDate',
          offsetSource: 'PDF:CreateDate',
        },
        title: 'Report',
        description: 'About it',
        keywords: ['a', 'b'],
        creator: 'Me',
        software: 'Word',
        pageCount: 12,
      },
    },
    {
      name: 'Office Open XML: dc:subject is no keyword',
      tags: {
        ...file('DOCX', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
        'XMP-dc:Title': 'T',
        'XMP-dc:Subject': 'the subject',
        'XML:Keywords': 'keyword 1, keyword 2',
        'XMP-dc:Creator': 'Jeff',
        'XML:Application': 'Microsoft Word',
        'XML:CreateDate': '2009:10:24 01:41:00Z',
        'XML:Pages': 1,
      },
      core: {
        createdAt: {
          local: '2009-10-24T01:41:00',
          offsetMinutes: 0,
          utc: '2009-10-24T01:41:00Z',
          source: 'XML:CreateDate',
          offsetSource: 'XML:CreateDate',
        },
        title: 'T',
        keywords: ['keyword 1', 'keyword 2'],
        creator: 'Jeff',
        software: 'Microsoft Word',
        pageCount: 1,
      },
    },
    {
      name: 'OpenDocument: who wrote it first',
      tags: {
        ...file('ODT', 'application/vnd.oasis.opendocument.text'),
        'XMP-meta:Initial-creator': 'First',
        'XMP-dc:Creator': 'Last',
        'XMP-meta:Creation-date': '2010:04:19 11:16:49.13',
        'XMP-meta:Document-statistic': { 'Page-count': 14, 'Word-count': 3000 },
        'XMP-meta:Generator': 'LibreOffice',
      },
      core: {
        createdAt: { local: '2010-04-19T11:16:49.13', source: 'XMP-meta:Creation-date' },
        creator: 'First',
        software: 'LibreOffice',
        pageCount: 14,
      },
    },
    {
      name: 'old Office',
      tags: {
        ...file('PPT', 'application/vnd.ms-powerpoint'),
        'FlashPix:Title': 'T',
        'FlashPix:Author': 'A',
        'FlashPix:Keywords': 'x; y',
        'FlashPix:Comments': 'C',
        'FlashPix:Software': 'PowerPoint',
        'FlashPix:CreateDate': '2007:02:09 16:23:23',
        'FlashPix:Slides': 9,
      },
      core: {
        createdAt: { local: '2007-02-09T16:23:23', source: 'FlashPix:CreateDate' },
        title: 'T',
        description: 'C',
        keywords: ['x', 'y'],
        creator: 'A',
        software: 'PowerPoint',
        pageCount: 9,
      },
    },
    {
      name: 'MOBI: a count of seconds has no zone but UTC',
      tags: {
        ...file('MOBI', 'application/x-mobipocket-ebook'),
        'MOBI:BookName': 'Book',
        'MOBI:Author': 'A',
        'Palm:CreateDate': '2014:05:28 02:00:51+02:00',
      },
      core: {
        createdAt: {
          local: '2014-05-28T00:00:51',
          offsetMinutes: 0,
          utc: '2014-05-28T00:00:51Z',
          source: 'Palm:CreateDate',
          offsetSource: 'Palm:CreateDate',
        },
        title: 'Book',
        creator: 'A',
      },
    },
    {
      name: 'a font',
      tags: {
        ...file('TTF', 'application/font-ttf'),
        'Font:FontName': 'Raanana',
        'Font:Copyright': '© Apple',
        'Font:Designer': 'Someone',
      },
      core: { title: 'Raanana', creator: 'Someone', copyright: '© Apple' },
    },
    {
      name: 'a program',
      tags: {
        ...file('Win64 EXE', 'application/octet-stream'),
        'EXE:TimeStamp': '2008:09:08 14:01:24+02:00',
        'EXE:ProductName': 'Product',
        'EXE:FileDescription': 'Words',
        'EXE:CompanyName': 'Company',
        'EXE:LegalCopyright': '© 2008',
      },
      core: {
        createdAt: {
          local: '2008-09-08T12:01:24',
          offsetMinutes: 0,
          utc: '2008-09-08T12:01:24Z',
          source: 'EXE:TimeStamp',
          offsetSource: 'EXE:TimeStamp',
        },
        title: 'Product',
        description: 'Words',
        creator: 'Company',
        copyright: '© 2008',
      },
    },
    {
      name: 'an archive has no camera',
      tags: { ...file('ZIP', 'application/zip'), 'IFD0:Make': 'Canon', 'ZIP:ZipModifyDate': '1980:01:01 00:00:00' },
      core: {},
    },
  ]);
});

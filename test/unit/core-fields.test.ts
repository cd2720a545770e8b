import { describe, expect, test } from 'vitest';
import { CORE_FIELD_NAMES, type CoreFields } from '../../src-protocol/model/core-fields.ts';
import { both, coreOf, coreOfLines, each, EXIF_PHOTO, file, JPEG, linesOf, type Tags } from './fakes/core-cases.ts';

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

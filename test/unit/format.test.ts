import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { familyOf, fileKindOf, formatOf, sizeClassOf } from '../../src-protocol/model/format.ts';

describe('the format of a name', () => {
  test.each([
    ['a.jpg', 'jpg'],
    ['A.JPG', 'jpg'],
    ['a.tar.gz', 'gz'],
    ['a.360', '360'],
    ['README', 'none'],
    ['.bashrc', 'none'],
    ['trailing.', 'none'],
    ['a.jpg ', 'none'],
    ['a.jpé', 'none'],
    ['a.averylongone', 'none'],
    ['line\nbreak.png', 'png'],
    ['', 'none'],
  ])('%j is %s', (name, format) => {
    expect(formatOf(name)).toBe(format);
  });

  test('is a short word of letters and digits, whatever the name: it is a key, and part of one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(formatOf(name)).toMatch(/^[a-z0-9]{1,8}$/);
      }),
    );
  });

  test('does not depend on the case of its letters', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]\.[a-z0-9]{1,8}$/), (name) => {
        expect(formatOf(name.toUpperCase())).toBe(formatOf(name));
      }),
    );
  });
});

describe('the family of a format', () => {
  test.each([
    ['jpg', 'jpeg'],
    ['dng', 'tiff-raw'],
    ['heic', 'iso-media'],
    ['cr3', 'iso-media'],
    ['png', 'raster'],
    ['mp3', 'audio'],
    ['mkv', 'video'],
    ['pdf', 'document'],
    ['docx', 'office'],
    ['none', 'other'],
    ['xyz', 'other'],
    ['constructor', 'other'],
  ])('of %s is %s', (format, family) => {
    expect(familyOf(format)).toBe(family);
  });
});

describe('the size class', () => {
  test('covers four times the size of the one before it, from 4 KiB on', () => {
    expect([0, 4_096, 4_097, 16_384, 16_385, 65_536, 65_537].map(sizeClassOf)).toEqual([0, 0, 1, 1, 2, 2, 3]);
  });

  test('never falls as sizes grow, and stays within 0 and 12', () => {
    const size = fc.double({ min: 0, max: 1e16, noNaN: true });
    fc.assert(
      fc.property(size, size, (a, b) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        expect(sizeClassOf(small)).toBeLessThanOrEqual(sizeClassOf(large));
        expect(sizeClassOf(small)).toBeGreaterThanOrEqual(0);
        expect(sizeClassOf(large)).toBeLessThanOrEqual(12);
        expect(Number.isInteger(sizeClassOf(a))).toBe(true);
      }),
    );
  });
});

test.each([
  ['a.JPG', 'photo'],
  ['a.tif', 'photo'],
  ['a.heic', 'photo'],
  ['a.png', 'photo'],
  ['a.CR2', 'raw'],
  ['a.cr3', 'raw'],
  ['a.dng', 'raw'],
  ['a.mov', 'video'],
  ['a.mkv', 'video'],
  ['a.m4a', 'audio'],
  ['a.flac', 'audio'],
  ['a.pdf', 'document'],
  ['a.docx', 'document'],
  ['a.zip', 'other'],
  ['a.xmp', 'other'],
  ['a.xyz', 'other'],
  ['README', 'other'],
])('%s is to a person a file of the kind %s', (name, kind) => {
  expect(fileKindOf(formatOf(name))).toBe(kind);
});

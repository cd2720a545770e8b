import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairSidecars } from '../../src-protocol/model/sidecars.ts';

function pairs(...names: string[]): Record<string, readonly string[]> {
  return Object.fromEntries(pairSidecars(names));
}

describe('a sidecar', () => {
  test('belongs to the file whose name it has, with or without its extension', () => {
    expect(pairs('a.jpg', 'a.jpg.xmp')).toEqual({ 'a.jpg': ['a.jpg.xmp'] });
    expect(pairs('a.jpg', 'a.xmp')).toEqual({ 'a.jpg': ['a.xmp'] });
    expect(pairs('IMG_1.HEIC', 'IMG_1.AAE')).toEqual({ 'IMG_1.HEIC': ['IMG_1.AAE'] });
  });

  test('without an extension in its name belongs to every file of that name', () => {
    expect(pairs('a.cr2', 'a.jpg', 'a.xmp')).toEqual({ 'a.cr2': ['a.xmp'], 'a.jpg': ['a.xmp'] });
    expect(pairs('a.cr2', 'a.jpg', 'a.cr2.xmp')).toEqual({ 'a.cr2': ['a.cr2.xmp'] });
  });

  test('is found in either case of letters', () => {
    expect(pairs('A.JPG', 'a.xmp')).toEqual({ 'A.JPG': ['a.xmp'] });
    expect(pairs('a.jpg', 'A.JPG.XMP')).toEqual({ 'a.jpg': ['A.JPG.XMP'] });
  });

  test('stands beside others of the same file, the ones of the full name first', () => {
    expect(pairs('a.aae', 'a.jpg', 'a.jpg.xmp', 'a.xmp')).toEqual({ 'a.jpg': ['a.jpg.xmp', 'a.aae', 'a.xmp'] });
  });

  test('is named once for a file without an extension', () => {
    expect(pairs('README', 'README.xmp')).toEqual({ README: ['README.xmp'] });
    expect(pairs('.hidden', '.hidden.xmp')).toEqual({ '.hidden': ['.hidden.xmp'] });
  });

  test('has no sidecar itself, and may stand alone', () => {
    expect(pairs('a.xmp', 'a.aae')).toEqual({});
    expect(pairs('a.jpg', 'b.xmp')).toEqual({});
    expect(pairs()).toEqual({});
  });
});

test('only files that are there are paired, with sidecars that are there, each once', () => {
  const name = fc.stringMatching(/^[ab]{1,2}(\.(jpg|JPG|tif))?(\.(xmp|XMP|aae))?$/);
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 12 }), (names) => {
      for (const [file, sidecars] of pairSidecars(names)) {
        expect(names).toContain(file);
        expect(sidecars.length).toBeGreaterThan(0);
        expect(new Set(sidecars).size).toBe(sidecars.length);
        for (const sidecar of sidecars) {
          expect(names).toContain(sidecar);
          expect(sidecar).toMatch(/\.(xmp|aae)$/i);
          expect(sidecar).not.toBe(file);
        }
      }
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameFilter, type NameRules, parseGlob } from '../../src-main/intake/name-filter.ts';

function filterOf(rules: Partial<NameRules>) {
  const filter = nameFilter({ include: [], exclude: [], hidden: true, ...rules });
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  return {
    file: (path: string) => filter.file(path, nameOf(path)),
    folder: (path: string) => filter.folder(path, nameOf(path)),
  };
}

describe('a filter', () => {
  test('without rules takes everything, whatever it is called', () => {
    const filter = filterOf({});
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (path) => {
        expect([filter.file(path), filter.folder(path)]).toEqual([true, true]);
      }),
    );
  });

  test('by name holds at any depth', () => {
    const filter = filterOf({ include: ['*.jpg'] });
    expect(filter.file('a.jpg')).toBe(true);
    expect(filter.file('deep/down/a.jpg')).toBe(true);
    expect(filter.file('a.jpg.xmp')).toBe(false);
    expect(filter.folder('deep')).toBe(true); // there may be pictures below
  });

  test('by path holds for the whole path from the source on', () => {
    const filter = filterOf({ include: ['2020/*.jpg', '2021/**/*.tif'] });
    expect(filter.file('2020/a.jpg')).toBe(true);
    expect(filter.file('2020/05/a.jpg')).toBe(false);
    expect(filter.file('x/2020/a.jpg')).toBe(false);
    expect(filter.file('2021/05/06/a.tif')).toBe(true);
    expect(filter.file('2021/a.tif')).toBe(true);
  });

  test('takes letters in either case', () => {
    expect(filterOf({ include: ['*.JPG'] }).file('a.jpg')).toBe(true);
    expect(filterOf({ include: ['*.jpg'] }).file('A.JPG')).toBe(true);
    expect(filterOf({ exclude: ['Thumbs.db'] }).file('thumbs.DB')).toBe(false);
  });

  test('leaves out what is excluded, files as well as whole folders', () => {
    const filter = filterOf({ exclude: ['*.tmp', '@eaDir', 'private/**', 'cache/'] });
    expect(filter.file('a.tmp')).toBe(false);
    expect(filter.folder('deep/@eaDir')).toBe(false);
    expect(filter.folder('private')).toBe(false);
    expect(filter.file('private/a.jpg')).toBe(false);
    expect(filter.folder('a/cache')).toBe(false);
    expect(filter.file('a.jpg')).toBe(true);
  });

  test('excludes before it includes', () => {
    const filter = filterOf({ include: ['*.jpg'], exclude: ['secret*'] });
    expect(filter.file('secret.jpg')).toBe(false);
    expect(filter.file('open.jpg')).toBe(true);
  });

  test('leaves out hidden names where they are not wanted, and takes them where they are', () => {
    const without = filterOf({ hidden: false });
    expect([without.file('.hidden.jpg'), without.folder('.git'), without.file('a.jpg')]).toEqual([false, false, true]);
    const withHidden = filterOf({ include: ['*.jpg'] });
    expect(withHidden.file('.hidden.jpg')).toBe(true);
  });

  test('takes several patterns in one', () => {
    const filter = filterOf({ include: ['*.{jpg,tif}', 'IMG_????.*'] });
    expect(['a.jpg', 'a.tif', 'IMG_1234.png', 'IMG_12.png', 'a.png'].map((name) => filter.file(name))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test('matches names with line breaks and with bytes that are not UTF-8', () => {
    const filter = filterOf({ include: ['*.jpg'] });
    expect(filter.file('line\nbreak.jpg')).toBe(true);
    expect(filter.file('caf\udce9.jpg')).toBe(true);
  });
});

describe('a glob', () => {
  test('begins in the last folder before its first special character', () => {
    expect(parseGlob('/photos/2019-*/**/*.jpg')?.folder).toBe('/photos');
    expect(parseGlob('/photos/*.jpg')?.folder).toBe('/photos');
    expect(parseGlob('/*.jpg')?.folder).toBe('/');
    expect(parseGlob('/a/{b,c}/x.jpg')?.folder).toBe('/a');
    expect(parseGlob('/a/x[0-9].jpg')?.folder).toBe('/a');
  });

  test('matches paths from that folder on', () => {
    const glob = parseGlob('/photos/2019-*/**/*.jpg');
    expect(glob?.matches('2019-05/a.jpg')).toBe(true);
    expect(glob?.matches('2019-05/x/y/a.jpg')).toBe(true);
    expect(glob?.matches('2020-05/a.jpg')).toBe(false);
    expect(glob?.matches('2019-05/a.tif')).toBe(false);
    expect(parseGlob('/photos/*.jpg')?.matches('.hidden.jpg')).toBe(true);
  });

  test('is told from a plain path', () => {
    expect(parseGlob('/photos/a.jpg')).toBeUndefined();
    expect(parseGlob('/photos/a b #1 ~ä.jpg')).toBeUndefined();
  });
});

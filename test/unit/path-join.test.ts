import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinPath, relativeToSource, splitPath } from '../../src-protocol/model/path-join.ts';

/** Letters that mean something on one system or another come often. */
const letter = fc.oneof(
  fc.constantFrom('\\', ':', '.', ' ', '\n', '*', '\udc80', 'a', 'C'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const posixName = fc
  .array(letter, { minLength: 1, maxLength: 6 })
  .map((letters) => letters.join(''))
  .filter((name) => !/[/\0]/.test(name));
const posixFolder = fc.array(posixName, { maxLength: 4 }).map((names) => `/${names.join('/')}`);

const windowsName = posixName.filter((name) => !/[\\:]/.test(name));
const windowsRoot = fc.constantFrom('C:\\', 'z:\\', '\\\\server\\share\\');
const windowsFolder = fc.oneof(
  windowsRoot,
  fc
    .tuple(windowsRoot, fc.array(windowsName, { minLength: 1, maxLength: 4 }))
    .map(([root, names]) => root + names.join('\\')),
);

describe('a path of Linux or macOS', () => {
  test('is cut into the folder and the name that it was joined from', () => {
    fc.assert(
      fc.property(posixFolder, posixName, (folder, name) => {
        expect(splitPath(joinPath(folder, name))).toEqual({ folder, name });
      }),
    );
  });

  test('has a slash before its name, whatever the folder is called', () => {
    expect(joinPath('/photos', 'a.jpg')).toBe('/photos/a.jpg');
    expect(joinPath('/', 'a.jpg')).toBe('/a.jpg');
    expect(joinPath('/back\\', 'a.jpg')).toBe('/back\\/a.jpg');
    expect(joinPath('/back\\slash', 'a.jpg')).toBe('/back\\slash/a.jpg');
    expect(splitPath('/disk:/a.jpg')).toEqual({ folder: '/disk:', name: 'a.jpg' });
  });

  test('that lies below its source is told from there', () => {
    fc.assert(
      fc.property(posixFolder, fc.array(posixName, { minLength: 1, maxLength: 4 }), (source, names) => {
        const path = names.reduce(joinPath, source);
        expect(relativeToSource(path, source)).toBe(names.join('/'));
      }),
    );
  });
});

describe('a path of Windows', () => {
  test('is cut into the folder and the name that it was joined from', () => {
    fc.assert(
      fc.property(windowsFolder, windowsName, (folder, name) => {
        // a share's root is written without its last separator once it is a folder
        expect(splitPath(joinPath(folder, name))).toEqual({ folder: folder.replace(/^(\\\\.*[^\\])\\$/, '$1'), name });
      }),
    );
  });

  test('keeps the separator of a drive, and is cut at either separator', () => {
    expect(splitPath('C:\\a.jpg')).toEqual({ folder: 'C:\\', name: 'a.jpg' });
    expect(splitPath('C:/a.jpg')).toEqual({ folder: 'C:/', name: 'a.jpg' });
    expect(splitPath('C:\\photos/2020\\a.jpg')).toEqual({ folder: 'C:\\photos/2020', name: 'a.jpg' });
    expect(joinPath('C:/photos', 'a.jpg')).toBe('C:/photos/a.jpg');
  });

  test('that lies below its source is told from there', () => {
    expect(relativeToSource('C:\\photos\\2020\\a.jpg', 'C:\\photos')).toBe('2020\\a.jpg');
    expect(relativeToSource('C:\\photos\\a.jpg', 'C:\\')).toBe('photos\\a.jpg');
  });
});

describe('a path as seen from its source', () => {
  test('is its name where it is the source itself, or came from a list', () => {
    expect(relativeToSource('/photos/a.jpg', '/photos/a.jpg')).toBe('a.jpg');
    expect(relativeToSource('/photos/a.jpg', undefined)).toBe('a.jpg');
  });

  test('is its name where the source is a glob or only begins alike', () => {
    expect(relativeToSource('/photos/2020/a.jpg', '/photos/*/a.jpg')).toBe('a.jpg');
    expect(relativeToSource('/photos2/a.jpg', '/photos')).toBe('a.jpg');
  });

  test('of a bare name is that name', () => {
    expect(splitPath('a.jpg')).toEqual({ folder: '', name: 'a.jpg' });
  });
});

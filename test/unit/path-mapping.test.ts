import { describe, expect, test } from 'vitest';
import { mapPath, mappingsFor } from '../../src-protocol/model/path-mapping.ts';

const map = (path: string, from: string, to: string) => mapPath(path, { from, to });

describe('a path under a mapping', () => {
  test('has the other prefix, and the separator of the other side', () => {
    expect(map('/photos/a/b.jpg', '/photos', '/mnt/p')).toBe('/mnt/p/a/b.jpg');
    expect(map('/photos/a/b.jpg', '/photos/', 'P:\\')).toBe('P:\\a\\b.jpg');
    expect(map('/photos/a/b.jpg', '/photos', '\\\\nas\\photos')).toBe('\\\\nas\\photos\\a\\b.jpg');
    expect(map('P:\\a\\b.jpg', 'P:\\', '/mnt/p')).toBe('/mnt/p/a/b.jpg');
    expect(map('/a/b.jpg', '/', '/mnt/root')).toBe('/mnt/root/a/b.jpg');
    expect(map('/mnt/x/b.jpg', '/mnt/x', '/')).toBe('/b.jpg');
  });

  test('is the other prefix for the folder itself', () => {
    expect(map('/photos', '/photos/', '/mnt/p/')).toBe('/mnt/p');
    expect(map('P:\\', 'P:\\', '/mnt/p')).toBe('/mnt/p');
  });

  test('is none where it only begins with the same letters', () => {
    expect(map('/photos2/a.jpg', '/photos', '/mnt/p')).toBeUndefined();
    expect(map('/photos\\2/a.jpg', '/photos', '/mnt/p')).toBeUndefined(); // a name as good as another, but on Windows
    expect(map('/Photos/a.jpg', '/photos', '/mnt/p')).toBeUndefined();
  });

  test('of Windows is found whatever the case and the separators are written in', () => {
    expect(map('C:\\Photos\\A.jpg', 'c:/photos', '/mnt/p')).toBe('/mnt/p/A.jpg');
    expect(map('\\\\NAS\\Photos\\A.jpg', '\\\\nas\\photos\\', '/mnt/p')).toBe('/mnt/p/A.jpg');
  });

  test.each(['a\\b.jpg', 'a:b.jpg', 'a.', 'a '])('is none where Windows would take %j for another name', (name) => {
    expect(map(`/photos/${name}`, '/photos', 'P:\\')).toBeUndefined();
    expect(map(`/photos/${name}/c.jpg`, '/photos', 'P:\\')).toBeUndefined();
    expect(map(`/photos/${name}`, '/photos', '/mnt/p')).toBe(`/mnt/p/${name}`);
  });
});

test('the mappings of a machine are those that name it first, then those of its platform, the longest first', () => {
  const mappings = [
    { from: '/a', to: '/1' },
    { from: '/a/b/c', to: '/2' },
    { from: '/a', to: '/3', platform: 'darwin' as const },
    { from: '/a', to: '/4', worker: 'attic' },
    { from: '/a/b', to: '/5', platform: 'linux' as const },
    { from: '/a', to: '/6', worker: 'cellar' },
  ];
  expect(mappingsFor(mappings, { name: 'attic', platform: 'linux' }).map(({ to }) => to)).toEqual([
    '/4',
    '/5',
    '/2',
    '/1',
  ]);
});

import { expect, test } from 'vitest';
import { SourceRoots } from '../../src-main/coordinator/source-roots.ts';

test('a folder lies in the nearest source above it, or is one', () => {
  const roots = new SourceRoots(['/photos', '/photos/2020', '/music/']);
  expect(roots.above('/photos')).toBe('/photos');
  expect(roots.above('/photos/2019/may')).toBe('/photos');
  expect(roots.above('/photos/2020/may')).toBe('/photos/2020');
  expect(roots.above('/music/bach')).toBe('/music');
});

test('a folder whose name only begins like a source lies in none', () => {
  const roots = new SourceRoots(['/photo', '/photos/2020/a.jpg']);
  expect(roots.above('/photos')).toBeUndefined();
  expect(roots.above('/photos/2020')).toBeUndefined();
  expect(roots.above('')).toBeUndefined();
});

test('roots of a system are sources too, with either kind of slash on Windows', () => {
  expect(new SourceRoots(['/']).above('/photos/2020')).toBe('/');
  expect(new SourceRoots(['C:\\']).above('C:\\photos\\2020')).toBe('C:\\');
  expect(new SourceRoots(['C:\\photos\\']).above('C:\\photos\\2020')).toBe('C:\\photos');
  expect(new SourceRoots(['\\\\nas\\photos']).above('\\\\nas\\photos\\2020')).toBe('\\\\nas\\photos');
});

test('a backslash is a letter where paths begin with a slash', () => {
  expect(new SourceRoots(['/odd\\']).above('/odd\\/a')).toBe('/odd\\');
  expect(new SourceRoots(['/odd']).above('/odd\\a')).toBeUndefined();
});

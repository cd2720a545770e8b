import { describe, expect, test } from 'vitest';
import { leftOut, nameOf, namesInShort, predictedTime } from '../../src-renderer/src/features/intake/source-words.ts';

describe('words for what is added', () => {
  test.each([
    [0, 'a few seconds'],
    [7_000, 'a few seconds'],
    [30_000, 'about 20–40 seconds'],
    [150_000, 'about 2–4 minutes'],
    [3_600_000, 'about 48–75 minutes'],
    [18_000_000, 'about 4–6.5 hours'],
  ])('a predicted time of %i ms is a range', (predictedMs, words) => {
    expect(predictedTime(predictedMs)).toBe(words);
  });

  test.each([
    ['/photos/2024/', '2024'],
    ['/', '/'],
    ['C:\\scans\\a.tif', 'a.tif'],
    ['/photos/back\\slash.jpg', 'back\\slash.jpg'],
    ['/photos/\udcffx', '\ufffdx'],
  ])('%s is called %s', (path, name) => {
    expect(nameOf(path)).toBe(name);
  });

  test('several are called after the first', () => {
    expect(namesInShort(['a'])).toBe('a');
    expect(namesInShort(['a', 'b', 'c'])).toBe('a and 2 more');
  });

  test('what has no path is left out, one thing or several', () => {
    expect(leftOut(1)).toBe('One thing lies in no folder, and was left out. Save it first.');
    expect(leftOut(1_200)).toBe('1,200 things lie in no folder, and were left out. Save them first.');
  });
});

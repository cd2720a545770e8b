import { describe, expect, test } from 'vitest';
import { rank, ranked } from '../../src-renderer/src/features/palette/rank.ts';

const TITLES = [
  'Add files',
  'Go to jobs',
  'Go to workers',
  'Export results',
  'Keyboard help',
  'Go to results',
  'Canon:ISO',
];
const found = (typed: string, limit = 10) => ranked(TITLES, (title) => title, typed, limit);

describe('what the palette finds', () => {
  test('everything, as it comes, while nothing is typed', () => {
    expect(found('  ', 3)).toEqual(TITLES.slice(0, 3));
  });

  test('first what begins so, then words that do, then what holds it', () => {
    expect(ranked(['Backups', 'Go to upload', 'Up'], (title) => title, 'up', 10)).toEqual([
      'Up',
      'Go to upload',
      'Backups',
    ]);
  });

  test('only what has every word, in any order and case', () => {
    expect(found('RESULTS exp')).toEqual(['Export results']);
    expect(found('results workers')).toEqual([]);
  });

  test('a tag by its name without its group', () => {
    expect(found('iso')).toEqual(['Canon:ISO']);
  });

  test('the shorter of two that are met alike, and no more than wanted', () => {
    expect(found('go', 2)).toEqual(['Go to jobs', 'Go to workers']);
  });

  test('signs of regular expressions are letters like others', () => {
    expect(rank('f(x)', '(x')).toBeGreaterThan(0);
    expect(rank('fx', '.*')).toBe(0);
  });
});

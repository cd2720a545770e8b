import { describe, expect, test } from 'vitest';
import {
  choiceWords,
  isChoice,
  toggled,
  workerOptions,
} from '../../src-renderer/src/features/intake/worker-choices.ts';

const machines = [
  { name: 'studio', labels: ['raw', 'fast'] },
  { name: 'attic', labels: ['raw'] },
];

describe('what can be chosen', () => {
  test('is this computer first, then the others and their labels', () => {
    const { names, labels } = workerOptions(machines, { names: [], labels: [] });
    expect(names.map(({ name, text }) => [name, text])).toEqual([
      ['local', 'This computer'],
      ['attic', 'attic'],
      ['studio', 'studio'],
    ]);
    expect(labels).toEqual(['fast', 'raw']);
  });

  test('has what was chosen and is not there any more, so that it can be taken back', () => {
    const { names, labels } = workerOptions([], { names: ['local', 'attic'], labels: ['raw'] });
    expect(names).toEqual([
      { name: 'local', text: 'This computer' },
      { name: 'attic', text: 'attic', note: 'not paired' },
    ]);
    expect(labels).toEqual(['raw']);
  });
});

test.each([
  [[], [], 'all'],
  [['local'], [], 'this computer'],
  [['local', 'attic', 'studio'], [], 'this computer, attic and 1 more'],
  [[], ['raw', 'fast'], 'labelled raw and fast'],
  [['attic'], ['raw'], 'attic, or labelled raw'],
])('the names %j and labels %j are “%s”', (names, labels, words) => {
  expect(choiceWords({ names, labels })).toBe(words);
  expect(isChoice({ names, labels })).toBe(words !== 'all');
});

test('a name is taken in and out', () => {
  expect(toggled(['attic'], 'local')).toEqual(['attic', 'local']);
  expect(toggled(['attic', 'local'], 'attic')).toEqual(['local']);
});

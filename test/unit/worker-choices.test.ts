import { describe, expect, test } from 'vitest';
import type { WorkerMachine } from '../../src-main/coordinator/ports.ts';
import { WorkerChoices } from '../../src-main/coordinator/worker-choices.ts';

const machine = (name: string, ...labels: string[]): WorkerMachine => ({ name, labels, transferMs: () => 0 });
const byName = (...names: string[]) => ({ names, labels: [] });

describe('the workers of a job', () => {
  const choices = new WorkerChoices({
    workers: byName('local'),
    assignments: [
      { folder: '/photos', workers: byName('attic') },
      { folder: '/photos/raw/', workers: { names: [], labels: ['raw', 'fast'] } },
      { folder: 'D:\\films', workers: byName('cellar') },
    ],
  });

  test.each([
    ['/', 0],
    ['/photo', 0],
    ['/photos', 1],
    ['/photos/2026', 1],
    ['/photos/raw', 2],
    ['/photos/raw/2026', 2],
    ['/photos/raws', 1],
    ['/photosets', 0],
    ['D:\\films\\new', 3],
    ['D:\\filmstrips', 0],
  ])('for the folder %s are those of choice %i', (folder, choice) => {
    expect(choices.of(folder)).toBe(choice);
    expect(choices.of(folder)).toBe(choice);
  });

  test('are those with one of the names or all of the labels', () => {
    expect(choices.allows(0, undefined)).toBe(true);
    expect(choices.allows(0, machine('attic'))).toBe(false);
    expect(choices.allows(1, machine('attic'))).toBe(true);
    expect(choices.allows(2, machine('attic', 'raw'))).toBe(false);
    expect(choices.allows(2, machine('attic', 'fast', 'raw'))).toBe(true);
  });

  test('are one choice for all folders that the same ones read', () => {
    const shared = new WorkerChoices({
      workers: byName('attic'),
      assignments: [
        { folder: '/a', workers: byName('cellar') },
        { folder: '/b', workers: byName('attic') },
        { folder: '/c', workers: byName('cellar') },
      ],
    });
    expect(['/a', '/b', '/c', '/d'].map((folder) => shared.of(folder))).toEqual([1, 0, 1, 0]);
    expect(shared.count).toBe(2);
    expect(shared.allowAny(undefined)).toBe(false);
    expect(choices.allowAny(undefined)).toBe(true);
  });

  test('are all where nothing was chosen', () => {
    const free = new WorkerChoices({ assignments: [] });
    expect(free.of('/photos')).toBe(0);
    expect(free.allows(0, undefined) && free.allows(0, machine('attic'))).toBe(true);
    expect(free.missing(new Set([0]), [])).toBe('no worker is there');
  });

  test('that are missing are named, unless something can be read all the same', () => {
    expect(choices.missing(new Set([1]), [undefined])).toBe('attic is not there');
    expect(choices.missing(new Set([1, 3]), [undefined])).toBe('attic is not there, cellar is not there');
    expect(choices.missing(new Set([0]), [machine('attic')])).toBe('this computer has no worker');
    expect(choices.missing(new Set([2]), [machine('attic', 'raw')])).toBe(
      'none that is there has the labels raw and fast',
    );
    expect(choices.missing(new Set([0, 1]), [undefined])).toBeUndefined();
    expect(choices.missing(new Set(), [undefined])).toBeUndefined();
  });
});

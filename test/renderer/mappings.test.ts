import { describe, expect, test } from 'vitest';
import type { FolderAccess } from '../../src-protocol/contract/machines.ts';
import type { PathMapping } from '../../src-protocol/model/path-mapping.ts';
import {
  mappingOf,
  mappingsOf,
  scopeOf,
  scopesOf,
  scopeWords,
  suggestedFolders,
  testWords,
  withMapping,
  withoutMapping,
} from '../../src-renderer/src/features/workers/machines/mappings.ts';

const ALL: PathMapping = { from: '/nas', to: '/mnt/nas' };
const LINUX: PathMapping = { from: '/nas', to: '/srv/nas', platform: 'linux' };
const ATTIC: PathMapping = { from: '/nas', to: '/volume1', worker: 'attic' };
const attic = { name: 'attic', platform: 'linux' };

test('a computer has the mappings that hold for it, its own first', () => {
  const mappings = [ALL, { ...ALL, worker: 'studio' }, LINUX, ATTIC];
  expect(mappingsOf(mappings, attic)).toEqual([ATTIC, LINUX, ALL]);
  expect(mappingsOf(mappings, { name: 'new' })).toEqual([ALL]);
});

describe('scope', () => {
  test('is read from a mapping, and written into one', () => {
    for (const mapping of [ALL, LINUX, ATTIC])
      expect(mappingOf({ ...mapping, scope: scopeOf(mapping) }, attic)).toEqual(mapping);
  });

  test('of a platform is offered where the platform is known', () => {
    expect(scopesOf(attic).map(({ text }) => text)).toEqual(['Only attic', 'All Linux computers', 'All computers']);
    expect(scopesOf({ name: 'attic' }).map(({ value }) => value)).toEqual(['machine', 'all']);
  });

  test('is said in words', () => {
    expect([ALL, LINUX, ATTIC].map(scopeWords)).toEqual(['all computers', 'all Linux computers', 'only attic']);
  });
});

test('a mapping without one of its sides is none', () => {
  expect(mappingOf({ from: '/nas', to: '  ', scope: 'all' }, attic)).toBeUndefined();
});

describe('changing the list', () => {
  test('a new one comes last, and the same is there once', () => {
    expect(withMapping([ALL], ATTIC)).toEqual([ALL, ATTIC]);
    expect(withMapping([ALL, ATTIC], ALL)).toEqual([ATTIC, ALL]);
  });

  test('a changed one stays where it was', () => {
    const changed = { ...ALL, to: '/elsewhere' };
    expect(withMapping([ALL, ATTIC], changed, ALL)).toEqual([changed, ATTIC]);
  });

  test('one that somebody else has removed meanwhile is added', () => {
    expect(withMapping([ATTIC], { ...ALL, to: '/elsewhere' }, ALL)).toEqual([ATTIC, { ...ALL, to: '/elsewhere' }]);
  });

  test('only the one is removed', () => {
    expect(withoutMapping([ALL, LINUX, ATTIC], LINUX)).toEqual([ALL, ATTIC]);
  });
});

test('a test says what the computer sees', () => {
  const found = (access: Partial<FolderAccess>) => testWords({ folder: '/nas', way: 'unknown', ...access }, ATTIC);
  expect(found({ way: 'mapped', path: '/volume1' })).toEqual({
    isSeen: true,
    text: 'Sees the same files at /volume1.',
  });
  expect(found({ way: 'same-path' }).isSeen).toBe(true);
  expect(found({ way: 'sent', message: 'Sees other files at that path.' })).toEqual({
    isSeen: false,
    text: 'Sees other files at that path.',
  });
  expect(found({ way: 'sent' })).toEqual({ isSeen: false, text: 'Sees nothing at /volume1.' });
});

test('folders are suggested that are sent or read now, and not those that are mapped, nor patterns', () => {
  const access: FolderAccess[] = [
    { folder: '/sent', way: 'sent' },
    { folder: '/seen', way: 'same-path' },
  ];
  expect(suggestedFolders(['/nas', '/photos/**/*.jpg', '/sent', '/films'], access, [ALL])).toEqual(['/sent', '/films']);
});

import { expect, test } from 'vitest';
import { chosenAfter, focusAfter } from '../../src-renderer/src/features/intake/browse-keys.ts';

test('keys move within the rows and never past them', () => {
  expect(focusAfter('ArrowDown', 9, 10, 5)).toBe(9);
  expect(focusAfter('ArrowUp', 0, 10, 5)).toBe(0);
  expect(focusAfter('PageDown', 2, 10, 5)).toBe(6);
  expect(focusAfter('End', 2, 10, 5)).toBe(9);
  expect(focusAfter('End', 0, 0, 5)).toBe(0);
  expect(focusAfter('x', 2, 10, 5)).toBeUndefined();
});

test('a range is chosen in either direction, on top of what was, without what cannot be read', () => {
  const entries = [
    { path: '/a', kind: 'folder' },
    { path: '/b', kind: 'other' },
    { path: '/c', kind: 'file' },
    { path: '/d', kind: 'file' },
  ] as const;
  expect([...chosenAfter(entries, new Set(['/elsewhere']), 2, 0)]).toEqual(['/elsewhere', '/a', '/c']);
});

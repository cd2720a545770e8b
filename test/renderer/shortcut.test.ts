import { describe, expect, test } from 'vitest';
import { isShortcut } from '../../src-renderer/src/ui/shortcut.ts';

type Pressed = Partial<Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>>;

function pressed(keys: Pressed): KeyboardEvent {
  const nothing = { key: '', code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return { ...nothing, ...keys } as KeyboardEvent;
}

describe('a shortcut', () => {
  test('is its letter with its modifiers, and no others', () => {
    expect(isShortcut(pressed({ key: 'k', code: 'KeyK', ctrlKey: true }), 'Mod+K')).toBe(true);
    expect(isShortcut(pressed({ key: 'k', code: 'KeyK' }), 'Mod+K')).toBe(false);
    expect(isShortcut(pressed({ key: 'K', code: 'KeyK', ctrlKey: true, shiftKey: true }), 'Mod+K')).toBe(false);
    expect(isShortcut(pressed({ key: 'j', code: 'KeyJ', ctrlKey: true }), 'Mod+K')).toBe(false);
  });

  test('goes by the letter where the keyboard has it in another place', () => {
    expect(isShortcut(pressed({ key: 'a', code: 'KeyQ', ctrlKey: true }), 'Mod+A')).toBe(true);
    expect(isShortcut(pressed({ key: 'a', code: 'KeyQ', ctrlKey: true }), 'Mod+Q')).toBe(false);
  });

  test.each([
    ['Cyrillic', 'л'],
    ['Greek', 'κ'],
    ['Hebrew', 'ל'],
  ])('is the key in the place of its letter on a %s keyboard', (_alphabet, key) => {
    expect(isShortcut(pressed({ key, code: 'KeyK', ctrlKey: true }), 'Mod+K')).toBe(true);
    expect(isShortcut(pressed({ key, code: 'KeyK', ctrlKey: true }), 'Mod+E')).toBe(false);
  });

  test('is no named key, and no key that makes an accent', () => {
    expect(isShortcut(pressed({ key: 'Dead', code: 'KeyK', ctrlKey: true }), 'Mod+K')).toBe(false);
    expect(isShortcut(pressed({ key: 'Enter', code: 'Enter', ctrlKey: true }), 'Mod+K')).toBe(false);
  });

  test('is the key of its number where that gives a sign without Shift', () => {
    expect(isShortcut(pressed({ key: '&', code: 'Digit1', ctrlKey: true }), 'Mod+1')).toBe(true);
    expect(isShortcut(pressed({ key: 'é', code: 'Digit2', ctrlKey: true }), 'Mod+2')).toBe(true);
    expect(isShortcut(pressed({ key: '&', code: 'Digit1', ctrlKey: true }), 'Mod+2')).toBe(false);
  });

  test('is its number on the number pad too, and never two numbers at once', () => {
    expect(isShortcut(pressed({ key: '3', code: 'Numpad3', ctrlKey: true }), 'Mod+3')).toBe(true);
    const moved = pressed({ key: '7', code: 'Digit1', ctrlKey: true });
    expect(isShortcut(moved, 'Mod+7')).toBe(true);
    expect(isShortcut(moved, 'Mod+1')).toBe(false);
  });

  test('is a sign with or without Shift', () => {
    expect(isShortcut(pressed({ key: '?', code: 'Slash', shiftKey: true }), '?')).toBe(true);
    expect(isShortcut(pressed({ key: '?', code: 'KeyM' }), '?')).toBe(true);
  });
});

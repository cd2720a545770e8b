import { describe, expect, test } from 'vitest';
import { dateTime } from '../../src-renderer/src/ui/time.ts';

describe('a moment', () => {
  test('is written in the time of where the window is', () => {
    const here = new Date(2024, 3, 12, 13, 23);
    const written = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(here);
    expect(dateTime(here.toISOString())).toBe(written);
  });

  test('that is none stays as it is written', () => {
    expect(dateTime('not known')).toBe('not known');
  });
});

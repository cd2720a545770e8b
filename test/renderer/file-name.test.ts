import { describe, expect, test } from 'vitest';
import { exportFileName, plainName } from '../../src-renderer/src/state/file-name.ts';

const DAY = new Date(2026, 10, 2);

describe('the name that an export is saved under', () => {
  test('is what is exported and the day', () => {
    expect(exportFileName('Alps 2024', 'csv', DAY)).toBe('Alps 2024 2026-11-02.csv');
  });

  test.each([
    ['a/b\\c: "d" <e> | f?*', 'a b c d e f 2026-11-02.json'],
    ['..hidden', 'hidden 2026-11-02.json'],
    ['line\nbreak\u0000', 'line break 2026-11-02.json'],
    ['\u202Egpj.exe', 'gpj.exe 2026-11-02.json'],
    ['???', 'MetaExtract 2026-11-02.json'],
  ])('holds nothing that a system refuses or misreads: %j', (title, name) => {
    expect(exportFileName(title, 'json', DAY)).toBe(name);
  });

  test('stays short, and cuts no character in two', () => {
    const name = exportFileName('😀'.repeat(400), 'tsv', DAY);
    expect(name).toMatch(/^(😀){60} 2026-11-02\.tsv$/u);
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
  });
});

describe('a name of its own', () => {
  test.each([
    ['Alps: 2024', 'Alps 2024'],
    ['and so on…...', 'and so on…'],
    ['. .', 'job'],
    ['x'.repeat(200), 'x'.repeat(60)],
  ])('is had from %j', (title, name) => {
    expect(plainName(title, 'job')).toBe(name);
  });
});

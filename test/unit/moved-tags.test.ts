import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { movedTagValues } from '../../src-main/store/moved-tags.ts';
import { exiftoolPath } from 'exiftool-vendored';
import { temporaryFolder } from './temporary-folder.ts';

const NAMES = 'ExifTool:ExifToolVersion\nSystem:FileName\nSystem:Directory\nIFD0:Make';
const VALUES = '13.59\n"old.jpg"\n"/old"\n"Canon"\t"raw"';

describe('the tags of a moved file', () => {
  test('are the same but for where it lies', () => {
    expect(movedTagValues(NAMES, VALUES, '/new', 'new.jpg')).toBe('13.59\n"new.jpg"\n"/new"\n"Canon"\t"raw"');
  });

  test('stay as they are where they do not say where it lies', () => {
    expect(movedTagValues('IFD0:Make', '"Canon"', '/new', 'new.jpg')).toBe('"Canon"');
    expect(movedTagValues('', '', '/new', 'new.jpg')).toBe('');
  });

  test('keep one line each and stay JSON, whatever the name', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(text, text, (folder, name) => {
        const lines = movedTagValues(NAMES, VALUES, folder, name).split('\n');
        expect(lines).toHaveLength(4);
        expect(lines[1]).not.toContain('\t');
        expect(() => JSON.parse(lines[1] ?? '') as unknown).not.toThrow();
        expect(() => JSON.parse(lines[2] ?? '') as unknown).not.toThrow();
      }),
    );
  });

  test('say what ExifTool says of a file with that name', async () => {
    const folder = join(temporaryFolder(), '2020');
    mkdirSync(folder);
    const names = [
      'a.jpg',
      '123',
      '-1.5',
      '01',
      '1e5',
      'true',
      'FALSE',
      'True',
      'true.jpg',
      'ä😀.txt',
      'tab\there',
      'quote"s',
      'back\\slash',
      'del\u007f',
      '0x10',
      '1.',
      '.5',
      '12345678901234567',
      '0',
      '-0',
    ];
    for (const name of names) writeFileSync(join(folder, name), 'x');
    const paths = names.map((name) => `./${name}`);
    const output = execFileSync(await exiftoolPath(), ['-j', '-FileName', ...paths], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const said = new Map(
      (JSON.parse(output) as { SourceFile: string; FileName: unknown }[]).map(({ SourceFile, FileName }) => [
        SourceFile.slice(2),
        FileName,
      ]),
    );
    for (const name of names) {
      const [, fileName = ''] = movedTagValues(NAMES, VALUES, '/d', name).split('\n');
      expect(JSON.parse(fileName), name).toEqual(said.get(name));
    }
  });
});

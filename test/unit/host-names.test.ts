import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { storedNames } from '../../src-worker/host/stored-names.ts';
import { temporaryFolder } from './temporary-folder.ts';

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('..', '.', '', 'CON', 'nul.xmp', 'a/../../b.xmp', '..\\x.xmp', 'a.jpg\0.xmp', '~.xmp', 'C:\\a.xmp'),
  fc.constantFrom(
    '\ud800.xmp',
    'a.jpg.xmp ',
    'a.jpg.xmp.',
    'a.jpg:stream.xmp',
    '/etc/passwd',
    '..xmp',
    '.xmp',
    '/.xmp',
  ),
);
const HARMLESS = /^file(?:\.[A-Za-z0-9]{1,16})?(?:\.(?:xmp|aae))?$/i;

describe('the names of files that were sent', () => {
  test('keep the extension and how sidecars relate to their file', () => {
    expect(storedNames('/photos/IMG 1.CR2', ['IMG 1.xmp', 'IMG 1.CR2.XMP', 'img 1.aae'])).toEqual({
      file: 'file.CR2',
      sidecars: ['file.xmp', 'file.CR2.XMP', 'file.aae'],
    });
    expect(storedNames('C:\\photos\\a.b.jpg', ['a.b.xmp', 'a.xmp'])).toEqual({
      file: 'file.jpg',
      sidecars: ['file.xmp', undefined],
    });
    expect(storedNames('/photos/no extension', ['no extension.xmp'])).toEqual({ file: 'file', sidecars: ['file.xmp'] });
  });

  test.each([
    ['/a/.hidden', 'file'],
    ['/a/x.jp g', 'file'],
    ['/a/x.12345678901234567', 'file'],
    ['/a/x.jpg~', 'file'],
    ['/a.b/x', 'file'],
    ['', 'file'],
    ['/a/x.tar.gz', 'file.gz'],
    ['/a/\udcff.jpg', 'file.jpg'],
  ])('of %j is %s', (path, file) => {
    expect(storedNames(path, []).file).toBe(file);
  });

  test('never are a path, whatever they are called on their own computer', () => {
    const related = fc.tuple(nasty, fc.constantFrom('', '.xmp', '.XMP', '.aae', '/../x.xmp', '\0.xmp'));
    fc.assert(
      fc.property(nasty, fc.array(related, { maxLength: 16 }), (path, suffixes) => {
        const sidecars = suffixes.map(([name, end]) => (name.length % 2 === 0 ? `${path}${end}` : `${name}${end}`));
        const names = storedNames(path, sidecars);
        const all = [names.file, ...names.sidecars.filter((name) => name !== undefined)];
        for (const name of all) expect(name).toMatch(HARMLESS);
        expect(new Set(all.map((name) => name.toLowerCase())).size).toBe(all.length);
      }),
      { numRuns: 500 },
    );
  });

  test('all lie in the folder that they are written to', () => {
    const folder = join(temporaryFolder(), 'inner');
    mkdirSync(folder);
    fc.assert(
      fc.property(nasty, nasty, (path, sidecar) => {
        const { file, sidecars } = storedNames(path, [sidecar, `${path}.xmp`]);
        for (const name of [file, ...sidecars]) if (name !== undefined) writeFileSync(join(folder, name), '');
      }),
    );
    expect(readdirSync(join(folder, '..'))).toEqual(['inner']);
    expect(readdirSync(folder).length).toBeGreaterThan(0);
  });
});

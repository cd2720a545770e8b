import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodePath } from '../../src-worker/extractors/exiftool/encode-path.ts';
import { pathFromBytes, pathToBytes } from '../../src-protocol/model/path-codec.ts';

const anyPath = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map(pathFromBytes),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '/a\n-execute\n',
    '-config',
    '@args',
    ' /a',
    '/a ',
    '%41',
    '/a%0A',
    'path:',
    '',
    '/100%',
    '/a\r',
    '/a\u2028',
    '\ufeff/a',
  ),
);

/** As lease-output.pl decodes it: `s/%([0-9A-F]{2})/chr hex $1/ge` on bytes. */
function decode(encoded: string): number[] {
  const text = /^path:(.*)/.exec(encoded)?.[1] ?? 'not a path';
  return [
    ...Buffer.from(
      text.replaceAll(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      'latin1',
    ),
  ];
}

describe('an encoded path', () => {
  test('is decoded to exactly the bytes of the path', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        expect(decode(encodePath(path))).toEqual([...pathToBytes(path)]);
      }),
    );
  });

  test('is visible ASCII without anything that could end an argument, begin an option or name another file', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        expect(encodePath(path)).toMatch(/^path:[A-Za-z0-9_./%-]*$/);
      }),
    );
  });

  test('is another for another path', () => {
    fc.assert(
      fc.property(anyPath, anyPath, (first, second) => {
        expect(encodePath(first) === encodePath(second)).toBe(
          Buffer.compare(pathToBytes(first), pathToBytes(second)) === 0,
        );
      }),
    );
  });

  test('reads as it is where nothing in it is special', () => {
    expect(encodePath('/photos/2020-05/IMG_0001.jpg')).toBe('path:/photos/2020-05/IMG_0001.jpg');
    expect(encodePath('/a b\n-execute')).toBe('path:/a%20b%0A-execute');
    expect(encodePath('C:\\a')).toBe('path:C%3A%5Ca');
    expect(encodePath('/caf\udce9')).toBe('path:/caf%E9');
  });
});

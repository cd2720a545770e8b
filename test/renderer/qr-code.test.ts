import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { modulesPath } from '../../src-renderer/src/ui/qr-code.tsx';

test('neighbouring dark modules of a row are drawn as one', () => {
  expect(
    modulesPath([
      [false, true, true, false, true],
      [false, false, false, false, false],
      [true, false, false, false, false],
    ]),
  ).toBe('M1 0h2v1h-2zM4 0h1v1h-1zM0 2h1v1h-1z');
});

test('every dark module of a code is drawn, and no other', () => {
  const { data } = encode('metaextract-pair:1?h=192.168.1.24&p=7461', { border: 4 });
  const drawn = data.map((row) => row.map(() => false));
  for (const [, x, y, width] of modulesPath(data).matchAll(/M(\d+) (\d+)h(\d+)/g))
    for (let at = Number(x); at < Number(x) + Number(width); at += 1) drawn[Number(y)]?.splice(at, 1, true);
  expect(drawn).toEqual(data);
});

import { describe, expect, test } from 'vitest';
import { parsePathLines } from '../../src-renderer/src/features/intake/path-lines.ts';

describe('pasted lines', () => {
  test('are paths where they are absolute on any system, without their quotes', () => {
    const text = `/photos/2024\r\n  "C:\\Users\\me\\My Pictures"  \n'/it''s here'\n\\\\nas\\share\nd:/scans\n`;
    expect(parsePathLines(text)).toEqual({
      paths: ['/photos/2024', 'C:\\Users\\me\\My Pictures', "/it''s here", '\\\\nas\\share', 'd:/scans'],
      others: [],
    });
  });

  test('that are no absolute path are told as they were written', () => {
    expect(parsePathLines('photos/a.jpg\n~/Pictures\nC:photo.jpg\n\n"./b"\n/ok')).toEqual({
      paths: ['/ok'],
      others: ['photos/a.jpg', '~/Pictures', 'C:photo.jpg', '"./b"'],
    });
  });

  test('may be addresses, as file managers copy them', () => {
    const text =
      'file:///photos/a%20b%23.jpg\nfile:///C:/scans/x.tif\nfile://nas/share/c.jpg\nhttps://example.org/a.jpg';
    expect(parsePathLines(text)).toEqual({
      paths: ['/photos/a b#.jpg', 'C:/scans/x.tif', '\\\\nas\\share\\c.jpg'],
      others: ['https://example.org/a.jpg'],
    });
  });

  test('name each path once, and keep a quote that is part of a name', () => {
    expect(parsePathLines('/a\n/a\n"/b\n/c"')).toEqual({ paths: ['/a', '/c"'], others: ['"/b'] });
  });
});

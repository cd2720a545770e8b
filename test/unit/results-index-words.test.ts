import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CodedColumn } from '../../src-main/store/results-index/coded-column.ts';
import type { SearchedColumn } from '../../src-main/store/results-index/column.ts';
import { LISTS, PLAIN } from '../../src-main/store/results-index/faces.ts';
import { GrowingCodes } from '../../src-main/store/results-index/growing-codes.ts';
import { NameTexts } from '../../src-main/store/results-index/name-texts.ts';
import { PathColumn } from '../../src-main/store/results-index/path-column.ts';

const FOLDERS = ['/a/', '/a/bé/', '/ab/a/', ''];
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '/', '1'), maxLength: 4 });

/** Whether a word is found by going through the column is whether it is found row by row. */
function sameEitherWay(column: SearchedColumn, rows: number, word: string): void {
  const mask = new Uint8Array(rows);
  column.markWord(word, mask);
  expect(Array.from(mask, (marked) => marked === 1)).toEqual(Array.from(mask, (_, row) => column.hasWord(word, row)));
}

const word = text.filter((letters) => letters !== '');

describe('a word is found in the same rows, whether few or all are looked at:', () => {
  test('in paths, also where it begins in the folder', () => {
    const files = fc.array(
      fc.record({ folder: fc.nat(FOLDERS.length - 1), name: text.map((name) => name.replaceAll('/', '')) }),
    );
    fc.assert(
      fc.property(files, word, (found, wanted) => {
        const names = new NameTexts();
        const folderOfRow = new GrowingCodes(() => found.length);
        for (const [row, { folder, name }] of found.entries()) {
          names.add(name);
          folderOfRow.set(row, folder);
        }
        sameEitherWay(
          new PathColumn({ rows: () => found.length, names, folderOfRow }, FOLDERS, () => ''),
          found.length,
          wanted,
        );
      }),
    );
  });

  test('in texts and in lists of them', () => {
    fc.assert(
      fc.property(fc.array(fc.option(text)), fc.array(fc.array(text)), word, (texts, lists, wanted) => {
        const plain = new CodedColumn('text', PLAIN, () => texts.length);
        for (const [row, value] of texts.entries()) if (value !== null) plain.set(row, value);
        sameEitherWay(plain, texts.length, wanted);
        const listed = new CodedColumn('text', LISTS, () => lists.length);
        for (const [row, value] of lists.entries()) listed.set(row, JSON.stringify(value));
        sameEitherWay(listed, lists.length, wanted);
      }),
    );
  });
});

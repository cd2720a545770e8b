import { describe, expect, test } from 'vitest';
import { asTable } from '../../src-renderer/src/features/results/table-text.ts';
import {
  moved,
  NARROWEST_PX,
  pinToggled,
  removed,
  resized,
} from '../../src-renderer/src/features/results/column-layout.ts';
import { heldRow } from '../../src-renderer/src/features/results/held-row.ts';
import { mergedBars } from '../../src-renderer/src/features/results/merged-bars.ts';
import {
  elementPx,
  lastOffset,
  offsetOfScroll,
  offsetThatShows,
  ROW_PX,
  rowsAt,
  scrollOfOffset,
} from '../../src-renderer/src/features/results/scroll-space.ts';
import {
  rangeBetween,
  rowAfterKey,
  SELECTED_MAX,
  toggled,
} from '../../src-renderer/src/features/results/selection-range.ts';

describe('scrolling', () => {
  const few = { rows: 1_000, viewportPx: 560 };
  const many = { rows: 5_000_000, viewportPx: 560 };

  test('a few rows are as high as they are', () => {
    expect(elementPx(few)).toBe(28_000);
    expect(offsetOfScroll(few, 1_234)).toBe(1_234);
  });

  test('five million rows fit an element that browsers can make, whose bar leads to both ends', () => {
    expect(elementPx(many)).toBeLessThan(17_000_000);
    expect(offsetOfScroll(many, 0)).toBe(0);
    expect(offsetOfScroll(many, elementPx(many) - many.viewportPx)).toBe(lastOffset(many));
    expect(rowsAt(many, lastOffset(many)).end).toBe(5_000_000);
  });

  test('an offset comes back from the place of its bar to within a row', () => {
    for (const offset of [0, 28, 70_000_001, lastOffset(many)])
      expect(Math.abs(offsetOfScroll(many, scrollOfOffset(many, offset)) - offset)).toBeLessThan(1);
  });

  test('a row that is seen leaves the offset alone, others come to the nearest edge or the middle', () => {
    expect(offsetThatShows(few, 280, 12)).toBe(280);
    expect(offsetThatShows(few, 280, 9)).toBe(9 * ROW_PX);
    expect(offsetThatShows(few, 280, 30)).toBe(31 * ROW_PX - 560);
    expect(offsetThatShows(few, 0, 500, 'centred')).toBe(500 * ROW_PX - 266);
    expect(offsetThatShows(few, 0, 999, 'centred')).toBe(lastOffset(few));
  });
});

describe('selecting', () => {
  test('a range goes both ways and includes both ends', () => {
    expect(rangeBetween(3, 6)).toEqual({ from: 3, end: 7 });
    expect(rangeBetween(6, 3)).toEqual({ from: 3, end: 7 });
  });

  test('a range ends where no more can be selected, at the side of where it began', () => {
    expect(rangeBetween(10, 4_000_000)).toEqual({ from: 10, end: 10 + SELECTED_MAX });
    expect(rangeBetween(4_000_000, 10)).toEqual({ from: 4_000_001 - SELECTED_MAX, end: 4_000_001 });
  });

  test('a file is taken in, and out again', () => {
    expect(toggled([1, 2], 3)).toEqual([1, 2, 3]);
    expect(toggled([1, 2, 3], 2)).toEqual([1, 3]);
  });

  test('keys stay within the rows', () => {
    const space = { rows: 100, pageRows: 20 };
    expect(rowAfterKey('ArrowDown', undefined, space)).toBe(0);
    expect(rowAfterKey('ArrowUp', 0, space)).toBe(0);
    expect(rowAfterKey('PageDown', 90, space)).toBe(99);
    expect(rowAfterKey('End', 3, space)).toBe(99);
    expect(rowAfterKey('Home', 42, space)).toBe(0);
    expect(rowAfterKey('x', 3, space)).toBeUndefined();
    expect(rowAfterKey('End', undefined, { rows: 0, pageRows: 20 })).toBeUndefined();
  });
});

test('the file that is looked at is held where it is seen, else the first that is, and none at the top', () => {
  const rows = {
    rowAt: (index: number) => (index < 100 ? { itemId: index + 1_000, cells: [] } : undefined),
    indexOf: (itemId: number) => (itemId < 1_100 ? itemId - 1_000 : undefined),
  };
  expect(heldRow(rows, { first: 40, end: 50 }, 1_045)).toEqual({ row: 45, itemId: 1_045 });
  expect(heldRow(rows, { first: 40, end: 50 }, 1_050)).toEqual({ row: 40, itemId: 1_040 });
  expect(heldRow(rows, { first: 40, end: 50 }, undefined)).toEqual({ row: 40, itemId: 1_040 });
  expect(heldRow(rows, { first: 0, end: 10 }, 1_005)).toBeUndefined();
  expect(heldRow(rows, { first: 200, end: 210 }, undefined)).toBeUndefined();
});

describe('columns', () => {
  const layout = {
    columns: ['name', 'format', 'iso'].map((column) => ({ column, widthPx: 100 })),
    pinned: 1,
  };
  const names = ({ columns }: typeof layout) => columns.map(({ column }) => column);

  test('a column that moves among the pinned ones is pinned, and free where it leaves them', () => {
    const among = moved(layout, 2, 0);
    expect([among.columns.map(({ column }) => column), among.pinned]).toEqual([['iso', 'name', 'format'], 2]);
    const left = moved(layout, 0, 2);
    expect([left.columns.map(({ column }) => column), left.pinned]).toEqual([['format', 'iso', 'name'], 0]);
    expect(moved(layout, 0, -1).columns).toEqual(layout.columns);
  });

  test('pinning puts a column behind the pinned ones, and back', () => {
    const pinned = pinToggled(layout, 2);
    expect([pinned.columns.map(({ column }) => column), pinned.pinned]).toEqual([['name', 'iso', 'format'], 2]);
    expect(pinToggled(pinned, 1).pinned).toBe(1);
  });

  test('the last column stays', () => {
    expect(removed(layout, 'name').pinned).toBe(0);
    const one = { columns: layout.columns.slice(0, 1), pinned: 1 };
    expect(removed(one, 'name').columns).toHaveLength(1);
    expect(names(layout)).toEqual(['name', 'format', 'iso']);
  });

  test('no column becomes too narrow to be seen', () => {
    expect(resized(layout.columns, 'iso', 3)[2]?.widthPx).toBe(NARROWEST_PX);
  });
});

test('copied rows are a table with titles, whose values break no line', () => {
  const rows = [{ itemId: 1, cells: ['a\tb\n.jpg', 0.002] }];
  expect(asTable(['exposureS', 'name'], ['name', 'exposureS'], rows)).toBe('Exposure\tName\n1/500\ta b .jpg');
});

test('years are put together until there is room for their bars', () => {
  const buckets = Array.from({ length: 5 }, (_, at) => ({ from: `${2000 + at}`, to: `${2000 + at}`, files: 1 }));
  expect(mergedBars(buckets, 5)).toHaveLength(5);
  expect(mergedBars(buckets, 3)).toEqual([
    { from: '2000', to: '2001', files: 2 },
    { from: '2002', to: '2003', files: 2 },
    { from: '2004', to: '2004', files: 1 },
  ]);
});

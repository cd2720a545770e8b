import fc from 'fast-check';
import { expect, test } from 'vitest';
import { table } from '../../src-main/cli/table.ts';

test('columns are as wide as their widest cell, and numbers stand to the right', () => {
  expect(
    table(
      ['Job', 'State', 'Files'],
      [
        ['1', 'completed', '1,000'],
        ['12', 'failed', '7'],
      ],
      [0, 2],
    ),
  ).toBe(['Job  State      Files', '  1  completed  1,000', ' 12  failed         7'].join('\n'));
});

test('a table without rows is its header, and a row may be short', () => {
  expect(table(['Job', 'State'], [])).toBe('Job  State');
  expect(table(['Job', 'State'], [['1']])).toBe('Job  State\n1');
});

test('every row is one line, and every cell stands where its column begins', () => {
  const cell = fc.stringMatching(/^[a-z]{1,6}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
      const lines = table(['A', 'B', 'C'], rows).split('\n');
      expect(lines).toHaveLength(rows.length + 1);
      const begins = ['A', 'B', 'C'].map((title) => lines[0]?.indexOf(title) ?? -1);
      for (const [at, row] of rows.entries()) {
        for (const [column, text] of row.entries()) expect(lines[at + 1]?.startsWith(text, begins[column])).toBe(true);
      }
    }),
  );
});

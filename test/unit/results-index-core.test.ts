import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CoreColumns } from '../../src-main/store/results-index/core-columns.ts';
import type { ScannedField } from '../../src-main/store/results-index/scan-core.ts';
import { scanCore } from '../../src-main/store/results-index/scan-core.ts';

const FORMS: Readonly<Record<string, ScannedField['form']>> = {
  title: 'text',
  iso: 'number',
  flashFired: 'boolean',
  keywords: 'list',
  capturedAt: 'date',
  make: 'text',
};

function scanned(json: string): { readonly complete: boolean; readonly values: Record<string, unknown> } {
  const values: Record<string, unknown> = {};
  const fields = Object.entries(FORMS).map(([name, form]) => ({
    name,
    quoted: `"${name}":`,
    form,
    set: (_row: number, value: string | number | boolean) => {
      values[name] = value;
    },
  }));
  return { complete: scanCore(json, fields, 0), values };
}

const text = fc.string({
  unit: fc.constantFrom('a', '"', '\\', ']', '}', '{', ',', ':', '\n', 'é', '𝄞'),
  maxLength: 5,
});
const core = fc.record(
  {
    title: text,
    iso: fc.double({ noNaN: true, noDefaultInfinity: true }),
    flashFired: fc.boolean(),
    keywords: fc.array(text, { minLength: 1, maxLength: 3 }),
    capturedAt: fc.record(
      {
        local: text,
        offsetMinutes: fc.integer({ min: -1_440, max: 1_440 }),
        utc: text,
        source: text,
        offsetSource: text,
      },
      { requiredKeys: ['local', 'source'] },
    ),
    make: text,
  },
  { requiredKeys: [] },
);

test('core fields are scanned as a parser reads them, unless something in them is escaped', () => {
  fc.assert(
    fc.property(core, (fields) => {
      const json = JSON.stringify(fields);
      const { complete, values } = scanned(json);
      expect(complete).toBe(!json.includes('\\'));
      if (!complete) return;
      const { keywords, capturedAt, ...plain } = fields;
      expect(values).toEqual({
        ...(JSON.parse(JSON.stringify(plain)) as object),
        ...(keywords === undefined ? {} : { keywords: JSON.stringify(keywords) }),
        ...(capturedAt === undefined ? {} : { capturedAt: capturedAt.local }),
      });
    }),
  );
});

test.each([
  '{"make":"a","title":"out of order"}',
  '{"other":1}',
  '{ "title":"space"}',
  '{"title":1}',
  '{"iso":"text"}',
  '{"flashFired":null}',
  '{"keywords":[]}',
  '{"keywords":[1]}',
  '{"keywords":["a",1]}',
  '{"capturedAt":{"source":"a","local":"2010"}}',
  '{"capturedAt":{"local":"2010","source":{"a":1}}}',
  '{"capturedAt":{"local":"2010","source":["a"]}}',
  '{"title":"cut',
  '{"iso":1',
  '{"iso":1}}',
  '[]',
  '',
])('%s is left to a parser', (json) => {
  expect(scanned(json).complete).toBe(false);
});

test('what a parser has to read counts as well, and no field counts twice', () => {
  const columns = new CoreColumns(() => 2);
  columns.set(0, '{"make":"Canon","iso":100,"title":"a \\"quoted\\" text","unknown":1,"keywords":[],"rating":"bad"}');
  columns.set(1, '{"title":"plain","keywords":["a, b","]"],"make":"Canon"}');
  const present = Array.from(columns.columns, ([name, column]) => [name, column.present] as const);
  expect(present.filter(([, files]) => files > 0)).toEqual([
    ['make', 2],
    ['iso', 1],
    ['title', 2],
    ['keywords', 1],
  ]);
  columns.clear(0);
  columns.clear(1);
  expect(Array.from(columns.columns.values(), ({ present: files }) => files).every((files) => files === 0)).toBe(true);
});
